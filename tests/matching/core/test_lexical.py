"""BM25: the formula by hand, and what it must never do."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.core.lexical import LexicalIndex, LexicalStatistics, query_weights

STEMS = st.lists(st.sampled_from("abcdef"), max_size=8)


def test_the_score_is_the_formula() -> None:
    index = LexicalIndex([["a", "a", "b"], ["b"], ["c", "d"]], k1=1.2, b=0.5)
    idf = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 2 / (2 + 1.2 * (1 - 0.5 + 0.5 * 3 / 2))
    assert index.scores({"a": 1.0}) == pytest.approx([expected, 0, 0])


def test_statistics_of_the_whole_collection_replace_those_of_the_candidates() -> None:
    whole = LexicalIndex([["a"], ["a", "b"], ["c"], ["c"]])
    known = LexicalStatistics(4, 1.25, {"a": 2, "b": 1, "c": 2})
    some = LexicalIndex([["a"], ["a", "b"]], statistics=known)
    assert some.scores({"a": 1, "b": 1}) == pytest.approx(whole.scores({"a": 1, "b": 1})[:2])


def test_nothing_to_search_gives_zeros() -> None:
    assert LexicalIndex([]).scores({"a": 1.0}).shape == (0,)
    assert LexicalIndex([[], ["a"]]).scores({}).tolist() == [0, 0]
    assert LexicalIndex([[], []]).scores({"a": 1.0}).tolist() == [0, 0]
    assert LexicalIndex([["a"]]).scores({"z": 1.0}).tolist() == [0]


def test_a_word_of_no_document_is_the_rarest() -> None:
    index = LexicalIndex([["a"], ["a", "b"]])
    idf = index.idf(["a", "b", "z"])
    assert idf[0] < idf[1] < idf[2]


@given(st.lists(STEMS, min_size=1, max_size=6), STEMS, st.permutations(range(6)))
def test_scores_are_finite_and_follow_their_documents(
    documents: list[list[str]], query: list[str], order: list[int]
) -> None:
    scores = LexicalIndex(documents).scores(query_weights(query))
    assert np.isfinite(scores).all()
    assert (scores >= 0).all()
    moved = [index for index in order if index < len(documents)]
    again = LexicalIndex([documents[index] for index in moved]).scores(query_weights(query))
    assert again == pytest.approx(scores[moved])


@given(st.lists(STEMS, min_size=1, max_size=5), st.sampled_from("abcdef"))
def test_saying_a_word_of_the_query_once_more_never_lowers_a_document(
    documents: list[list[str]], word: str
) -> None:
    """With lengths ignored: the normaliser of the length is the one thing that may."""
    before = LexicalIndex(documents, b=0.0)
    fuller = LexicalIndex(
        [[*documents[0], word] if word in documents[0] else documents[0], *documents[1:]], b=0.0
    )
    assert fuller.scores({word: 1.0})[0] >= before.scores({word: 1.0})[0] - 1e-12
