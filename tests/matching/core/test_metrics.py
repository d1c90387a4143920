"""Measures by hand, intervals, reports and runs."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.core.evaluation import report, run_ranker, trec_lines
from matching.core.judged import Judged
from matching.core.metrics import estimate, ndcg, recall, reciprocal_rank

from .worlds import DIMENSION, encode, entry

GRADES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3), max_size=8)


def test_a_list_is_discounted_and_compared_with_the_best_one() -> None:
    grades = {"a": 2, "b": 1}
    gain = 1 / 1 + 3 / math.log2(3)
    assert ndcg(["b", "a", "c"], grades) == pytest.approx(gain / (3 + 1 / math.log2(3)))
    assert ndcg(["c"], grades) == 0
    assert ndcg([], {}) == 0


def test_the_first_relevant_document_and_the_share_found() -> None:
    grades = {"a": 2, "b": 1, "c": 0}
    assert reciprocal_rank(["c", "x", "b"], grades) == pytest.approx(1 / 3)
    assert reciprocal_rank(["x"] * 10 + ["a"], grades, 10) == 0
    assert recall(["a", "x"], grades, 1) == 0.5
    assert recall(["a"], {}, 1) == 0


@given(st.permutations("abcdefgh"), GRADES)
def test_measures_are_shares_and_the_best_order_has_all(ranking: list[str], grades: dict[str, int]) -> None:
    for measure in (ndcg, reciprocal_rank, recall):
        assert 0 <= measure(ranking, grades) <= 1
    best = sorted(ranking, key=lambda document: -grades.get(document, 0))
    assert ndcg(best, grades) == pytest.approx(1 if any(grades.values()) else 0)


def test_an_interval_surrounds_the_mean_and_narrows_with_queries() -> None:
    values = [0.0, 1.0] * 10
    few = estimate(values, np.random.default_rng(0))
    many = estimate(values * 20, np.random.default_rng(0))
    assert few.low < few.value == 0.5 < few.high
    assert many.high - many.low < few.high - few.low
    assert estimate([], np.random.default_rng(0)).value == 0


def world() -> Judged:
    queries = (
        entry("q1", "La toiture garde la chaleur"),
        entry("q2", "Où garer mon vélo ?"),
        entry("q3", "Rien"),
    )
    documents = (
        entry("d1", "Une peinture contre la chaleur de la toiture"),
        entry("d2", "We paint roofs against heat", "en"),
        entry("d3", "Un local pour garer son vélo"),
        entry("d4", "Des poules en ville"),
    )
    return Judged(queries, documents, {"q1": {"d1": 2, "d2": 1}, "q2": {"d3": 2}})


@pytest.mark.parametrize("ranker", ["hybrid", "bm25", "dense"])
@pytest.mark.parametrize("relation", ["need-solution", "ask-offer", "question-card"])
def test_each_ranker_is_measured_overall_and_by_language_pair(ranker: str, relation: str) -> None:
    judged = world()
    run, ms = run_ranker(judged, encode, dimension=DIMENSION, relation=relation, ranker=ranker)  # type: ignore[arg-type]  # a plain function encodes
    found = report(judged, run, ms_per_query=ms).to_json()
    assert found["queries"] == 2
    assert ms > 0
    assert set(found["by_language_pair"]) == {"fr-fr", "fr-en"}
    assert set(found["overall"]) == {"ndcg@10", "mrr@10", "recall@10", "recall@50"}
    assert found["overall"]["mrr@10"]["value"] == 1
    assert found["by_language_pair"]["fr-en"]["recall@10"]["value"] == (0 if ranker == "bm25" else 1)


def test_a_run_has_one_line_per_document_and_refuses_ids_with_spaces() -> None:
    assert trec_lines({"q": ("a", "b")}, "t") == ["q Q0 a 1 1.000000 t", "q Q0 b 2 0.500000 t"]
    with pytest.raises(ValueError, match="white space"):
        trec_lines({"q": ("a b",)}, "t")
