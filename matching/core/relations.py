"""The relations that are ranked, and how each combines its two directions."""

from dataclasses import dataclass
from typing import Literal

Combination = Literal["harmonic", "forward"]


@dataclass(frozen=True, slots=True)
class RelationSpec:
    """Who is suggested to whom.

    ``combination`` is ``harmonic`` where the match must suit both sides and ``forward`` where only the reader's side
    asks for something. ``has_exclusions`` says that the source may refuse kinds of answers (a need does).
    """

    name: str
    combination: Combination = "harmonic"
    has_exclusions: bool = False
    has_requirements: bool = False


RELATIONS: dict[str, RelationSpec] = {
    spec.name: spec
    for spec in (
        RelationSpec("need-solution", has_exclusions=True),
        RelationSpec("solution-need", has_requirements=True),
        RelationSpec("ask-offer"),
        RelationSpec("offer-ask"),
        RelationSpec("commune-commune"),
        RelationSpec("profile-expertise", "forward"),
        RelationSpec("question-card", "forward"),
        RelationSpec("search", "forward"),
    )
}
