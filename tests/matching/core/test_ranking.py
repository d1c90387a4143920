"""Ranking small worlds that have one right answer, and what must hold in any world."""

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.core.entries import Corpus, encode_corpus
from matching.core.explanations import recompute_order, recompute_score
from matching.core.features import Pairing
from matching.core.ranking import rank
from matching.core.relations import RELATIONS, RelationSpec
from matching.core.search import search
from matching.core.weights import default_weights

from .worlds import DIMENSION, corpus, encode, entry, table, texts

NEEDS = {
    "heat": "Dernier étage sous toiture noire, la chaleur empêche de dormir en juillet.",
    "bikes": "Personne ne gare son vélo dans les tours, faute de local fermé et sûr.",
    "rats": "Les rats prolifèrent autour des poubelles du marché couvert.",
}
SOLUTIONS = {
    "paint": "Une peinture blanche posée sur la toiture, qui renvoie la chaleur avant les chambres.",
    "boxes": "Un local fermé pour garer son vélo au pied des tours, géré par les locataires.",
    "traps": "Des pièges connectés contre les rats près des poubelles.",
    "books": "Une bibliothèque de rue remplie par les lecteurs du quartier.",
}
ANSWERS = {"heat": "paint", "bikes": "boxes", "rats": "traps"}
WORDS = st.sampled_from(["toiture", "chaleur", "vélo", "local", "rats", "poubelle", "marché", "école", "rue"])
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)


def ranked(queries: Corpus, documents: Corpus, relation: str = "need-solution", **options: object):
    return rank(queries, documents, RELATIONS[relation], table=table(), **options)  # type: ignore[arg-type]  # options are passed on


@pytest.mark.parametrize("relation", ["need-solution", "ask-offer", "question-card", "search"])
def test_each_need_finds_its_solution(relation: str) -> None:
    found = ranked(texts(**NEEDS), texts(**SOLUTIONS), relation)
    assert {one.source: one.targets[0] for one in found} == ANSWERS


def test_a_solution_finds_the_need_it_answers() -> None:
    found = ranked(texts(**SOLUTIONS), texts(**NEEDS), "solution-need")
    best = {one.source: one.targets[0] for one in found}
    assert {need: best[solution] for need, solution in ANSWERS.items()} == {need: need for need in ANSWERS}


def test_a_translated_solution_is_found_with_words_alone_in_common() -> None:
    english = corpus(
        entry("paint", "We paint roofs against the heat", "en"),
        entry("parking", "We park bikes near the station", "en"),
        entry("french", "Une fresque peinte par les enfants de la rue", "fr"),
    )
    found = ranked(texts(need="La chaleur passe par la toiture"), english)
    assert found[0].targets[0] == "paint"
    assert ["chaleur", "heat"] in found[0].items[0].to_json()["evidence"][0]["words"]


def test_without_a_table_of_words_the_rest_decides() -> None:
    found = rank(texts(**NEEDS), texts(**SOLUTIONS), RELATIONS["need-solution"])
    assert found[2].targets[0] == "traps"
    assert "words" not in found[2].items[0].forward.features


def test_pairs_that_may_not_meet_never_do() -> None:
    needs = corpus(entry("n", NEEDS["heat"], owner_id=7))
    solutions = corpus(
        entry("own", SOLUTIONS["paint"], owner_id=7),
        entry("refused", SOLUTIONS["paint"], owner_id=8),
        entry("other", SOLUTIONS["books"], owner_id=9),
        entry("free", SOLUTIONS["books"]),
    )
    (found,) = ranked(needs, solutions, excluded=[("n", "refused"), ("unknown", "other")])
    assert set(found.targets) == {"other", "free"}


def test_an_entry_is_not_like_itself_within_a_kind() -> None:
    communes = texts(**NEEDS)
    found = ranked(communes, communes, "commune-commune")
    assert all(one.source not in one.targets and len(one.targets) == 2 for one in found)


def test_only_some_lists_are_made_with_the_figures_of_all() -> None:
    queries, documents = texts(**NEEDS), texts(**SOLUTIONS)
    whole = ranked(queries, documents)
    (some,) = ranked(queries, documents, only=["bikes"])
    assert some == next(one for one in whole if one.source == "bikes")


def test_empty_sides_have_a_stated_answer() -> None:
    nothing = encode_corpus([], encode, dimension=DIMENSION)
    assert ranked(nothing, texts(**SOLUTIONS)) == []
    assert [one.items for one in ranked(texts(**NEEDS), nothing)] == [(), (), ()]
    silent = corpus(entry("void", ""), entry("digits", "12 34"))
    found = ranked(silent, corpus(entry("void2", ""), entry("words", SOLUTIONS["paint"])))
    assert all(np.isfinite(item.score) for one in found for item in one.items)


def test_equal_solutions_come_by_id() -> None:
    same = dict.fromkeys(("c", "a", "b"), SOLUTIONS["paint"])
    (found,) = ranked(texts(need=NEEDS["heat"]), texts(**same))
    assert found.targets == ("a", "b", "c")


def test_a_constraint_pushes_down_what_breaks_it() -> None:
    need = corpus(entry("n", "Les aînés veulent commander leurs courses. Une application est exclue."))
    solutions = corpus(
        entry("app", "Une application pour commander ses courses au marché des aînés."),
        entry("phone", "Un numéro de téléphone pour commander ses courses au marché."),
    )
    (found,) = ranked(need, solutions)
    assert found.targets[0] == "phone"
    broken = found.items[1].to_json()
    assert broken["band"]["name"] == "explore"
    assert [(rule["subject"], rule["passed"]) for rule in broken["rules"]] == [("app", False)]
    assert "application" in broken["rules"][0]["target"]["text"]
    (turned,) = [one for one in ranked(solutions, need, "solution-need") if one.source == "app"]
    rule = turned.items[0].to_json()["rules"][0]
    assert rule["passed"] is False
    assert "exclue" in rule["target"]["text"]


def test_a_feature_from_elsewhere_is_weighed_by_its_name() -> None:
    class Oracle:
        name = "oracle"

        def raw(self, pairing: Pairing) -> np.ndarray:
            known = np.array(
                [
                    [q.id == "heat" and d.id == "books" for d in pairing.documents.entries]
                    for q in pairing.queries.entries
                ]
            )
            turned = np.array(
                [
                    [q.id == "books" and d.id == "heat" for d in pairing.documents.entries]
                    for q in pairing.queries.entries
                ]
            )
            return (known | turned).astype(float)

    weights = default_weights()
    heavy = dataclasses.replace(
        weights, features={**weights.features, "oracle": dataclasses.replace(weights.features["words"])}
    )
    found = ranked(texts(**NEEDS), texts(**SOLUTIONS), sources=[Oracle()], weights=heavy)
    assert found[0].items[0].forward.features["oracle"].value in (0.0, 1.0)
    assert found[0].targets[0] == "books"
    assert ranked(texts(**NEEDS), texts(**SOLUTIONS), sources=[Oracle()])[0].targets[0] == "paint"


def test_search_is_the_forward_direction_of_a_free_text() -> None:
    documents = texts(**SOLUTIONS)
    found = search("où garer mon vélo ?", documents, encode, table=table())
    assert found.targets[0] == "boxes"
    assert found.items[0].reverse is None
    assert search("   ", documents, encode, table=table()).items == ()
    nothing = encode_corpus([], encode, dimension=DIMENSION)
    assert search("vélo", nothing, encode, table=table()).items == ()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(TEXTS, min_size=1, max_size=4),
    st.lists(TEXTS, min_size=1, max_size=6),
    st.sampled_from([RELATIONS["need-solution"], RELATIONS["search"]]),
    st.randoms(use_true_random=False),
)
def test_any_world_is_explained_and_recomputed_from_what_is_stored(
    needs: list[str], solutions: list[str], relation: RelationSpec, random
) -> None:
    queries = corpus(*(entry(index, text) for index, text in enumerate(needs)))
    documents = [entry(100 + index, text) for index, text in enumerate(solutions)]
    found = rank(queries, corpus(*documents), relation, table=table())
    random.shuffle(documents)
    again = rank(queries, corpus(*documents), relation, table=table())
    assert [one.targets for one in again] == [one.targets for one in found]
    for one in found:
        stored = json.loads(json.dumps([item.to_json() for item in one.items], allow_nan=False))
        for explanation in stored:
            assert recompute_score(explanation) == pytest.approx(explanation["score"], abs=1e-6)
            assert 0 <= explanation["score"] <= 1
        random.shuffle(stored)
        assert recompute_order(stored) == list(one.targets)
