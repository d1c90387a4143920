"""Every page under strange addresses, headers and texts: never an error of ours, nor somebody's markup."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from community.models import Member, Neighbourhood, Organisation, Profile
from matching.models import Introduction
from tests.rights.tables import rows_of
from tests.rights.world import World

pytestmark = pytest.mark.django_db

ROWS = [row for row in rows_of("Pages", subject_columns=2) if row.subject[0] != "community:import_file"]
OURS = [row.subject for row in ROWS if row.subject[0].startswith(("community:", "matching:"))]
READ = sorted(name for name, method in OURS if method == "GET")
WRITTEN = sorted(name for name, method in OURS if method == "POST")
PARAMETERS = ("q", "page", "kind", "theme", "edition", "commune", "neighbourhood", "next", "stage", "all")
VALUES = ("%00", "%FF%FE", "9" * 1200, "1e6", "%0d%0aSet-Cookie:a=b")
HEADERS = (
    {"Accept-Language": "fr-\xff;q=nan, *;q=9e999, ;;;" + "x" * 3000},
    {"HX-Request": "true", "HX-Current-URL": "//evil.example/%00", "HX-Target": "results"},
    {"Referer": "https://evil.example/", "Cookie": "theme=<script>; django_language=../../etc"},
)
FIELDS = (
    "title text organisation edition neighbourhood email name role kind message reason language theme next "
    "themes contexts expert stage version summary country website population format type_name phone step"
)
MARK = "<script>alert(7)</script>'\"><img src=x onerror=alert(7)>"


@pytest.mark.parametrize("name", READ)
def test_a_strange_query_is_answered(name: str, world: World, browser_of: Callable[[str], Client]) -> None:
    path = reverse(name, kwargs=world.arguments(name))
    for value in VALUES:
        query = "&".join(f"{key}={value}" for key in PARAMETERS)
        assert browser_of("editor").get(f"{path}?{query}").status_code < 500


@pytest.mark.parametrize("name", READ)
def test_strange_headers_lead_nowhere_else(
    name: str, world: World, browser_of: Callable[[str], Client]
) -> None:
    path = reverse(name, kwargs=world.arguments(name))
    for headers in HEADERS:
        for browser in (Client(), browser_of("editor")):
            answer = browser.get(path, headers=headers)
            assert answer.status_code < 500
            assert "evil" not in answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
            directives = answer.headers["Content-Security-Policy"].split(";")
            assert "script-src 'self'" in [directive.strip() for directive in directives]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_strange_form_is_answered(name: str, world: World, browser_of: Callable[[str], Client]) -> None:
    path = reverse(name, kwargs=world.arguments(name))
    for value in ("\x00", "9" * 5000, "x" * 10_000, "\r\nBcc: a@example.org"):
        assert browser_of("organiser").post(path, dict.fromkeys(FIELDS.split(), value)).status_code < 500


@pytest.fixture
def _marked(world: World) -> None:
    texts = {
        Profile: ("title", "text"),
        Organisation: ("name", "summary", "city"),
        Neighbourhood: ("name", "description"),
        Member: ("name", "about", "job_title"),
        Introduction: ("message", "reason"),
    }
    for model, fields in texts.items():
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(**dict.fromkeys(fields, f"{MARK}{row.pk}"))


@pytest.mark.usefixtures("_marked")
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
@pytest.mark.parametrize("name", READ)
def test_stored_markup_is_text(
    name: str, headers: dict[str, str], world: World, browser_of: Callable[[str], Client]
) -> None:
    path = reverse(name, kwargs=world.arguments(name))
    for role in ("owner", "organiser"):
        page = browser_of(role).get(path, headers=headers).content.decode()
        assert "<script>alert(7)" not in page
        assert "<img src=x" not in page


@pytest.mark.usefixtures("_marked")
def test_the_marks_are_on_the_pages(world: World, browser_of: Callable[[str], Client]) -> None:
    """The test above looks at something."""
    page = browser_of("owner").get(
        reverse("matching:introduction", kwargs=world.arguments("matching:introduction"))
    )
    assert "&lt;script&gt;alert(7)" in page.content.decode()
