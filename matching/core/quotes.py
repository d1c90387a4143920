"""The parts of an explanation that quote texts: evidence pairs, what is missing, rules."""

from dataclasses import asdict, dataclass
from typing import Any

from .entries import Passage


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters ``start`` to ``end`` of a field of a profile."""

    field: str
    start: int
    end: int
    text: str


def quote(passage: Passage) -> Quote:
    """Return a passage as it is quoted."""
    return Quote(passage.field, passage.start, passage.end, passage.text)


@dataclass(frozen=True, slots=True)
class EvidencePair:
    """A passage of each side that say the same thing, how close they are, and the words that show it.

    ``similarity`` is the cosine of the passages, ``strength`` what ranks the pairs; both in [0, 1]. ``words``
    holds (source word, target word), equal or close, the rarest first.
    """

    source: Quote
    target: Quote
    similarity: float
    strength: float
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MissingPart:
    """A passage of the source that nothing in the target answers.

    ``importance`` is its share of what the source asks for; ``coverage`` the strength of the best answer
    found, too weak.
    """

    quote: Quote
    importance: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A stated constraint, whether the pair respects it, the words that state it and those that break it."""

    rule: str
    subject: str
    passed: bool
    source: Quote | None
    target: Quote | None


def evidence_json(pair: EvidencePair) -> dict[str, Any]:
    """Return an evidence pair as it is stored."""
    return {
        "source": asdict(pair.source),
        "target": asdict(pair.target),
        "similarity": round(pair.similarity, 4),
        "strength": round(pair.strength, 4),
        "words": [list(words) for words in pair.words],
    }


def missing_json(part: MissingPart) -> dict[str, Any]:
    """Return a missing part as it is stored."""
    return {
        "quote": asdict(part.quote),
        "importance": round(part.importance, 4),
        "coverage": round(part.coverage, 4),
    }


def rule_json(rule: Rule) -> dict[str, Any]:
    """Return a rule as it is stored."""
    return {
        "rule": rule.rule,
        "subject": rule.subject,
        "passed": rule.passed,
        "source": asdict(rule.source) if rule.source else None,
        "target": asdict(rule.target) if rule.target else None,
    }
