"""The lists of the main page: suggestions of a member's profiles, by relation."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from community.models import Member, Need, Organisation, Profile, ProfileKind
from matching.models import Band, Introduction, Relation, Suggestion

from .cards import Card, card_of

FIRST = 3
READ_UP_TO = 8

SECTIONS = 6

# What a member reads first: places to test and solutions, then people who can help.
ORDER = {
    Relation.NEED_SOLUTION: ProfileKind.NEED,
    Relation.SOLUTION_NEED: ProfileKind.SOLUTION,
    Relation.ASK_OFFER: ProfileKind.ASK,
    Relation.OFFER_ASK: ProfileKind.OFFER,
    Relation.COMMUNE_COMMUNE: ProfileKind.COMMUNE,
}


@dataclass(frozen=True, slots=True)
class Section:
    """The first suggestions of one of the member's profiles."""

    relation: Relation
    cards: list[Card]
    mine: Profile


@dataclass(frozen=True, slots=True)
class ForYou:
    """Everything the main page lists for a member; ``page`` pages the member's profiles."""

    page: Page
    sections: list[Section] = field(default_factory=list)
    experts: list[Card] = field(default_factory=list)
    to_help: list[Card] = field(default_factory=list)


def for_member(
    member: Member,
    organisations: QuerySet[Organisation],
    *,
    acting: Collection[int],
    number: str | None,
    now: datetime,
) -> ForYou:
    """Read the first suggestions of what these organisations publish, a few profiles a page.

    Four queries, whatever the number of profiles. ``acting`` are the ids of the organisations in whose name
    the member may answer.
    """
    page = Paginator(_readers(organisations, now), SECTIONS).get_page(number)
    suggestions = (
        Suggestion.objects.shown(now)
        .filter(source__in=[profile.pk for profile in page], position__lt=READ_UP_TO)
        .for_cards()
        .order_by("position")
    )
    found: dict[int, list[Suggestion]] = {}
    experts: list[Suggestion] = []
    for suggestion in suggestions:
        if suggestion.relation == Relation.PROFILE_EXPERTISE:
            experts.append(suggestion)
        else:
            found.setdefault(suggestion.source_id, []).append(suggestion)
    sections = [_section(found[profile.pk], acting) for profile in page if profile.pk in found]
    to_help = _to_help(member, now) if page.number == 1 else []
    return ForYou(page, sections, _best_by_target(experts, acting), to_help)


def _readers(organisations: QuerySet[Organisation], now: datetime) -> QuerySet[Profile]:
    """Return the profiles that have something to read: pressing needs first, then the latest of each kind."""
    has_some = Suggestion.objects.shown(now).filter(source=OuterRef("pk"), relation__in=list(ORDER))
    rank = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(ORDER.values())))
    return (
        Profile.objects.matchable()
        .filter(Exists(has_some), organisation__in=organisations)
        .annotate(rank=rank)
        .order_by("rank", "need__priority", "-updated_at", "pk")
    )


def _section(found: Sequence[Suggestion], acting: Collection[int]) -> Section:
    source = found[0].source
    can_answer = source.organisation_id in acting
    cards = [card_of(suggestion, can_answer=can_answer) for suggestion in found[:FIRST]]
    return Section(Relation(found[0].relation), cards, source)


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
        .for_cards()
        .order_by("-score", "pk")[: 2 * FIRST]
    )
    return [card_of(suggestion, for_target=True, can_answer=True) for suggestion in suggestions]


def suggestions_for(profile: Profile, *, now: datetime) -> QuerySet[Suggestion]:
    """Return everything suggested to one profile, best first, its own relations before the experts."""
    return Suggestion.objects.shown(now).filter(source=profile).for_cards().order_by("relation", "position")


def suggestions_to(
    profile: Profile, organisations: QuerySet[Organisation], *, now: datetime
) -> QuerySet[Suggestion]:
    """Return the best suggestions of a profile to what these organisations publish."""
    return (
        Suggestion.objects.shown(now)
        .filter(target=profile, source__organisation__in=organisations)
        .for_cards()
        .order_by("-score", "pk")[:FIRST]
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
