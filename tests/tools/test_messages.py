"""Extraction, checks and compilation of the catalogs, on a small tree and on ours."""

import gettext
from pathlib import Path

import polib
import pytest

from tools import messages

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, npgettext, pgettext_lazy

HELLO = _("Hello %(name)s")
NEEDS = ngettext("%(count)s need", "%(count)s needs", 3)
VERB = pgettext_lazy("verb", "Match")
NOUN = _("Match")
BOTH = npgettext("chat", "{n} line", "{n} lines", 2)
LONG = _("two "
         "parts")
NOT_OURS = print("never")
"""
PAGE = """{% load i18n %}
      <p title='don"t' class="{{ x|default:_("None") }}">l'été (((
  {% translate "It is 100% done" %} {% translate "May" context "month" as m %}
 <c-card title="{% translate 'Needs' %}">
    {% blocktranslate trimmed count n=items|length with name=p.name %}
       {{ n }} solution for <strong>{{ name }}</strong>
    {% plural %}
       {{ n }} solutions for <strong>{{ name }}</strong>
    {% endblocktranslate %}
  {# Translators: shown on a button #}
  {% blocktranslate trimmed context "button" %}
     Over
     two lines
  {% endblocktranslate %}
 </c-card>
"""
FRENCH = {
    "Hello %(name)s": "Bonjour %(name)s",
    "Match": "Correspondance",
    "two parts": "deux parties",
    "None": "Aucun",
    "It is 100%% done": "C’est fait à 100 %%",
    "May": "mai",
    "Needs": "Besoins",
    "Over two lines": "Sur deux lignes",
    "%(count)s need": ("%(count)s besoin", "%(count)s besoins"),
    "{n} line": ("{n} ligne", "{n} lignes"),
    "%(n)s solution for <strong>%(name)s</strong>": (
        "%(n)s solution pour <strong>%(name)s</strong>",
        "%(n)s solutions pour <strong>%(name)s</strong>",
    ),
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "community" / "migrations").mkdir(parents=True)
    (tmp_path / "community" / "texts.py").write_text(CODE, "utf-8")
    (tmp_path / "community" / "migrations" / "0001.py").write_text('x = _("in a migration")', "utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(PAGE, "utf-8")
    return tmp_path


def translate(tree: Path) -> polib.POFile:
    """Give every entry of the tree its French."""
    catalog = messages.update(tree)
    for entry in catalog:
        french = FRENCH[entry.msgid]
        if entry.msgid_plural:
            entry.msgstr_plural = dict(enumerate(french))
        else:
            entry.msgstr = french
    catalog.save()
    return catalog


def test_every_form_of_message_is_extracted(tree):
    found = messages.extract(tree)
    assert {key[1] for key in found} == set(FRENCH)
    assert found[("verb", "Match")].context == "verb"
    assert found[(None, "Match")].context is None
    assert found[("chat", "{n} line")].plural == "{n} lines"
    assert found[("month", "May")].places == {"templates/page.html"}
    assert found[("button", "Over two lines")].comments == ["Translators: shown on a button"]


def test_a_new_catalog_lists_everything_as_missing(tree):
    catalog = messages.update(tree)
    assert len(catalog) == 12
    assert len(messages.problems(tree)) == 12
    assert messages.run("check", tree) == 1


def test_a_translated_catalog_passes_and_compiles(tree):
    translate(tree)
    assert messages.problems(tree) == []
    assert messages.run("check", tree) == 0
    compiled = messages.compile_catalog(tree)
    with compiled.open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert french.gettext("Needs") == "Besoins"
    assert french.pgettext("verb", "Match") == "Correspondance"
    assert french.ngettext("%(count)s need", "%(count)s needs", 0) == "%(count)s besoin"
    assert french.ngettext("%(count)s need", "%(count)s needs", 2) == "%(count)s besoins"


def test_extracting_again_keeps_translations_and_changes_nothing(tree):
    translate(tree)
    before = messages.catalog_path(tree).read_bytes()
    messages.update(tree)
    assert messages.catalog_path(tree).read_bytes() == before


def test_a_text_that_goes_leaves_the_catalog(tree):
    translate(tree)
    (tree / "community" / "texts.py").write_text(CODE.replace('LONG = _("two "', 'LONG = ("two "'), "utf-8")
    assert messages.problems(tree) == ["'two parts' is no longer used"]
    messages.update(tree)
    assert messages.problems(tree) == []


def test_a_new_text_is_missed(tree):
    translate(tree)
    with (tree / "community" / "texts.py").open("a") as code:
        code.write('NEW = _("Not there yet")\n')
    assert messages.problems(tree) == ["'Not there yet' is not in the catalog"]


def test_a_changed_plural_is_fuzzy_until_read_again(tree):
    translate(tree)
    code = (tree / "community" / "texts.py").read_text("utf-8")
    (tree / "community" / "texts.py").write_text(code.replace("{n} lines", "{n} long lines"), "utf-8")
    messages.update(tree)
    assert messages.problems(tree) == ["'{n} line' is marked fuzzy"]


@pytest.mark.parametrize(
    ("msgid", "french", "problem"),
    [
        ("Hello %(name)s", "Bonjour %(nom)s", "does not keep %(name)s, %(nom)s"),
        ("Hello %(name)s", "Bonjour", "does not keep %(name)s"),
        ("Needs", "Besoins %s", "does not keep %s"),
        ("Needs", "  ", "is not translated"),
        ("Needs", "Besoins\n", "does not begin or end its lines as the source does"),
        ("{n} line", ("une ligne", "{n} lignes"), "does not keep {n}"),
        ("{n} line", ("{n} ligne", ""), "is not translated"),
        (
            "%(n)s solution for <strong>%(name)s</strong>",
            ("%(n)s pour <strong>%(name)s</strong>", "%(n)s pour <strong>%(name)s"),
            "does not keep </strong",
        ),
    ],
)
def test_a_translation_that_would_break_a_page_is_refused(tree, msgid, french, problem):
    catalog = translate(tree)
    entry = catalog.find(msgid)
    if entry.msgid_plural:
        entry.msgstr_plural = dict(enumerate(french))
    else:
        entry.msgstr = french
    catalog.save()
    assert messages.problems(tree) == [f"{msgid!r} {problem}"]


def test_a_percent_sign_is_not_a_placeholder(tree):
    catalog = translate(tree)
    catalog.find("It is 100%% done").msgstr = "Terminé à 100 %% sur toute la ligne"
    catalog.save()
    assert messages.problems(tree) == []


def test_fuzzy_and_obsolete_entries_are_refused(tree):
    catalog = translate(tree)
    catalog.find("Needs").flags.append("fuzzy")
    catalog.append(polib.POEntry(msgid="Gone", msgstr="Parti", obsolete=True))
    catalog.save()
    assert messages.problems(tree) == ["'Gone' is obsolete", "'Needs' is marked fuzzy"]


def test_a_stale_compiled_catalog_is_replaced(tree):
    translate(tree)
    compiled = messages.compile_catalog(tree)
    catalog = polib.pofile(str(messages.catalog_path(tree)))
    catalog.find("Needs").msgstr = "Les besoins"
    catalog.save()
    messages.compile_catalog(tree)
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Needs") == "Les besoins"
