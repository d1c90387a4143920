"""The answer of the ranker: suggestions with everything that explains them, and their stored form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .diversity import Step
from .entries import EntryId
from .explanations import FORMAT
from .quotes import EvidencePair, MissingPart, Rule, evidence_json, missing_json, rule_json
from .relations import Combination, Side


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of one direction: as computed, its normaliser, its value in [0, 1], what it weighs."""

    raw: float
    low: float
    high: float
    value: float
    weight: float

    @property
    def contribution(self) -> float:
        """What the feature adds to the direction's score."""
        return self.weight * self.value


@dataclass(frozen=True, slots=True)
class DirectionScore:
    """One direction of a pair; features that are unknown for the pair are left out."""

    score: float
    features: Mapping[str, Feature]

    def to_json(self) -> dict[str, Any]:
        """Return the direction as it is stored."""
        return {
            "score": self.score,
            "features": {
                name: {
                    "raw": feature.raw,
                    "low": feature.low,
                    "high": feature.high,
                    "value": feature.value,
                    "weight": feature.weight,
                    "contribution": feature.contribution,
                }
                for name, feature in self.features.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Band:
    """How strong the match is in a word, the absolute evidence behind it, and the thresholds used."""

    name: str
    evidence: float
    strong: float
    good: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """One suggestion; ``evidence``, ``missing`` and ``rules`` are empty beyond the explained part."""

    relation: str
    ranker: str
    source: EntryId
    target: EntryId
    languages: tuple[str, str]
    score: float
    combination: Combination
    reverse_share: float
    band: Band
    forward: DirectionScore
    reverse: DirectionScore | None
    step: Step
    trade: float
    placed_before: tuple[EntryId, ...]
    asking: Side = "source"
    evidence: tuple[EvidencePair, ...] = ()
    missing: tuple[MissingPart, ...] = ()
    rules: tuple[Rule, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the explanation as it is stored; the format is told in `explanations`."""
        return {
            "format": FORMAT,
            "relation": self.relation,
            "ranker": self.ranker,
            "asking": self.asking,
            "source": self.source,
            "target": self.target,
            "languages": list(self.languages),
            "score": self.score,
            "combination": self.combination,
            "reverse_share": self.reverse_share,
            "band": {
                "name": self.band.name,
                "evidence": self.band.evidence,
                "strong": self.band.strong,
                "good": self.band.good,
            },
            "forward": self.forward.to_json(),
            "reverse": self.reverse.to_json() if self.reverse else None,
            "diversity": {
                "step": self.step.position,
                "lambda": self.trade,
                "value": self.step.value,
                "similarities": {
                    str(target): similarity
                    for target, similarity in zip(self.placed_before, self.step.similarities, strict=True)
                },
            },
            "evidence": [evidence_json(pair) for pair in self.evidence],
            "missing": [missing_json(part) for part in self.missing],
            "rules": [rule_json(rule) for rule in self.rules],
        }


@dataclass(frozen=True, slots=True)
class RankedList:
    """The suggestions made to one source, in the order they are shown."""

    source: EntryId
    items: tuple[Ranked, ...]

    @property
    def targets(self) -> tuple[EntryId, ...]:
        """The ids suggested, in order."""
        return tuple(item.target for item in self.items)
