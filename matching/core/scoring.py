"""From raw features to directional scores: normalisers, weights for the pair, weighted sums."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .entries import Floats
from .weights import Background, NormaliserSpec, RankerWeights

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Direction:
    """One direction of every pair: each array is (n, m) float64.

    Attributes:
        raw: each feature as computed, NaN where unknown.
        low, high: the normaliser of each feature.
        weights: what each feature counts for the pair: 0 where unknown, summing to 1 over the features.
        score: the weighted sum of values, in [0, 1].
    """

    raw: Mapping[str, Floats]
    low: Mapping[str, Floats]
    high: Mapping[str, Floats]
    weights: Mapping[str, Floats]
    score: Floats

    def value(self, name: str) -> Floats:
        """Return the normalised values of one feature, in [0, 1], 0 where it is unknown."""
        return values(self.raw[name], self.low[name], self.high[name])


def values(raw: Floats, low: Floats, high: Floats) -> Floats:
    """Return ``clip((raw - low) / (high - low), 0, 1)``, 0 where raw is NaN or high is not above low."""
    span = high - low
    with np.errstate(invalid="ignore"):
        shares = np.clip((raw - low) / np.where(span > 0, span, 1.0), 0.0, 1.0)
    return np.where(np.isnan(raw) | (span <= 0), 0.0, shares)


def score_direction(
    raw: Mapping[str, Floats], *, same: Mask, counted: Mask, weights: RankerWeights
) -> Direction:
    """Score one direction.

    Args:
        raw: each feature, (n, m), NaN where unknown; a feature without a weight is ignored.
        same: (n, m), both texts are in one language.
        counted: (n, m), the pair may be suggested; other pairs do not enter the normalisers.
    """
    known = {name: array for name, array in raw.items() if name in weights.features}
    bounds = {name: _bounds(name, array, same, counted, weights) for name, array in known.items()}
    applied = _weights(known, same, counted, weights)
    score = np.zeros(same.shape)
    for name, array in known.items():
        score += applied[name] * values(array, *bounds[name])
    return Direction(
        raw=known,
        low={name: low for name, (low, _) in bounds.items()},
        high={name: high for name, (_, high) in bounds.items()},
        weights=applied,
        score=np.clip(score, 0.0, 1.0),
    )


def _bounds(
    name: str, raw: Floats, same: Mask, counted: Mask, weights: RankerWeights
) -> tuple[Floats, Floats]:
    if name not in weights.backgrounds:
        return np.zeros(raw.shape), np.ones(raw.shape)
    return text_bounds(
        raw,
        same,
        counted & ~np.isnan(raw),
        spec=weights.normaliser,
        background=weights.backgrounds[name],
    )


def text_bounds(
    raw: Floats, same: Mask, counted: Mask, *, spec: NormaliserSpec, background: Background
) -> tuple[Floats, Floats]:
    """Return the normaliser of a text feature for each pair, from the list it is in, (n, m) each.

    The mean and deviation are those of the row's documents in the same language relation, leaning towards
    those of the whole row, themselves leaning towards the background; so a list of one, and a language of
    one, have an answer.
    """
    mean, variance = _lean(_moments(raw, counted), background.mean, background.deviation**2, prior=spec.prior)
    low = np.zeros(raw.shape)
    high = np.zeros(raw.shape)
    for group in (same, ~same):
        own = _lean(_moments(raw, counted & group), mean, variance, prior=spec.language_prior)
        deviation = np.sqrt(np.maximum(own[1], 1e-12))[:, None]
        low = np.where(group, own[0][:, None] - spec.below * deviation, low)
        high = np.where(group, own[0][:, None] + spec.above * deviation, high)
    return low, high


def _moments(raw: Floats, counted: Mask) -> tuple[Floats, Floats, Floats]:
    """Return the count, mean and variance of each row over what is counted; 0 where nothing is."""
    count = counted.sum(axis=1).astype(np.float64)
    divisor = np.maximum(count, 1.0)
    filled = np.where(counted, raw, 0.0)
    mean = filled.sum(axis=1) / divisor
    variance = (np.where(counted, raw - mean[:, None], 0.0) ** 2).sum(axis=1) / divisor
    return count, mean, variance


def _lean(
    moments: tuple[Floats, Floats, Floats], towards: Floats | float, spread: Floats | float, *, prior: float
) -> tuple[Floats, Floats]:
    """Return mean and variance leaning towards prior ones as if ``prior`` more documents had them."""
    count, mean, variance = moments
    total = np.maximum(count + prior, 1e-9)
    return (
        np.asarray((count * mean + prior * towards) / total),
        np.asarray((count * variance + prior * spread) / total),
    )


def lexical_trust(raw: Floats, counted: Mask, weights: RankerWeights) -> Floats:
    """Return what share of the lexical weight each query deserves, (n,) in [0, 1].

    A query whose words are nearly all in one document is one that words alone can answer.
    """
    spec = weights.lexical_trust
    best = np.where(counted & ~np.isnan(raw), raw, 0.0).max(axis=1, initial=0.0)
    grown = np.clip((best - spec.low) / (spec.high - spec.low), 0.0, 1.0)
    return np.asarray(spec.least + (1.0 - spec.least) * grown)


def _weights(
    raw: Mapping[str, Floats], same: Mask, counted: Mask, weights: RankerWeights
) -> dict[str, Floats]:
    """Return each feature's weight for each pair: 0 where unknown, shared out among the others."""
    applied: dict[str, Floats] = {}
    for name, array in raw.items():
        weight = weights.features[name]
        chosen = np.where(same, weight.same_language, weight.across)
        if name == "lexical":
            chosen = chosen * lexical_trust(array, counted, weights)[:, None]
        applied[name] = np.where(np.isnan(array), 0.0, chosen)
    total = sum(applied.values()) if applied else np.zeros(same.shape)
    divisor = np.where(total > 0, total, 1.0)
    return {name: array / divisor for name, array in applied.items()}


def harmonic(forward: Floats, reverse: Floats, share: Floats | float = 0.5) -> Floats:
    """Return the harmonic mean of two arrays in [0, 1], ``share`` being the weight of the second, 0 to 1.

    It is 0 where either side is 0.
    """
    below = (1.0 - share) * reverse + share * forward
    return np.where(below > 0, forward * reverse / np.where(below > 0, below, 1.0), 0.0)


def reverse_shares(counted: Mask, prior: float) -> Floats:
    """Return the weight of the reverse direction for each document, (m,) in [0, 0.5): half with many queries.

    The reverse direction compares a query with the other queries; with few of them it has little to say.
    """
    count = counted.sum(axis=0).astype(np.float64)
    return np.asarray(0.5 * count / np.maximum(count + prior, 1e-9))
