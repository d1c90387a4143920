"""The tokenizer: what counts as the same text, what has no token, and the same answer every time."""

import pytest

from matching.training.vocabulary import train_tokenizer
from tests.matching.training.samples import pairs

TEXTS = [pair.fr for pair in pairs()] + [pair.en for pair in pairs()]


@pytest.fixture(scope="module")
def tokenizer():
    return train_tokenizer(TEXTS, size=150)


def ids(tokenizer, text):
    return tokenizer.encode(text, add_special_tokens=False).ids


@pytest.mark.parametrize(
    "typed", ["LA COUR EST FERMÉE", "la cour est fermee", "« La cour » est fermée !", "la cour, est-fermée"]
)
def test_case_accents_and_punctuation_do_not_count(tokenizer, typed):
    assert ids(tokenizer, typed) == ids(tokenizer, "la cour est fermée")


@pytest.mark.parametrize("text", ["", " ", "?! — …", "😀", "%"])
def test_a_text_without_words_has_no_token(tokenizer, text):
    assert ids(tokenizer, text) == []


def test_a_letter_never_seen_is_the_unknown_piece(tokenizer):
    assert 0 in ids(tokenizer, "語")
    assert 0 not in ids(tokenizer, "la cour")


def test_two_letters_written_as_one_are_read_as_two(tokenizer):
    assert ids(tokenizer, "cœur") == ids(tokenizer, "coeur")


def test_the_same_texts_give_the_same_vocabulary(tokenizer):
    assert train_tokenizer(TEXTS, size=150).to_str() == tokenizer.to_str()
