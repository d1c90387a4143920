"""What a passage only refuses and what a solution says it does not do, on sentences of both languages."""

import pytest

from matching.core.entries import Passage, prepare_entry
from matching.core.tones import denied_part, forbids, only_refuses


def passage(text: str, field: str, language: str = "fr") -> Passage:
    """Return a text of one sentence as a passage of a field."""
    (found,) = prepare_entry(1, [(field, text)], language=language).passages
    return found


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("Pas de caméra : le bailleur et l'amicale des locataires s'y opposent.", "constraints", True),
        ("Pas de caméra : le bailleur et l'amicale des locataires s'y opposent.", "text", True),
        ("Contrainte : pas de caméra dans le hall.", "text", True),
        ("Aucune intervention sur l'ouvrage départemental lui-même.", "constraints", True),
        ("No alcohol, no amplified music after nine.", "constraints", True),
        ("Cameras are ruled out.", "text", True),
        ("Une application est exclue.", "text", True),
        ("Pas de caméra, mais nous cherchons un comptage fiable.", "constraints", False),
        ("No drilling, and the yard must stay open to the fire brigade.", "constraints", False),
        ("Nous n'avons pas besoin d'un sonomètre : nous voulons une mesure partagée.", "text", False),
        ("Aucun banc à l'ombre entre la mairie et l'église.", "text", False),
        ("No shop has opened here since 2015.", "text", False),
        ("Accès des secours à garantir à tout moment.", "constraints", False),
        ("Comment faire sans caméra ?", "text", False),
    ],
)
def test_a_passage_only_refuses(text: str, field: str, *, expected: bool) -> None:
    assert only_refuses(passage(text, field)) is expected


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("La commune ne peut recommander aucune entreprise nommément.", "constraints", True),
        ("La solution ne doit pas dépendre d'un seul marché de travaux.", "constraints", True),
        ("Written consent of the owner.", "constraints", False),
        ("Les poussettes ne passent plus.", "text", False),
    ],
)
def test_a_constraint_that_says_no_forbids(text: str, field: str, *, expected: bool) -> None:
    assert forbids(passage(text, field)) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Ce n'est pas une réponse aux grandes dalles piétonnes, où notre autre îlot convient mieux.",
        "Ils ne remplacent pas un commerce, n'accueillent ni repas ni produits frais.",
        "La lumière est permanente : nous déconseillons l'usage près des bois, où elle dérange la faune.",
        "Les données sont difficilement exportables aujourd'hui.",
        "L'effet s'arrête là.",
        "Mattresses are refused because of bedbugs.",
        "It must not be used above old quarries.",
        "It improves neither lighting nor the feeling of safety.",
    ],
)
def test_a_solution_tells_its_limits(text: str) -> None:
    assert denied_part(text)


@pytest.mark.parametrize(
    "text",
    [
        "Aucune image n'est enregistrée ni transmise.",
        "Deux semi-remorques sur trois ne stationnent plus dans la rue.",
        "L'eau potable n'est jamais utilisée.",
        "Nos casiers ne dépendent d'aucun transporteur.",
        "Les écoles le distribuent aux familles qui ne viennent pas.",
        "Le capteur n'envoie que des nombres.",
        "No roadworks are needed.",
        "One in five is a neighbour who is not a student.",
        "La toile rafraîchit la place de trois degrés.",
    ],
)
def test_a_promise_that_something_does_not_happen_is_no_limit(text: str) -> None:
    assert denied_part(text) == ""


def test_only_the_clauses_that_deny_are_limits() -> None:
    said = "La démarche convainc les parents, mais elle ne ferme pas la rue."
    assert "parents" not in denied_part(said)
    assert "rue" in denied_part(said)
