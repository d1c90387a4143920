"""The ranker's weights: few named numbers, read from a versioned file with the figures behind them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class FeatureWeight:
    """What a feature counts when both texts are in one language, and when they are not; both >= 0."""

    same_language: float
    across: float


@dataclass(frozen=True, slots=True)
class Background:
    """The mean and standard deviation unrelated pairs usually have, towards which small lists lean."""

    mean: float
    deviation: float


@dataclass(frozen=True, slots=True)
class NormaliserSpec:
    """How text features become values: from ``below`` deviations under the list's mean to ``above`` over.

    The mean and deviation of a list of n documents lean towards the background as if it held ``prior`` more
    of them, and those of the documents in one language towards those of the list as if they were
    ``language_prior`` more.
    """

    below: float
    above: float
    prior: float
    language_prior: float


@dataclass(frozen=True, slots=True)
class LexicalTrust:
    """How far equal words are trusted: from ``least`` of their weight to all of it.

    The trust grows as the best document's lexical share of the query goes from ``low`` to ``high``.
    """

    least: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bands:
    """Evidence, in deviations above unrelated pairs, from which a match is called strong or good."""

    strong: float
    good: float


@dataclass(frozen=True, slots=True)
class EvidenceFloors:
    """Strength a pair of passages needs to be shown, coverage below which a part is missing."""

    pair: float
    covered: float


@dataclass(frozen=True)
class RankerWeights:
    """Everything the ranker knows, as plain numbers.

    ``reverse_prior`` is the number of queries with which the reverse direction counts a quarter instead of
    half, ``diversity`` is lambda of the diversity step, ``pool`` how many best-scored documents it places,
    ``figures`` what was measured when the numbers were chosen.
    """

    version: str
    features: Mapping[str, FeatureWeight]
    backgrounds: Mapping[str, Background]
    normaliser: NormaliserSpec
    lexical_trust: LexicalTrust
    reverse_prior: float
    diversity: float
    pool: int
    bands: Bands
    evidence: EvidenceFloors
    figures: Mapping[str, Any]


def read_weights(path: Path = WEIGHTS) -> RankerWeights:
    """Read a file of weights.

    Raises:
        ValueError: a number is missing, negative or out of its range; the message names it.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        weights = RankerWeights(
            version=str(content["version"]),
            features={
                n: FeatureWeight(w["same_language"], w["across"]) for n, w in content["features"].items()
            },
            backgrounds={n: Background(b["mean"], b["deviation"]) for n, b in content["backgrounds"].items()},
            normaliser=NormaliserSpec(**content["normaliser"]),
            lexical_trust=LexicalTrust(**content["lexical_trust"]),
            reverse_prior=content["reverse_prior"],
            diversity=content["diversity"]["lambda"],
            pool=content["diversity"]["pool"],
            bands=Bands(**content["bands"]),
            evidence=EvidenceFloors(**content["evidence"]),
            figures=content.get("figures", {}),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name}: missing or misplaced: {error}") from error
    _check(weights, path.name)
    return weights


def _check(weights: RankerWeights, name: str) -> None:
    for feature, weight in weights.features.items():
        if weight.same_language < 0 or weight.across < 0:
            raise ValueError(f"{name}: the weight of {feature} is negative: the score would fall as it grows")
    if not 0 <= weights.diversity <= 1:
        raise ValueError(f"{name}: lambda must be from 0 to 1")
    if not weights.bands.strong >= weights.bands.good >= 0:
        raise ValueError(f"{name}: the band “strong” must start above “good”")
    if weights.lexical_trust.high <= weights.lexical_trust.low:
        raise ValueError(f"{name}: the lexical trust must grow from low to high")


@lru_cache(maxsize=1)
def default_weights() -> RankerWeights:
    """Return the weights that ship with the program, read once."""
    return read_weights()
