"""Figures in worlds with one right answer."""

import numpy as np
import pytest

from matching.training.errors import TrainingInputError
from matching.training.evaluation import retrieval_figures, similarity_figures
from matching.training.pairs import Pair


class Lookup:
    """An encoder that gives each listed text a direction of its own and all others the same one."""

    name = fingerprint = "lookup"

    def __init__(self, directions: dict[str, int], dimension: int = 8):
        self.directions, self.dimension = directions, dimension

    def encode(self, texts, *, role="passage"):
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            rows[row, self.directions.get(text, self.dimension - 1)] = 1
        return rows


PAIRS = [Pair("eurovoc", f"terme{letter}", f"term {letter}") for letter in "abcd"]
PERFECT = {pair.fr: n for n, pair in enumerate(PAIRS)} | {pair.en: n for n, pair in enumerate(PAIRS)}


def test_a_perfect_encoder_finds_every_translation():
    with_sentence = [*PAIRS, Pair("tatoeba", "Va", "Go")]
    encoder = Lookup(PERFECT | {"Va": 5, "Go": 5})
    figures = retrieval_figures(encoder, with_sentence)
    assert figures["fr_en"] == figures["en_fr"] == figures["fr_en_sentences"] == 100


def test_a_slip_of_the_keyboard_costs_what_the_encoder_cannot_read():
    figures = retrieval_figures(Lookup(PERFECT), [*PAIRS, Pair("tatoeba", "Va", "Go")])
    assert figures["fr_en_typos"] <= 40


def test_half_of_the_translations_is_fifty_percent():
    swapped = PERFECT | {"term a": 1, "term b": 0}
    figures = retrieval_figures(Lookup(swapped), [*PAIRS, Pair("tatoeba", "termea", "term a")])
    assert figures["fr_en"] == pytest.approx(50)


def test_definitions_are_not_translations():
    pairs = [*PAIRS, Pair("gemet-def", "termea", "A long definition."), Pair("tatoeba", "termea", "term a")]
    assert retrieval_figures(Lookup(PERFECT), pairs)["fr_en"] == 100


def write_scored(folder, rows_fr, rows_en):
    for language, rows in (("fr", rows_fr), ("en", rows_en)):
        (folder / f"stsb_{language}_dev.csv").write_text("\n".join(rows), encoding="utf-8")


def test_cosines_in_the_order_of_the_scores_give_a_hundred(tmp_path):
    write_scored(tmp_path, ["a,a,5.0", "a,b,1.0"], ["x,x,5.0", "x,y,1.0"])
    figures = similarity_figures(Lookup({"a": 0, "b": 1, "x": 0, "y": 1}), tmp_path)
    assert figures == pytest.approx({"fr": 100, "en": 100, "across": 100})


def test_a_missing_or_wrong_file_is_refused(tmp_path):
    with pytest.raises(TrainingInputError, match="does not exist"):
        similarity_figures(Lookup({}), tmp_path)
    write_scored(tmp_path, ["a,b,high"], ["a,b,1.0"])
    with pytest.raises(TrainingInputError, match=r"stsb_fr_dev\.csv"):
        similarity_figures(Lookup({}), tmp_path)
