"""Evidence and what is missing, on hand-made needs whose right answers a reader would give."""

import pytest

from matching.core.entries import prepare_entry
from matching.core.evidence import demand
from matching.core.ranked import Ranked
from matching.core.ranking import rank
from matching.core.relations import RELATIONS

from .worlds import corpus, entry, table

NEED = (
    "Résidence de 1974 au bord du périphérique. La toiture noire garde la chaleur toute la nuit. "
    "Nous cherchons à protéger les chambres de la chaleur. "
    "Contrainte : garder la cour accessible aux pompiers. "
    "Il faut aussi former le gardien de la résidence."
)
PAINT = (
    "Bonjour et merci de votre lecture attentive. Notre peinture blanche protège la toiture de la chaleur. "
    "Les chambres restent protégées de la chaleur. Nous cherchons une toiture plate."
)


def explained(need: str, solution: str, language: str = "fr", *others: str) -> Ranked:
    """Return the first suggestion of a need among a solution and unrelated ones."""
    fillers = others or (
        "Un jardin partagé avec des poules et des ruches.",
        "Une fresque peinte par les enfants.",
    )
    documents = corpus(
        entry("a", solution, language), *(entry(f"z{index}", text) for index, text in enumerate(fillers))
    )
    (found,) = rank(corpus(entry("n", need)), documents, RELATIONS["need-solution"], table=table())
    return next(item for item in found.items if item.target == "a")


def test_pairs_quote_what_both_sides_say_and_never_twice() -> None:
    item = explained(NEED, PAINT)
    assert 2 <= len(item.evidence) <= 4
    quoted = [(pair.source.text, pair.target.text) for pair in item.evidence]
    assert (
        "Nous cherchons à protéger les chambres de la chaleur.",
        "Les chambres restent protégées de la chaleur.",
    ) in quoted
    assert len({source for source, _ in quoted}) == len({target for _, target in quoted}) == len(quoted)
    assert not any("Bonjour" in target for _, target in quoted)
    assert ("chaleur", "chaleur") in item.evidence[0].words


def test_a_quotation_is_exactly_its_characters() -> None:
    item = explained(NEED, PAINT)
    for pair in item.evidence:
        assert NEED[pair.source.start : pair.source.end] == pair.source.text
        assert PAINT[pair.target.start : pair.target.end] == pair.target.text


def test_words_are_matched_across_languages() -> None:
    item = explained(
        "La chaleur traverse la toiture des tours.", "Our paint keeps the heat out of roofs.", "en"
    )
    assert set(item.evidence[0].words) == {("chaleur", "heat"), ("toiture", "roofs")}


def test_two_texts_with_nothing_in_common_have_no_evidence() -> None:
    assert explained(NEED, "Des cours de violon pour débutants, chaque mercredi.").evidence == ()


def test_days_and_numbers_do_not_make_evidence() -> None:
    item = explained(
        "Le marché ferme trois fois par semaine.", "Nous jouons du violon trois fois par semaine."
    )
    assert item.evidence == ()


def test_what_no_sentence_answers_is_missing_and_what_one_answers_is_not() -> None:
    missing = [part.quote.text for part in explained(NEED, PAINT).missing]
    assert set(missing) == {
        "Contrainte : garder la cour accessible aux pompiers.",
        "Il faut aussi former le gardien de la résidence.",
    }


def test_nothing_is_missing_when_each_demand_is_answered() -> None:
    whole = PAINT + " La cour reste accessible aux pompiers. Nous formons le gardien de la résidence."
    assert explained(NEED, whole).missing == ()


def test_a_need_that_asks_nothing_misses_nothing() -> None:
    assert explained("Quartier de 3 400 habitants près du fleuve.", PAINT).missing == ()


def test_the_most_important_missing_part_comes_first() -> None:
    need = (
        "Il faut une rampe. Nous cherchons un abri fermé, éclairé, ventilé, gardé, avec des arceaux, "
        "des consignes, des prises et un atelier de réparation."
    )
    missing = explained(need, "Des cours de violon pour débutants, chaque mercredi.").missing
    assert "abri fermé" in missing[0].quote.text
    assert [part.importance for part in missing] == sorted(
        (part.importance for part in missing), reverse=True
    )


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("Nous cherchons une présence dans le quartier.", "text", 1.0),
        ("Objectif : diviser les tonnages par deux en un an.", "text", 1.0),
        ("Comment avez-vous obtenu l'autorisation ?", "text", 1.0),
        ("We need a covered place for eighty bikes.", "text", 1.0),
        ("Accès des secours à toute heure du jour.", "constraints", 1.0),
        ("L'ascenseur tombe en panne chaque mois.", "text", 0.5),
        ("The lift is broken every other week.", "text", 0.5),
        ("Résidence de 82 logements au bord du fleuve.", "text", 0.0),
        ("Nous cherchons de l'ombre dans la cour", "title", 0.0),
    ],
)
def test_a_passage_asks_suffers_or_tells(text: str, field: str, expected: float) -> None:
    (passage,) = prepare_entry(1, [(field, text)], language="fr").passages
    assert demand(passage) == expected
