"""Soft alignment of words, and the dense side."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from matching.core.alignment import align, best_closeness, compare_vocabularies, soft_idf
from matching.core.semantic import document_cosines, passage_cosines
from matching.core.wordtable import content_words

from .worlds import corpus, encode, entry, table


def distinct(texts):
    """The words of texts, each once, sorted."""
    return sorted({word for words in texts for word in words})


def shares(queries: list[list[str]], documents: list[list[str]]) -> np.ndarray:
    found, _ = align(
        queries, documents, compare_vocabularies(distinct(queries), distinct(documents), table())
    )
    return found


def test_a_document_that_says_every_word_has_the_whole_share() -> None:
    found = shares([["toiture", "noire"]], [["toiture", "noire", "été"], ["vélo"], []])
    assert found[0, 0] == pytest.approx(1)
    assert found[0, 1] < 0.3
    assert found[0, 2] == 0


def test_a_translation_counts_as_the_word_and_another_form_too() -> None:
    found = shares([["toitures"], ["toits"]], [["roofs"], ["toiture"], ["poubelle"]])
    assert found[0, 1] == 1
    assert found[1, 0] > 0.9 > found[1, 2]


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    documents = [["ville", "amiante"], ["ville", "parc"], ["ville", "quai"], ["ville", "pont"]]
    found = shares([["ville", "amiante"]], documents)
    assert found[0, 0] == 1
    assert found[0, 1] < 0.5


def test_a_query_or_a_list_without_words_has_no_share() -> None:
    assert shares([[]], [["toiture"]]).tolist() == [[0]]
    assert shares([], [["toiture"]]).shape == (0, 1)
    assert shares([["toiture"]], []).shape == (1, 0)


def test_content_words_are_distinct_in_order_with_abbreviations_spelled_out() -> None:
    words = content_words("L'accès des PMR aux caves, l'accès aux locaux", "fr")
    assert words == ("accès", "pmr", "personne", "mobilité", "réduite", "caves", "locaux")


@given(npst.arrays(np.float32, (3, 5), elements=st.floats(0, 1, width=32)))
def test_closeness_and_rarity_stay_in_their_ranges(closeness: np.ndarray) -> None:
    rows = {name: index for index, name in enumerate("abcde")}
    best = best_closeness(closeness, [["a", "b"], [], ["e"]], rows)
    assert best[:, 0].tolist() == closeness[:, :2].max(axis=1).tolist()
    assert best[:, 1].tolist() == [0, 0, 0]
    assert (soft_idf(best) > 0).all()


def test_the_closest_passage_of_a_document_answers_each_passage_of_the_query() -> None:
    query = corpus(entry("q", "La toiture chauffe beaucoup trop. Le vélo se fait voler souvent."))
    documents = corpus(
        entry("both", "Le vélo se fait voler souvent. La toiture chauffe beaucoup trop."),
        entry("one", "La toiture chauffe beaucoup trop. Rien ne pousse dans le jardin."),
        entry("none", "12 345 67"),
    )
    found = passage_cosines(query, documents, np.ones(2))
    assert found[0, 0] == pytest.approx(1)
    assert found[0, 1] < 0.9
    assert np.isnan(passage_cosines(query, corpus(entry("empty", "")), np.ones(2))).all()


def test_a_text_without_vector_has_an_unknown_cosine() -> None:
    silent = corpus(entry("digits", "123 456 789"), entry("words", "La toiture"))
    found = document_cosines(corpus(entry("q", "La toiture")), silent)
    assert np.isnan(found[0, 0])
    assert found[0, 1] == pytest.approx(1)


def test_a_table_encodes_each_word_once() -> None:
    asked: list[str] = []

    def counting(texts: list[str]) -> np.ndarray:
        asked.extend(texts)
        return encode(texts)

    words = table()
    words._encode = counting  # type: ignore[assignment]  # a counter takes its place
    words.vectors(["toiture", "vélo", "toiture"])
    again = words.vectors(["vélo", "cour"])
    assert asked == ["toiture", "vélo", "cour"]
    assert again == pytest.approx(encode(["vélo", "cour"]))
