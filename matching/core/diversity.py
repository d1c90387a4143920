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
    """How one document was placed: its position, the value that won, and its similarity to each one placed before."""

    position: int
    value: float
    similarities: tuple[float, ...]


def place(
    scores: Floats, similarities: Floats, ids: Sequence[EntryId], trade: float, limit: int
) -> tuple[list[int], list[Step]]:
    """Place documents by maximal marginal relevance.

    Each step takes the highest ``trade * score - (1 - trade) * max(similarity to those placed before)``; at equal values
    the smaller id. Empty input gives empty lists.

    Args:
        scores: (n,) float64 in [0, 1].
        similarities: (n, n) float64 in [0, 1], symmetric.
        ids: n ids that can be compared with one another.
        trade: lambda; 1 ignores similarity.
        limit: how many to place at most.

    Source: Carbonell & Goldstein 1998, eq. 1.
    """
    waiting = sorted(range(len(scores)), key=lambda index: ids[index])  # type: ignore[arg-type, return-value]
    nearest = np.zeros(len(scores))
    order: list[int] = []
    steps: list[Step] = []
    while waiting and len(order) < limit:
        values = [marginal_value(float(scores[i]), float(nearest[i]), trade) for i in waiting]
        chosen = waiting.pop(values.index(max(values)))
        steps.append(Step(len(order), max(values), tuple(float(similarities[chosen, i]) for i in order)))
        order.append(chosen)
        nearest = np.maximum(nearest, similarities[chosen])
    return order, steps


def marginal_value(score: float, nearest: float, trade: float) -> float:
    """Return a document's value at one step, rounded so that it compares the same when recomputed."""
    return round(trade * round(score, DECIMALS) - (1.0 - trade) * nearest, DECIMALS)


def document_similarities(vectors: NDArray[np.float32]) -> Floats:
    """Return the similarity of documents for diversity: the square of positive cosines, (n, n) in [0, 1].

    Squaring leaves two texts on one subject nearly free and makes near-copies expensive. A zero row is far from all.
    """
    cosines = np.clip(np.asarray(vectors @ vectors.T, dtype=np.float64), 0.0, 1.0)
    return np.round(cosines**2, 6)
