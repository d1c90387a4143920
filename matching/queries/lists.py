"""The lists of the main page: suggestions of a member's profiles, by relation."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet

from community.models import Member, Need, Organisation, Profile
from matching.models import Band, Introduction, Relation, Suggestion

from .cards import Card, card_of

FIRST = 3
READ_UP_TO = 8

# What a member reads first: places to test and solutions, then people who can help.
ORDER = [
    Relation.NEED_SOLUTION,
    Relation.SOLUTION_NEED,
    Relation.ASK_OFFER,
    Relation.OFFER_ASK,
    Relation.COMMUNE_COMMUNE,
]


@dataclass(frozen=True, slots=True)
class Section:
    """The first suggestions of one of the member's profiles, or of all of them for experts."""

    relation: Relation
    cards: list[Card]
    mine: Profile | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class ForYou:
    """Everything the main page lists for a member."""

    sections: list[Section] = field(default_factory=list)
    experts: list[Card] = field(default_factory=list)
    to_help: list[Card] = field(default_factory=list)


def for_member(
    member: Member, organisations: QuerySet[Organisation], *, acting: Collection[int], now: datetime
) -> ForYou:
    """Read the first suggestions of what these organisations publish (two queries, whatever the number).

    ``acting`` are the ids of the organisations in whose name the member may answer.
    """
    suggestions = (
        Suggestion.objects.shown(now)
        .filter(source__organisation__in=organisations, position__lt=READ_UP_TO)
        .with_both_sides()
        .order_by("source__sort_key", "source_id", "position")
    )
    by_relation: dict[str, list[Suggestion]] = {}
    for suggestion in suggestions:
        by_relation.setdefault(suggestion.relation, []).append(suggestion)
    sections = [
        section
        for relation in ORDER
        for section in _sections(relation, by_relation.get(relation, []), acting)
    ]
    experts = _best_by_target(by_relation.get(Relation.PROFILE_EXPERTISE, []), acting)
    return ForYou(sections, experts, _to_help(member, now))


def _sections(
    relation: Relation, suggestions: Sequence[Suggestion], acting: Collection[int]
) -> Iterable[Section]:
    for source, group in groupby(suggestions, key=lambda suggestion: suggestion.source):
        found = list(group)
        can_answer = source.organisation_id in acting
        cards = [card_of(suggestion, can_answer=can_answer) for suggestion in found[:FIRST]]
        yield Section(relation, cards, source, len(found))


def _best_by_target(suggestions: Iterable[Suggestion], acting: Collection[int]) -> list[Card]:
    """One card per expert, for the profile they could help most."""
    best: dict[int, Suggestion] = {}
    for suggestion in suggestions:
        known = best.get(suggestion.target_id)
        if known is None or suggestion.score > known.score:
            best[suggestion.target_id] = suggestion
    ranked = sorted(best.values(), key=lambda suggestion: (-suggestion.score, suggestion.target_id))
    return [
        card_of(suggestion, can_answer=suggestion.source.organisation_id in acting)
        for suggestion in ranked[:FIRST]
    ]


def _to_help(member: Member, now: datetime) -> list[Card]:
    """Profiles the member's own expertise would help most."""
    suggestions = (
        Suggestion.objects.shown(now)
        .filter(relation=Relation.PROFILE_EXPERTISE, target__expertise__expert=member)
        .with_both_sides()
        .order_by("-score", "pk")[: 2 * FIRST]
    )
    return [card_of(suggestion, for_target=True, can_answer=True) for suggestion in suggestions]


def suggestions_for(profile: Profile, *, now: datetime) -> QuerySet[Suggestion]:
    """Return everything suggested to one profile, best first, its own relations before the experts."""
    return (
        Suggestion.objects.shown(now)
        .filter(source=profile)
        .with_both_sides()
        .order_by("relation", "position")
    )


def orphan_needs(now: datetime) -> QuerySet[Need]:
    """Needs of the running editions without a good or strong match, the most pressing first."""
    answered = Suggestion.objects.filter(
        relation=Relation.NEED_SOLUTION, source=OuterRef("pk"), band__in=[Band.STRONG, Band.GOOD]
    )
    today = now.date()
    return (
        Need.objects.matchable()
        .filter(~Exists(answered), edition__starts_on__lte=today, edition__ends_on__gte=today)
        .select_related("organisation", "neighbourhood")
        .order_by("priority", "sort_key", "pk")
    )


def waiting_for(organisations: QuerySet[Organisation], member: Member) -> QuerySet[Introduction]:
    """Introductions that await an answer of these organisations or of this expert, and were told to them."""
    return Introduction.objects.filter(
        Q(target__organisation__in=organisations) | Q(target__expertise__expert=member),
        state=Introduction.State.PROPOSED,
        told_at__isnull=False,
    ).distinct()
