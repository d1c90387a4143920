"""The dense side: cosines of whole texts and of their passages."""

import numpy as np
from numpy.typing import NDArray

from .entries import Corpus, Floats

DECIMALS = 9
MOST_SIMILARITIES = 4_000_000  # passage similarities held at once, which bounds the memory


def _cosines(left: NDArray[np.float32], right: NDArray[np.float32]) -> Floats:
    """Return dot products in double precision, so that equal rows have equal products wherever they stand."""
    return np.asarray(np.round(left.astype(np.float64) @ right.astype(np.float64).T, DECIMALS))


def document_cosines(queries: Corpus, documents: Corpus) -> Floats:
    """Return the cosine of queries with documents, (n, m) float64 in [-1, 1]; NaN where a vector lacks."""
    cosines = _cosines(queries.vectors, documents.vectors)
    cosines[~queries.vectors.any(axis=1)] = np.nan
    cosines[:, ~documents.vectors.any(axis=1)] = np.nan
    return cosines


def passage_cosines(queries: Corpus, documents: Corpus, weights: Floats) -> Floats:
    """Return the weighted mean, over a query's passages, of the closest passage of each document.

    Args:
        weights: (query passages,) >= 0, what each passage of a query counts; a passage without vector counts
            nothing.

    Returns:
        (n, m) float64 in [-1, 1]; NaN where either side has no passage with a vector.
    """
    result = np.full((len(queries), len(documents)), np.nan)
    known = queries.passage_vectors.any(axis=1)
    counted = np.where(known, np.maximum(weights, 1e-9), 0.0)
    filled = np.flatnonzero(np.diff(documents.bounds))
    if not len(filled):
        return result
    silent = ~documents.passage_vectors.any(axis=1)
    starts = documents.bounds[filled]
    step = max(1, MOST_SIMILARITIES // max(1, len(documents.passage_vectors)))
    rows = _rows_in_steps(queries, step)
    for first, last in rows:
        bounds = queries.bounds[first : last + 1]
        similarities = _cosines(queries.passage_vectors[bounds[0] : bounds[-1]], documents.passage_vectors)
        similarities[:, silent] = -1.0
        best = np.maximum.reduceat(similarities, starts, axis=1) if len(similarities) else similarities
        for row in range(first, last):
            part = slice(queries.bounds[row] - bounds[0], queries.bounds[row + 1] - bounds[0])
            shares = counted[queries.bounds[row] : queries.bounds[row + 1]]
            if shares.sum() > 0:
                result[row, filled] = np.round(shares @ best[part] / shares.sum(), DECIMALS)
    heard = np.add.reduceat(~silent, starts) > 0
    result[:, filled[~heard]] = np.nan
    return result


def _rows_in_steps(queries: Corpus, step: int) -> list[tuple[int, int]]:
    """Group query rows so that each group has at most ``step`` passages, or is a single row."""
    groups = []
    first = 0
    for row in range(1, len(queries) + 1):
        if row == len(queries) or queries.bounds[row + 1] - queries.bounds[first] > step:
            groups.append((first, row))
            first = row
    return groups


def common_mean(queries: Corpus, documents: Corpus) -> NDArray[np.float32]:
    """Return the mean of the passages of two corpora that have a vector, (dim,) float32; zero when none."""
    (first, count), (second, others) = _known_sum(queries), _known_sum(documents)
    return np.asarray((first + second) / max(count + others, 1), dtype=np.float32)


def _known_sum(corpus: Corpus) -> tuple[Floats, int]:
    """Return the sum of the passages and how many have a vector; computed once for a corpus that is kept."""

    def make() -> tuple[Floats, int]:
        vectors = corpus.passage_vectors
        return vectors.sum(axis=0, dtype=np.float64), int(vectors.any(axis=1).sum())

    return corpus.keep("passage sum", make)


def centre(vectors: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return unit rows of the vectors less a mean vector; zero rows stay zero."""
    known = vectors.any(axis=1, keepdims=True)
    moved = np.where(known, vectors - mean, 0.0)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)
