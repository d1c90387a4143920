"""Measuring ranked lists against graded judgements: nDCG, reciprocal rank, recall, bootstrap intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .entries import Floats

SAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over queries and the bounds of its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], cutoff: int = 10) -> float:
    """Return the normalised discounted cumulative gain of a list, in [0, 1]; 0 when nothing is relevant.

    Gain 2^grade - 1, discount log2(rank + 1).
    Source: Burges et al. 2005 (gain), Järvelin & Kekäläinen 2002 (cumulation and normalisation).
    """
    gains = [2 ** grades.get(document, 0) - 1 for document in ranking[:cutoff]]
    ideal = sorted((2**grade - 1 for grade in grades.values() if grade > 0), reverse=True)[:cutoff]
    best = _discounted(ideal)
    return _discounted(gains) / best if best else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return float(sum(gain / np.log2(rank + 2) for rank, gain in enumerate(gains)))


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int], cutoff: int = 10) -> float:
    """Return 1 / rank of the first document of any positive grade within the cutoff, else 0."""
    for rank, document in enumerate(ranking[:cutoff], start=1):
        if grades.get(document, 0) > 0:
            return 1.0 / rank
    return 0.0


def recall(ranking: Sequence[str], grades: Mapping[str, int], cutoff: int = 10) -> float:
    """Return the share of the documents of positive grade found within the cutoff; 0 when there is none."""
    relevant = {document for document, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranking[:cutoff])) / len(relevant) if relevant else 0.0


def estimate(values: Sequence[float], rng: np.random.Generator, samples: int = SAMPLES) -> Estimate:
    """Return the mean of per-query values and its percentile bootstrap interval; no value gives zeros.

    Source: Efron & Tibshirani 1993, chapter 13.
    """
    if not values:
        return Estimate(0.0, 0.0, 0.0)
    array: Floats = np.asarray(values, dtype=np.float64)
    means = array[rng.integers(0, len(array), size=(samples, len(array)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimate(float(array.mean()), float(low), float(high))
