"""The explanation of one suggestion as it is stored, and how score and order are recomputed from it alone.

Format 1 (every key is always there; numbers are plain floats, not rounded where they enter the score)::

    {
      "format": 1,
      "relation": "need-solution",
      "ranker": "1.0.0",                      version of the weights
      "source": 12, "target": 40,             ids of the two profiles
      "languages": ["fr", "en"],              of the two texts; empty text when unknown
      "score": 0.41, "combination": "harmonic" | "forward",
      "reverse_share": 0.46,                  weight of the reverse direction, up to half; 0 when only forward
      "band": {"name": "strong" | "good" | "explore", "evidence": 2.1, "strong": 2.0, "good": 1.5},
      "forward": DIRECTION, "reverse": DIRECTION or null,
      "diversity": {"step": 0, "lambda": 0.9, "value": 0.37,
                    "similarities": {"33": 0.12, …}},   to each target placed before this one
      "evidence": [{"source": QUOTE, "target": QUOTE, "similarity": 0.58, "strength": 0.44,
                    "words": [["toiture", "roofs"], …]}],        best first, 0 to 4 pairs
      "asking": "source" | "target",          the side whose demands the other one answers
      "missing": [{"quote": QUOTE, "importance": 0.21, "coverage": 0.18}],   parts of the asking side left
                                                                             unanswered
      "rules": [{"rule": "exclusion" | "limit", "subject": "app", "passed": false,
                 "source": QUOTE or null, "target": QUOTE or null}]
    }
    DIRECTION = {"score": 0.45, "features": {NAME: {"raw": 0.31, "low": 0.02, "high": 0.60,
                                                    "value": 0.5, "weight": 0.25, "contribution": 0.125}}}
    QUOTE = {"field": "text", "start": 0, "end": 80, "text": "…"}      characters of that field of the profile

A rule ``limit`` quotes a demand and the sentence in which a solution says it does not meet it (the subject is
then ``declined``); the band of such a pair is lower than its evidence alone would make it.

A feature's value is ``clip((raw - low) / (high - low), 0, 1)``: ``low`` and ``high`` are its normaliser.
Weights of a direction sum to 1: those of features that are unknown for the pair (a theme nobody gave) are
shared out among the others, so an absent field neither helps nor harms. A direction's score is the sum of its
contributions; the score is the harmonic mean of both directions, or the forward one. A list is placed one
step at a time: each step takes the highest ``lambda * score - (1 - lambda) * max(similarity to those placed
before)``, the smaller target id at equal values.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from .diversity import marginal_value
from .entries import EntryId

FORMAT = 1


def recompute_direction(direction: Mapping[str, Any]) -> float:
    """Return a direction's score from the raw values, normalisers and weights it stores."""
    return sum(
        float(feature["weight"]) * normalised(feature["raw"], feature["low"], feature["high"])
        for feature in direction["features"].values()
    )


def normalised(raw: float, low: float, high: float) -> float:
    """Return ``raw`` as a share of the way from ``low`` to ``high``, kept in [0, 1]; 0 if they are equal."""
    return min(1.0, max(0.0, (raw - low) / (high - low))) if high > low else 0.0


def recompute_score(explanation: Mapping[str, Any]) -> float:
    """Return the score of a suggestion from what its explanation stores, without text, vector or model."""
    forward = recompute_direction(explanation["forward"])
    if explanation["combination"] == "forward":
        return forward
    reverse = recompute_direction(explanation["reverse"])
    return harmonic_mean(forward, reverse, explanation.get("reverse_share", 0.5))


def harmonic_mean(first: float, second: float, share: float = 0.5) -> float:
    """Return the harmonic mean of two scores in [0, 1], ``share`` being the weight of the second."""
    below = (1.0 - share) * second + share * first
    return first * second / below if below > 0 else 0.0


def recompute_order(explanations: Sequence[Mapping[str, Any]]) -> list[EntryId]:
    """Return the target ids of one list in the order its explanations lead to, whatever order they come in.

    Source: Carbonell & Goldstein 1998, maximal marginal relevance.
    """
    scores = {e["target"]: recompute_score(e) for e in explanations}
    similarities = {e["target"]: e["diversity"]["similarities"] for e in explanations}
    trade = {e["target"]: e["diversity"]["lambda"] for e in explanations}

    def similarity(one: EntryId, other: EntryId) -> float:
        known: float | None = similarities[one].get(str(other), similarities[other].get(str(one)))
        return 0.0 if known is None else known

    placed: list[EntryId] = []
    waiting = sorted(scores)
    while waiting:
        values = [
            marginal_value(scores[t], max((similarity(t, p) for p in placed), default=0.0), trade[t])
            for t in waiting
        ]
        placed.append(waiting.pop(values.index(max(values))))
    return placed
