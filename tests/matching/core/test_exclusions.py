"""What needs refuse, what solutions are or need: hand-made cases, as officers and companies write them."""

import pytest

from matching.core.entries import prepare_entry
from matching.core.exclusions import conflicts, mentioned, stated, subject_pattern


def said(text: str, field: str = "text") -> set[tuple[str, str]]:
    entry = prepare_entry(1, [(field, text)], language="fr")
    return {(statement.subject, statement.strength) for statement in stated(entry)}


def affirmed(text: str, field: str = "text") -> set[tuple[str, bool]]:
    entry = prepare_entry(1, [(field, text)], language="fr")
    return {(mention.subject, mention.is_requirement) for mention in mentioned(entry)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Une application est exclue, les aînés n'en veulent pas.", {("app", "refused")}),
        ("La climatisation individuelle est exclue par le bailleur.", {("air_conditioning", "refused")}),
        ("Pas de nouvelle plateforme avec compte et mot de passe.", {("platform", "refused")}),
        ("Le conseil citoyen a refusé les caméras.", {("camera", "refused")}),
        ("Nous n'avons aucun budget pour une passerelle.", {("footbridge", "refused")}),
        (
            "Il faut intervenir sans échafaudage ni tranchée.",
            {("scaffolding", "refused"), ("digging", "refused")},
        ),
        ("Le gestionnaire interdit tout scellement dans le mur.", {("anchoring", "refused")}),
        ("Nous refusons les insecticides dans le parc.", {("pesticide", "refused")}),
        ("No new app please, people will not download it.", {("app", "refused")}),
        ("Cameras are ruled out by the residents.", {("camera", "refused")}),
        ("We need a system without excavation.", {("digging", "refused")}),
        ("Il n'y a pas de pleine terre sous la cour.", {("open_ground", "absent")}),
        ("La place est sans point d'eau depuis dix ans.", {("water", "absent")}),
        ("On cherche à retenir l'eau sans gros terrassement.", {("digging", "absent")}),
        ("Nous cherchons une application simple pour les aînés.", set()),
        ("La caméra a été volée en mars.", set()),
        ("La circulation est calme. Une application existe déjà.", set()),
    ],
)
def test_refusals_and_absences_are_read_as_they_are_meant(text: str, expected: set[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_whatever_the_constraints_say_is_missing_is_refused() -> None:
    assert said("Pas de caméra.", "constraints") == {("camera", "refused")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Notre application relie les voisins.", {("app", False)}),
        ("Un numéro à appeler, sans application ni compte.", set()),
        ("Aucun téléchargement, un SMS suffit.", set()),
        ("Our tool works with no app at all.", set()),
        ("An app-free service for older people.", set()),
        ("Une solution qui remplace la climatisation par l'ombre.", set()),
        ("It fits places where spraying is banned.", set()),
        ("Nous cherchons un site avec un raccordement électrique.", {("power", True)}),
        ("We need a water supply near the square.", {("water", True)}),
        (
            "Des caméras comptent les passants, puis une application les affiche.",
            {("camera", False), ("app", False)},
        ),
    ],
)
def test_a_solution_affirms_what_it_does_not_deny(text: str, expected: set[tuple[str, bool]]) -> None:
    assert affirmed(text) == expected


def test_site_requirements_are_requirements() -> None:
    assert affirmed("Une prise et de la pleine terre.", "site_requirements") == {
        ("power", True),
        ("open_ground", True),
    }


@pytest.mark.parametrize(
    ("need", "solution", "expected"),
    [
        ("Une application est exclue.", "Notre application relie les voisins.", 1),
        ("Une application est exclue.", "Un service par téléphone fixe.", 0),
        ("Une application est exclue.", "Sans application : un SMS suffit.", 0),
        ("Il n'y a pas de pleine terre ici.", "Nous plantons en pleine terre avec les écoles.", 0),
        ("Il n'y a pas de pleine terre ici.", "Il nous faut 100 m² de pleine terre.", 1),
        ("A new bridge is ruled out.", "Une passerelle légère au-dessus des voies.", 1),
    ],
)
def test_a_conflict_is_a_refusal_met_or_an_absence_needed(need: str, solution: str, expected: int) -> None:
    left = prepare_entry(1, [("text", need)], language="fr")
    right = prepare_entry(2, [("text", solution)], language="fr")
    assert len(conflicts(stated(left), mentioned(right))) == expected


def test_the_table_of_subjects_can_be_read() -> None:
    assert len(subject_pattern().groupindex) >= 25
