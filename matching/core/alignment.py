"""Soft word alignment: how much of what one text says another says too, in the same or in close words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from .analysis import word_stem
from .entries import Floats, Ints
from .wordtable import WordTable

FLOOR = 0.1  # similarity of two words below which they count as strangers
BLOCK = 256  # words aligned at once, which bounds the memory


@dataclass(frozen=True)
class Vocabulary:
    """The distinct words of two sides and their closeness.

    Attributes:
        left, right: the row of each word on its side.
        closeness: (left words, right words) float32 in [0, 1]: 1 for words of the same stem.
    """

    left: dict[str, int]
    right: dict[str, int]
    closeness: NDArray[np.float32]

    @cached_property
    def left_words(self) -> tuple[str, ...]:
        """The words of the left side in the order of their rows."""
        return tuple(self.left)

    @cached_property
    def right_words(self) -> tuple[str, ...]:
        """The words of the right side in the order of their rows."""
        return tuple(self.right)

    def reversed(self) -> "Vocabulary":
        """Return the same comparison seen from the other side."""
        return Vocabulary(self.right, self.left, np.ascontiguousarray(self.closeness.T))


def compare_vocabularies(
    left_words: Sequence[str], right_words: Sequence[str], table: WordTable, *, floor: float = FLOOR
) -> Vocabulary:
    """Compare every word of one side with every word of the other; each side's words are distinct.

    Closeness is the cosine of the words' vectors, less the mean vector of all words (which every word
    shares), moved so that ``floor`` becomes 0 and 1 stays 1; words of the same French or English stem have 1.
    Source: Mu & Viswanath 2018 (removing the common vector).
    """
    everything = table.vectors([*left_words, *right_words])
    centred = _centred(everything)
    cosines = centred[: len(left_words)] @ centred[len(left_words) :].T
    closeness = np.clip((cosines - floor) / (1 - floor), 0, 1).astype(np.float32)
    by_stem: dict[str, list[int]] = {stem: [] for word in left_words for stem in _stems(word)}
    for column, word in enumerate(right_words):
        for stem in _stems(word) & by_stem.keys():
            by_stem[stem].append(column)
    for row, word in enumerate(left_words):
        for stem in _stems(word):
            closeness[row, by_stem[stem]] = 1.0
    return Vocabulary(
        {word: row for row, word in enumerate(left_words)},
        {word: row for row, word in enumerate(right_words)},
        closeness,
    )


@lru_cache(maxsize=100_000)
def _stems(word: str) -> frozenset[str]:
    return frozenset(stem for stem in (word_stem(word, "fr"), word_stem(word, "en")) if stem)


def _centred(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return unit rows of the vectors less their mean; zero rows stay zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    known = lengths[:, 0] > 0
    if known.any():
        vectors = vectors - vectors[known].mean(axis=0)
        vectors[~known] = 0
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def best_closeness(
    closeness: NDArray[np.float32], texts: Sequence[Sequence[str]], rows: dict[str, int]
) -> NDArray[np.float32]:
    """Return, for each word of the other side, the closeness of the closest word of each text.

    Args:
        closeness: (words, vocabulary) in [0, 1].
        texts: n texts as words of the vocabulary; a text without words is far from everything.
        rows: the column of each word of the vocabulary.

    Returns:
        (words, n) float32 in [0, 1].
    """
    best = np.zeros((closeness.shape[0], len(texts)), dtype=np.float32)
    filled = [index for index, words in enumerate(texts) if words]
    if not filled or not closeness.shape[0]:
        return best
    columns: Ints = np.array([rows[word] for index in filled for word in texts[index]], dtype=np.int64)
    counts = np.array([len(texts[index]) for index in filled], dtype=np.int64)
    starts = np.cumsum(counts) - counts
    for start in range(0, closeness.shape[0], BLOCK):
        block = closeness[start : start + BLOCK]
        best[start : start + BLOCK, filled] = np.maximum.reduceat(block[:, columns], starts, axis=1)
    return best


def soft_idf(best: NDArray[np.float32]) -> Floats:
    """Return the rarity of each word given its best closeness to each of n documents, (words,) float64 > 0.

    The document frequency is the sum of closenesses, so that a word in one language is as rare as its
    translations.
    """
    documents = best.shape[1]
    frequencies = best.sum(axis=1, dtype=np.float64)
    return np.asarray(np.log1p((documents - frequencies + 0.5) / (frequencies + 0.5)))


def align(
    queries: Sequence[Sequence[str]], documents: Sequence[Sequence[str]], vocabulary: Vocabulary
) -> tuple[Floats, Floats]:
    """Return the share of each query that each document says, and the rarity of the query words.

    share = sum of idf(w) * max closeness(w, v) over query words w, v running over the document's words,
    divided by the sum of idf(w). A query or a document without words has 0.

    Returns:
        (n, m) float64 in [0, 1], and (left words,) float64 idf.

    Source: Zhang et al. 2020, BERTScore, recall with idf weighting, here on word vectors.
    """
    best = best_closeness(vocabulary.closeness, documents, vocabulary.right)
    idf = soft_idf(best)
    shares = np.zeros((len(queries), len(documents)))
    for row, words in enumerate(queries):
        if words:
            rows = np.array([vocabulary.left[word] for word in words], dtype=np.int64)
            shares[row] = idf[rows] @ best[rows] / idf[rows].sum()
    return np.clip(np.round(shares, 9), 0.0, 1.0), idf
