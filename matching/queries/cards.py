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
    # What is missing reads the same from both sides: what is asked for and not answered.
    first, missing = _first_words(suggestion)
    return Card(
        suggestion=suggestion,
        mine=getattr(suggestion, sides[0]),
        other=getattr(suggestion, sides[1]),
        yours=first[sides[0]]["text"] if first else "",
        theirs=first[sides[1]]["text"] if first else "",
        missing=missing["quote"]["text"] if missing else "",
        can_answer=can_answer,
    )


def _first_words(suggestion: Suggestion) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Return the first pair and the first missing part, as `for_cards` read them or from the whole."""
    if "explanation" in suggestion.get_deferred_fields():
        return suggestion.first_pair, suggestion.first_missing  # type: ignore[attr-defined]  # for_cards
    told = suggestion.explanation
    return next(iter(told["evidence"]), None), next(iter(told["missing"]), None)


def place_of(profile: Profile) -> str:
    """Return where the profile is: a need's neighbourhood, else the town of its organisation."""
    if profile.kind == "need":
        return str(profile.need.neighbourhood.name)
    if profile.kind == "commune":
        return ""
    return profile.organisation.city
