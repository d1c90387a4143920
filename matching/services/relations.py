"""Which kinds of profiles each relation links, and what the numerics must know of it."""

from dataclasses import dataclass

from community.models import ProfileKind
from matching.core.relations import RELATIONS, RelationSpec
from matching.models import Relation


@dataclass(frozen=True, slots=True)
class Link:
    """One relation: the kinds that read its lists, and the kind that is in them."""

    relation: Relation
    sources: tuple[ProfileKind, ...]
    target: ProfileKind
    spec: RelationSpec
    meets_again: bool
    """Whether organisations already in touch are still suggested to each other."""


KINDS = ProfileKind
LINKS: dict[Relation, Link] = {
    link.relation: link
    for link in (
        Link(
            Relation.NEED_SOLUTION,
            (KINDS.NEED,),
            KINDS.SOLUTION,
            RELATIONS["need-solution"],
            meets_again=True,
        ),
        Link(
            Relation.SOLUTION_NEED,
            (KINDS.SOLUTION,),
            KINDS.NEED,
            RELATIONS["solution-need"],
            meets_again=True,
        ),
        Link(Relation.ASK_OFFER, (KINDS.ASK,), KINDS.OFFER, RELATIONS["ask-offer"], meets_again=False),
        Link(Relation.OFFER_ASK, (KINDS.OFFER,), KINDS.ASK, RELATIONS["offer-ask"], meets_again=False),
        Link(
            Relation.COMMUNE_COMMUNE,
            (KINDS.COMMUNE,),
            KINDS.COMMUNE,
            RELATIONS["commune-commune"],
            meets_again=False,
        ),
        Link(
            Relation.PROFILE_EXPERTISE,
            (KINDS.NEED, KINDS.SOLUTION, KINDS.ASK, KINDS.OFFER, KINDS.COMMUNE),
            KINDS.EXPERTISE,
            RELATIONS["profile-expertise"],
            meets_again=False,
        ),
    )
}


def links_from(kind: str) -> list[Link]:
    """The relations a profile of this kind reads lists of."""
    return [link for link in LINKS.values() if kind in link.sources]


def links_to(kind: str) -> list[Link]:
    """The relations in whose lists a profile of this kind can be."""
    return [link for link in LINKS.values() if kind == link.target]
