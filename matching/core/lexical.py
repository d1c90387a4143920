"""The lexical side: BM25 over an inverted index held in numpy arrays."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .entries import Floats, Ints

K1 = 1.5
B = 0.75


@dataclass(frozen=True)
class LexicalStatistics:
    """What BM25 needs to know of the whole collection when only some of its documents are at hand.

    ``document_frequencies`` gives the number of documents that hold each stem, ``mean_length`` is in stems.
    """

    documents: int
    mean_length: float
    document_frequencies: Mapping[str, int]


class LexicalIndex:
    """An inverted index of documents given as stems, with the BM25 weight of every posting computed once.

    weight = idf * tf / (tf + k1 * (1 - b + b * length / mean length)), idf = ln(1 + (N - df + 0.5) / (df +
    0.5)).
    Source: Robertson & Zaragoza 2009, eq. 3.15, in the variant of Lucene (Kamphuis et al. 2020): idf is never
    negative and the constant factor k1 + 1 is left out.
    """

    def __init__(
        self,
        documents: Sequence[Sequence[str]],
        *,
        statistics: LexicalStatistics | None = None,
        k1: float = K1,
        b: float = B,
    ):
        self.count = len(documents)
        self.terms: dict[str, int] = {}
        rows: list[int] = []
        columns: list[int] = []
        counts: list[int] = []
        for row, stems in enumerate(documents):
            for stem, count in Counter(stems).items():
                columns.append(self.terms.setdefault(stem, len(self.terms)))
                rows.append(row)
                counts.append(count)
        lengths = np.array([len(stems) for stems in documents], dtype=np.float64)
        order = np.argsort(np.array(columns, dtype=np.int64), kind="stable")
        self._rows: Ints = np.array(rows, dtype=np.int64)[order]
        frequencies = np.bincount(np.array(columns, dtype=np.int64), minlength=len(self.terms))
        self._starts: Ints = np.concatenate([[0], np.cumsum(frequencies)]).astype(np.int64)
        self._statistics = statistics or LexicalStatistics(
            self.count, float(lengths.mean()) if self.count else 0.0, {}
        )
        known = self._statistics.document_frequencies
        if statistics is not None:
            frequencies = np.array([max(known.get(term, 0), 1) for term in self.terms], dtype=np.int64)
        self._idf = _idf(frequencies, max(self._statistics.documents, self.count))
        self._weights = self._posting_weights(np.array(counts, dtype=np.float64)[order], lengths, k1, b)

    def _posting_weights(self, counts: Floats, lengths: Floats, k1: float, b: float) -> Floats:
        mean = self._statistics.mean_length or 1.0
        floor = k1 * (1 - b + b * lengths[self._rows] / mean) if self.count else np.zeros(0)
        term_of_posting = np.repeat(np.arange(len(self.terms)), np.diff(self._starts))
        return np.asarray(self._idf[term_of_posting] * counts / (counts + floor))

    def idf(self, stems: Iterable[str]) -> Floats:
        """Return the idf of stems, (n,) float64 > 0; a stem of no document counts as found in none."""
        unseen = float(_idf(np.zeros(1, dtype=np.int64), max(self._statistics.documents, self.count))[0])
        return np.array(
            [self._idf[self.terms[s]] if s in self.terms else unseen for s in stems], dtype=np.float64
        )

    def scores(self, query: Mapping[str, float]) -> Floats:
        """Return the BM25 score of every document for a query given as stem → weight, (n,) float64 >= 0."""
        found = [(self.terms[stem], weight) for stem, weight in query.items() if stem in self.terms]
        if not found:
            return np.zeros(self.count)
        slices = [slice(self._starts[term], self._starts[term + 1]) for term, _ in found]
        rows = np.concatenate([self._rows[part] for part in slices])
        weights = np.concatenate(
            [self._weights[part] * weight for part, (_, weight) in zip(slices, found, strict=True)]
        )
        return np.asarray(np.bincount(rows, weights=weights, minlength=self.count), dtype=np.float64)


def query_weights(stems: Sequence[str]) -> dict[str, float]:
    """Return each stem of a query with its count: a word said twice counts twice."""
    return {stem: float(count) for stem, count in Counter(stems).items()}


def _idf(frequencies: Ints, documents: int) -> Floats:
    return np.asarray(np.log1p((documents - frequencies + 0.5) / (frequencies + 0.5)))
