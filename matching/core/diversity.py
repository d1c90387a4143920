"""Diversity: placing a list one step at a time so that near-copies do not fill it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .entries import EntryId, Floats

DECIMALS = (
    9  # kept when two values are compared, so that a list recomputed from what is stored has the same order
)


@dataclass(frozen=True, slots=True)
class Step:
    """How one document was placed: position, the value that won, similarity to each one placed before."""

    position: int
    value: float
    similarities: tuple[float, ...]


def place(
    scores: Floats, similarities: Floats, ids: Sequence[EntryId], *, trade: float, pool: int
) -> tuple[list[int], list[Step]]:
    """Place documents by maximal marginal relevance, the best-scored ``pool`` of them first, then the next.

    Each step takes the highest ``trade * score - (1 - trade) * max(similarity to those placed before)``; at
    equal values the smaller id. Empty input gives empty lists.

    Args:
        scores: (n,) float64 in [0, 1].
        similarities: (n, n) float64 in [0, 1], symmetric.
        ids: n ids that can be compared with one another.
        trade: lambda; 1 ignores similarity.
        pool: how many documents compete for each place, at least 1.

    Returns:
        The rows of the documents in their order, and how each was placed.

    Source: Carbonell & Goldstein 1998, eq. 1.
    """
    by_id = sorted(range(len(scores)), key=lambda row: ids[row])
    by_score = sorted(by_id, key=lambda row: -round(float(scores[row]), DECIMALS))
    nearest = np.zeros(len(scores))
    order: list[int] = []
    steps: list[Step] = []
    for start in range(0, len(by_score), pool):
        block = set(by_score[start : start + pool])
        waiting = [row for row in by_id if row in block]
        while waiting:
            values = [marginal_value(float(scores[row]), float(nearest[row]), trade) for row in waiting]
            chosen = waiting.pop(values.index(max(values)))
            steps.append(
                Step(len(order), max(values), tuple(float(similarities[chosen, row]) for row in order))
            )
            order.append(chosen)
            nearest = np.maximum(nearest, similarities[chosen])
    return order, steps


def marginal_value(score: float, nearest: float, trade: float) -> float:
    """Return a document's value at one step, rounded so that it compares the same when recomputed."""
    return round(trade * round(score, DECIMALS) - (1.0 - trade) * nearest, DECIMALS)


def document_similarities(vectors: NDArray[np.float32]) -> Floats:
    """Return the similarity of documents for diversity: the square of positive cosines, (n, n) in [0, 1].

    Squaring leaves two texts on one subject nearly free and makes near-copies expensive. A zero row is far
    from all.
    """
    cosines = np.clip(np.asarray(vectors @ vectors.T, dtype=np.float64), 0.0, 1.0)
    return np.round(cosines**2, 6)
