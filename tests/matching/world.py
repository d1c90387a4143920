"""A made-up list of suggestions for tests of pages: the form is the stored one, figures are arbitrary."""

from typing import Any

from django.utils import timezone

from community.models import Profile
from matching.models import Relation, Suggestion


def quote(profile: Profile) -> dict[str, Any]:
    """Quote the whole text of a profile."""
    return {"field": "text", "start": 0, "end": len(profile.text), "text": profile.text}


def direction(score: float) -> dict[str, Any]:
    feature = {"raw": score, "low": 0.0, "high": 1.0, "value": score, "weight": 1.0, "contribution": score}
    return {"score": score, "features": {"semantic_document": feature}}


def explanation(source: Profile, target: Profile, *, score: float, relation: str) -> dict[str, Any]:
    return {
        "format": 1,
        "relation": relation,
        "ranker": "test",
        "source": source.pk,
        "target": target.pk,
        "languages": [source.language, target.language],
        "score": score,
        "combination": "harmonic",
        "band": {"name": "good", "evidence": score, "strong": 0.6, "good": 0.4},
        "forward": direction(score),
        "reverse": direction(score),
        "diversity": {"step": 0, "lambda": 1.0, "value": score, "similarities": {}},
        "evidence": [{"source": quote(source), "target": quote(target), "similarity": score, "words": []}],
        "missing": [],
        "rules": [],
    }


def suggest(
    source: Profile, target: Profile, *, relation: Relation = Relation.NEED_SOLUTION, position: int = 0
) -> Suggestion:
    """Store one suggestion from source to target."""
    score = 0.8 - position / 100
    return Suggestion.objects.create(
        relation=relation,
        source=source,
        target=target,
        position=position,
        score=score,
        band="good",
        explanation=explanation(source, target, score=score, relation=relation),
        ranker="test",
        encoder="test",
        computed_at=timezone.now(),
    )
