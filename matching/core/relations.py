"""The relations that are ranked, and how each combines its two directions."""

from dataclasses import dataclass, replace
from typing import Literal

Combination = Literal["harmonic", "forward"]
Side = Literal["source", "target"]


@dataclass(frozen=True, slots=True)
class RelationSpec:
    """Who is suggested to whom.

    ``combination`` is ``harmonic`` where the match must suit both sides: among all sources, this one must
    also be one that the target answers, as an answer to everything answers nothing; ``forward`` where
    only the reader asks. ``constraints_of`` says whose text states refusals: a need's or a free search's.
    ``asking`` is the side whose demands count as missing when nothing answers them. ``promises`` marks the
    relations where the other side is a solution: what it says it does not do is no evidence, while a peer who
    tells of the same trouble is.
    ``is_within`` marks a relation between entries of one kind, where none is suggested to itself.
    """

    name: str
    combination: Combination = "harmonic"
    constraints_of: Literal["source", "target", "none"] = "none"
    is_within: bool = False
    asking: Side = "source"
    promises: bool = False

    def reversed(self) -> "RelationSpec":
        """Return the relation as the other side reads it, with the same text stating the constraints."""
        sides: dict[str, Literal["source", "target", "none"]] = {"source": "target", "target": "source"}
        asking: Side = "source" if self.asking == "target" else "target"
        return replace(self, constraints_of=sides.get(self.constraints_of, "none"), asking=asking)


RELATIONS: dict[str, RelationSpec] = {
    spec.name: spec
    for spec in (
        RelationSpec("need-solution", constraints_of="source", promises=True),
        RelationSpec("solution-need", constraints_of="target", asking="target", promises=True),
        RelationSpec("ask-offer"),
        RelationSpec("offer-ask", asking="target"),
        RelationSpec("commune-commune", is_within=True),
        RelationSpec("profile-expertise", "forward"),
        RelationSpec("question-card"),
        RelationSpec("search", "forward", constraints_of="source"),
    )
}
