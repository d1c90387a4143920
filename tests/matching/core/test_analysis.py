"""The analyser: what counts as the same word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.core.analysis import analyse
from matching.core.folding import fold
from matching.core.glossary import GlossaryError, abbreviations, read_glossary
from matching.core.languages import detect_language


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("l'eau", "eau"),
        ("L’EAU", "eau"),
        ("récupérer", "recuperer"),
        ("des cœurs d'îlots", "coeur ilot"),
        ("toitures végétalisées", "toiture végétalisée"),
        ("46 000 m²", "46000 m²"),
        ("3 kW", "3kW"),
        ("qu'aujourd'hui la place", "place"),
    ],
)
def test_spellings_of_one_thing_have_the_same_stems(one: str, other: str) -> None:
    assert analyse(one, "fr") == analyse(other, "fr") != []


def test_a_compound_is_found_whole_and_in_parts() -> None:
    assert {"rendezvous", "vous"} & set(analyse("rendez-vous", "fr")) == {"rendezvous"}
    assert set(analyse("après-midi ensoleillé", "fr")) >= {"apresmidi"}
    assert set(analyse("e-bike parking", "en")) >= {"bike", "ebike"}


def test_small_words_are_those_of_the_language() -> None:
    assert analyse("car il est là", "fr") == []
    assert analyse("the car is here", "en") == ["car"]
    assert analyse("the car est là", "") == []


def test_an_abbreviation_and_its_words_find_each_other_across_languages() -> None:
    short = set(analyse("La GTB est en panne", "fr"))
    assert short & set(analyse("gestion technique du bâtiment", "fr")) >= {"gtb", "gestion"}
    assert "gtb" in short & set(analyse("A building management system", "en"))
    assert "gtb" in set(analyse("no BMS on site", "en"))


def test_every_line_of_the_glossary_can_be_used(tmp_path) -> None:
    assert len(read_glossary()) >= 50
    assert {"zac", "qpv", "pmr", "gtb", "aot", "abf", "rgpd", "gdpr", "zfe"} <= set(abbreviations())
    path = tmp_path / "glossary.tsv"
    for content, reason in (("a\tb\n", "line 1"), ("a\tb\tc\na|d\te\tf\n", "line 2.*twice")):
        path.write_text(content)
        with pytest.raises(GlossaryError, match=reason):
            read_glossary(path)


@given(st.text(max_size=200), st.sampled_from(["fr", "en", ""]))
def test_stems_are_folded_and_never_empty(text: str, language: str) -> None:
    for stem in analyse(text, language):
        assert stem
        assert stem == fold(stem)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nous cherchons une solution pour les toilettes de la gare.", "fr"),
        ("L'eau monte dans les caves à chaque orage", "fr"),
        ("We are looking for a covered place to store bikes.", "en"),
        ("Toilettes publiques sur la place de la gare", "fr"),
        ("Necesitamos una solución para los baños del barrio.", "other"),
        ("Wir suchen eine Lösung für die Toiletten am Bahnhof.", "other"),
        ("Нам нужно решение для вокзала", "other"),
        ("我们正在寻找解决方案", "other"),
        ("", "none"),
        ("Toilettes", "none"),
        ("asdf qwer zxcv asdf qwer tyui ghjk", "none"),
        ("1234 5678 !!!", "none"),
        ("<p><b></b></p>", "none"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_small_words(text: str, expected: str) -> None:
    assert detect_language(text) == expected


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    assert detect_language(text) in {"fr", "en", "other", "none"}
