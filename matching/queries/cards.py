"""Suggestions as a page shows them: two sides, a pair of sentences, what is missing, a word for strength."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from community.models import Profile
from matching.models import Band, Suggestion


@dataclass(frozen=True, slots=True)
class Card:
    """One suggestion seen from one of its sides: ``mine`` reads the card, ``other`` is what it is about."""

    suggestion: Suggestion
    mine: Profile
    other: Profile
    yours: str
    theirs: str
    missing: str
    can_answer: bool = False

    @property
    def band_label(self) -> str:
        return str(Band(self.suggestion.band).label)

    @property
    def place(self) -> str:
        return place_of(self.other)

    @property
    def dom_id(self) -> str:
        return f"match-{self.mine.pk}-{self.other.pk}"

    @property
    def why_url(self) -> str:
        return reverse("matching:match", args=[self.mine.pk, self.other.pk])

    @property
    def answer_url(self) -> str:
        return reverse("matching:answer", args=[self.mine.pk, self.other.pk])


def card_of(suggestion: Suggestion, *, for_target: bool = False, can_answer: bool = False) -> Card:
    """Return the suggestion as its source reads it, or as its target would."""
    sides = ("target", "source") if for_target else ("source", "target")
    evidence: list[dict[str, Any]] = suggestion.explanation.get("evidence", [])
    first = evidence[0] if evidence else None
    # What is missing reads the same from both sides: what is asked for and not answered.
    missing = suggestion.explanation.get("missing", [])
    return Card(
        suggestion=suggestion,
        mine=getattr(suggestion, sides[0]),
        other=getattr(suggestion, sides[1]),
        yours=first[sides[0]]["text"] if first else "",
        theirs=first[sides[1]]["text"] if first else "",
        missing=missing[0]["quote"]["text"] if missing else "",
        can_answer=can_answer,
    )


def place_of(profile: Profile) -> str:
    """Return where the profile is: a need's neighbourhood, else the town of its organisation."""
    if profile.kind == "need":
        return str(profile.need.neighbourhood.name)
    if profile.kind == "commune":
        return ""
    return profile.organisation.city
