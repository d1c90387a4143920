"""Components: alone, documented, used as declared, and safe with hostile text."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from community.views.styleguide import styleguide

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
PAGES = sorted(TEMPLATES.rglob("*.html"))
OPENING = re.compile(r"<c-([a-z-]+)((?:\s+[:\w-]+(?:=(?:\"[^\"]*\"|'[^']*'))?|\s*\{%[^%]*%\})*)\s*/?>")
ATTRIBUTE = re.compile(r"([:\w-]+)(?:=(?:\"[^\"]*\"|'[^']*'))?")
HOSTILE = "\"><script>alert('x')</script>"
OF_HTML = re.compile(
    r"^(hx-|data-|aria-|id$|class$|tabindex$|form$|formaction$|formnovalidate$|disabled$|autofocus$|lang$|title$|target$|rel$)"
)


def tag_of(path: Path) -> str:
    return path.stem.replace("_", "-")


def parameters(path: Path) -> set[str]:
    """The parameters that c-vars declares; a colon marks an object, a list or a boolean."""
    found = re.search(r"<c-vars\s+(.*?)/>", path.read_text(), re.DOTALL)
    return set(ATTRIBUTE.findall(strip_values(found[1]))) if found else set()


def declared(path: Path) -> set[str]:
    return {name.lstrip(":") for name in parameters(path)}


def strip_values(text: str) -> str:
    return re.sub(r"=\"[^\"]*\"|='[^']*'", "", text)


def render(source: str, **context) -> str:
    template = engines["django"].from_string(CottonCompiler().process(source))
    return template.render(context, RequestFactory().get("/here/"))


@pytest.mark.parametrize("path", COMPONENTS, ids=tag_of)
def test_every_parameter_has_a_default(path):
    assert "<c-" not in render(f"<c-{tag_of(path)} />")


@pytest.mark.parametrize("path", COMPONENTS, ids=tag_of)
def test_every_component_and_parameter_is_documented(path):
    rows = (TEMPLATES / "components" / "README.md").read_text().splitlines()
    row = next(
        (row for row in rows if row.startswith("|") and f"`c-{tag_of(path)}`" in row.split("|")[1]), ""
    )
    assert row
    assert not {name for name in declared(path) if f"`{name}`" not in row and f"`:{name}`" not in row}


@pytest.mark.parametrize("path", COMPONENTS, ids=tag_of)
def test_hostile_text_stays_text(path):
    not_texts = ("name", "icon", "level", "size")
    names = [name for name in parameters(path) if not name.startswith(":") and name not in not_texts]
    plain = " ".join(f'{name}="{{{{ hostile }}}}"' for name in names)
    bound = " ".join(f':{name}="hostile"' for name in names)
    for attributes in (plain, bound):
        assert "<script>" not in render(f"<c-{tag_of(path)} {attributes} />", hostile=HOSTILE)


def usages() -> list[tuple[str, str, list[str]]]:
    found = []
    for page in PAGES:
        for name, attributes in OPENING.findall(page.read_text()):
            if name not in ("vars", "slot"):
                given = [
                    one.lstrip(":")
                    for one in ATTRIBUTE.findall(strip_values(re.sub(r"\{%.*?%\}", "", attributes)))
                ]
                found.append((page.relative_to(TEMPLATES).as_posix(), name, given))
    return found


def test_pages_use_components_as_they_are_declared():
    known = {tag_of(path): declared(path) for path in COMPONENTS}
    wrong = [
        f"{page}: c-{name} {attribute}"
        for page, name, given in usages()
        for attribute in given
        if attribute not in known.get(name, set()) and not (name in known and OF_HTML.match(attribute))
    ]
    assert len(usages()) > 100
    assert not wrong


def test_the_style_guide_shows_every_component_of_pages():
    shown = {
        name
        for page, name, _ in usages()
        if page in ("pages/styleguide.html", "base.html", "_account_menu.html")
    }
    inside = {name for page, name, _ in usages() if page.startswith("components/")}
    assert not {tag_of(path) for path in COMPONENTS} - shown - inside


def test_the_style_guide_is_complete_and_valid(rf, db):
    request = rf.get("/styleguide/")
    request.user = AnonymousUser()
    page = styleguide(request).content.decode()
    assert "<c-" not in page
    assert page.count('class="form-row') > 5


def test_bar_widths_are_numbers_in_french_too():
    rows = [{"label": "Sense", "percent": 12.5, "value": "0,12", "note": ""}]
    with translation.override("fr"):
        assert 'width="12.5%"' in render('<c-bar-chart caption="c" :rows="rows" />', rows=rows)


def test_a_chart_has_a_table_with_the_same_figures():
    rows = [{"label": "Sense", "percent": 82, "value": "0.41", "note": "0.82 × 0.5"}]
    page = render('<c-bar-chart caption="Why" :rows="rows" />', rows=rows)
    assert page.count("0.41") == 2
    assert '<th scope="row">Sense</th>' in page


def test_a_tab_says_where_one_is():
    assert 'aria-current="page"' in render('<c-tab href="/here/" label="Here" />')
    assert "aria-current" not in render('<c-tab href="/there/" label="There" />')
