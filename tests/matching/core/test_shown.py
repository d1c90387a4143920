"""Which passages are shown as evidence or as missing, from whichever side the pair is read."""

import pytest

from matching.core.entries import Entry, prepare_entry
from matching.core.quotes import Quote, Rule
from matching.core.ranked import Band, Ranked
from matching.core.ranking import rank
from matching.core.relations import RELATIONS, Side
from matching.core.verdicts import lowered

from .worlds import corpus, table

FILLERS = ("Un jardin partagé avec des poules et des ruches.", "Une fresque peinte par les enfants.")
Fields = dict[str, str]


def written(name: str, fields: Fields, language: str = "fr") -> Entry:
    """Return an entry of several fields."""
    return prepare_entry(name, list(fields.items()), language=language)


def read(need: Fields, solution: Fields, languages: str = "fr fr", relation: str = "need-solution") -> Ranked:
    """Return the suggestion of a solution to a need, or of the need to the solution, among unrelated ones."""
    of_need, of_solution = languages.split()
    fillers = [written(f"z{index}", {"text": text}) for index, text in enumerate(FILLERS)]
    asked, answer = written("need", need, of_need), written("solution", solution, of_solution)
    source, target = (answer, asked) if relation in ("solution-need", "offer-ask") else (asked, answer)
    (found,) = rank(corpus(source), corpus(target, *fillers), RELATIONS[relation], table=table())
    return next(item for item in found.items if item.target == target.id)


def quoted(item: Ranked) -> set[tuple[str, str]]:
    """Return the pairs of passages shown."""
    return {(pair.source.text, pair.target.text) for pair in item.evidence}


def test_a_refusal_is_neither_evidence_nor_missing() -> None:
    need = {
        "text": "Les matelas abandonnés encombrent la dalle.",
        "constraints": "Pas de caméra : le bailleur et l'amicale des locataires s'y opposent.",
    }
    item = read(need, {"text": "L'amicale des locataires et le bailleur tiennent la buvette du samedi."})
    assert item.evidence == ()
    assert item.missing == ()


@pytest.mark.parametrize("relation", ["need-solution", "solution-need"])
def test_a_refusal_is_answered_by_who_says_no_too(relation: str) -> None:
    need = {
        "text": "La halle est vide.",
        "constraints": "Aucun enregistrement de conversation dans la halle.",
    }
    item = read(need, {"text": "Aucun enregistrement de conversation ne sort du boîtier."}, relation=relation)
    assert len(item.evidence) == 1


@pytest.mark.parametrize("relation", ["need-solution", "solution-need"])
@pytest.mark.parametrize(
    ("languages", "need", "limit", "promise"),
    [
        (
            "fr fr",
            "Une dalle piétonne étouffante où rien ne pousse.",
            "Ce n'est pas une réponse à une dalle piétonne étouffante.",
            "Nous plantons une treille autour de la dalle piétonne.",
        ),
        (
            "en en",
            "Old mattresses pile up behind the towers every week.",
            "Old mattresses are refused because of bedbugs.",
            "We carry what lies behind the towers, mattresses included.",
        ),
    ],
)
def test_what_a_solution_does_not_do_is_no_evidence(
    relation: str, languages: str, need: str, limit: str, promise: str
) -> None:
    alone = read({"text": need}, {"text": limit}, languages, relation)
    assert alone.evidence == ()
    both = read({"text": need}, {"text": f"{limit} {promise}"}, languages, relation)
    assert quoted(both) == {(need, promise) if relation == "need-solution" else (promise, need)}


def test_a_peer_who_tells_of_the_same_trouble_is_evidence() -> None:
    ask = {"text": "Aucune assurance ne veut couvrir nos pédibus."}
    offer = {"text": "Pour nos pédibus, aucune assurance n'était prête et la ville ne répondait pas."}
    assert len(read(ask, offer, relation="ask-offer").evidence) == 1


def test_a_sentence_is_quoted_before_a_title_that_says_as_much() -> None:
    solution = {
        "title": "Vélos garés sous clé",
        "text": "Les vélos sont garés sous clé dans la cave.",
    }
    item = read({"text": "Les vélos sont mal garés et sans clé."}, solution)
    assert [pair.target.field for pair in item.evidence] == ["text"]
    only = read({"text": "Les vélos sont mal garés et sans clé."}, {"title": "Vélos garés sous clé"})
    assert [pair.target.field for pair in only.evidence] == ["title"]


NEED = {
    "text": "La toiture noire garde la chaleur. Nous cherchons à former le gardien de la résidence.",
    "constraints": "La cour reste accessible aux pompiers.",
}
PAINT = {
    "text": "Notre peinture blanche protège la toiture de la chaleur. Nous demandons un accès au toit.",
    "site_requirements": "Un échafaudage fourni par le bailleur.",
}


@pytest.mark.parametrize(
    ("relation", "asking"),
    [
        ("need-solution", "source"),
        ("ask-offer", "source"),
        ("solution-need", "target"),
        ("offer-ask", "target"),
    ],
)
def test_what_is_missing_is_always_what_the_asking_side_demands(relation: str, asking: str) -> None:
    item = read(NEED, PAINT, relation=relation)
    assert item.to_json()["asking"] == asking
    assert {part.quote.text for part in item.missing} == {
        "Nous cherchons à former le gardien de la résidence.",
        "La cour reste accessible aux pompiers.",
    }
    assert sum(part.importance for part in item.missing) == pytest.approx(1.0)


def test_the_same_parts_are_missing_in_english() -> None:
    need = {"text": "Bikes are stolen at the station. We need a locked room for eighty bikes."}
    item = read(need, {"text": "We teach violin on Wednesdays."}, "en en", "solution-need")
    assert [part.quote.text for part in item.missing] == ["We need a locked room for eighty bikes."]


def test_what_is_quoted_as_evidence_is_not_missing() -> None:
    need = {
        "text": "Nous cherchons un abri pour nos vélos, des consignes, des prises, un atelier et un gardien."
    }
    item = read(need, {"text": "Un abri fermé."})
    both = {pair.source.text for pair in item.evidence} & {part.quote.text for part in item.missing}
    assert both == set()


def test_a_trouble_is_missing_only_where_nothing_is_demanded() -> None:
    trouble = "L'ascenseur tombe en panne chaque mois."
    demand = "Nous cherchons un abri pour nos vélos."
    violin = {"text": "Des cours de violon pour débutants."}
    assert [p.quote.text for p in read({"text": trouble}, violin).missing] == [trouble]
    assert [p.quote.text for p in read({"text": f"{trouble} {demand}"}, violin).missing] == [demand]


@pytest.mark.parametrize("relation", ["need-solution", "solution-need"])
@pytest.mark.parametrize(
    ("languages", "title", "limit"),
    [
        (
            "fr fr",
            "Rafraîchir une dalle piétonne",
            "Ce n'est pas une réponse aux grandes dalles piétonnes.",
        ),
        ("en en", "Old mattresses under the towers", "Old mattresses are refused because of bedbugs."),
    ],
)
def test_a_solution_that_declines_what_is_asked_is_told(
    relation: str, languages: str, title: str, limit: str
) -> None:
    item = read({"title": title}, {"text": limit}, languages, relation)
    (rule,) = item.rules
    asked, said = (rule.source, rule.target) if relation == "need-solution" else (rule.target, rule.source)
    assert asked is not None
    assert said is not None
    assert (rule.rule, rule.passed, asked.text, said.text) == ("limit", False, title, limit)


@pytest.mark.parametrize(
    ("field", "name", "expected"),
    [
        ("title", "strong", "explore"),
        ("text", "strong", "good"),
        ("text", "good", "explore"),
        ("text", "explore", "explore"),
    ],
)
@pytest.mark.parametrize("asking", ["source", "target"])
def test_what_is_declined_lowers_the_band(field: str, name: str, expected: str, asking: Side) -> None:
    asked, said = Quote(field, 0, 4, "Abri"), Quote("text", 0, 12, "Aucun abri.")
    source, target = (asked, said) if asking == "source" else (said, asked)
    rule = Rule("limit", "declined", passed=False, source=source, target=target)
    band = Band(name, 3.0, 2.0, 1.25)
    assert lowered(band, (rule,), asking).name == expected
    assert lowered(band, (), asking) == band


def test_a_limit_that_a_need_asks_for_lowers_nothing() -> None:
    need = {"title": "Vider la cave", "constraints": "La solution ne doit pas utiliser de camion bruyant."}
    item = read(need, {"text": "Notre triporteur n'utilise pas de camion bruyant."})
    assert item.rules == ()
