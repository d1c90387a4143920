"""The lists of the main page: suggestions of a member's profiles, by relation."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

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
    # The ids once, rather than a count and then a page: the condition is what costs.
    page = Paginator(list(_readers(organisations, now).values_list("pk", flat=True)), SECTIONS).get_page(
        number
    )
    sources = Profile.objects.in_bulk(page.object_list)
    suggestions = (
        Suggestion.objects.shown(now)
        .filter(source__in=list(page), position__lt=READ_UP_TO)
        .for_cards("target")
        .order_by("position")
    )
    found: dict[int, list[Suggestion]] = {}
    experts: list[Suggestion] = []
    for suggestion in suggestions:
        suggestion.source = sources[suggestion.source_id]
        if suggestion.relation == Relation.PROFILE_EXPERTISE:
            experts.append(suggestion)
        else:
            found.setdefault(suggestion.source_id, []).append(suggestion)
    sections = [_section(found[pk], acting) for pk in page if pk in found]
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
        .for_cards("source", "target")
        .order_by("-score", "pk")[: 2 * FIRST]
    )
    return [card_of(suggestion, for_target=True, can_answer=True) for suggestion in suggestions]


def suggestions_for(profile: Profile, *, now: datetime) -> QuerySet[Suggestion]:
    """Return everything suggested to one profile, best first, its own relations before the experts."""
    return (
        Suggestion.objects.shown(now)
        .filter(source=profile)
        .for_cards("source", "target")
        .order_by("relation", "position")
    )


def suggestions_to(
    profile: Profile, organisations: QuerySet[Organisation], *, now: datetime
) -> QuerySet[Suggestion]:
    """Return the best suggestions of a profile to what these organisations publish."""
    return (
        Suggestion.objects.shown(now)
        .filter(target=profile, source__organisation__in=organisations)
        .for_cards("source", "target")
        .order_by("-score", "pk")[:FIRST]
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """A need and the best of what answers it; ``band`` is "" when nothing does."""

    need: Need
    band: str
    closest: str

    @property
    def band_label(self) -> str:
        return str(Band(self.band).label) if self.band else ""


def least_answered(now: datetime, *, count: int) -> list[Answered]:
    """Return the needs of the running editions, the least well answered first (one query)."""
    answers = Suggestion.objects.filter(relation=Relation.NEED_SOLUTION, source=OuterRef("pk"))
    strength = Case(
        When(band=Band.STRONG, then=Value(2)), When(band=Band.GOOD, then=Value(1)), default=Value(0)
    )
    best = answers.annotate(strength=strength).order_by("-strength", "-score")
    today = now.date()
    needs = (
        Need.objects.matchable()
        .filter(edition__starts_on__lte=today, edition__ends_on__gte=today)
        .annotate(
            best_strength=Coalesce(Subquery(best.values("strength")[:1]), -1),
            best_score=Coalesce(Subquery(best.values("score")[:1]), 0.0),
            best_band=Coalesce(Subquery(best.values("band")[:1]), Value("")),
            closest=Coalesce(Subquery(best.values("target__title")[:1]), Value("")),
        )
        .select_related("organisation", "neighbourhood")
        .order_by("best_strength", "best_score", "priority", "pk")
    )
    return [Answered(need, need.best_band, need.closest) for need in needs[:count]]


def waiting_for(organisations: QuerySet[Organisation], member: Member) -> QuerySet[Introduction]:
    """Introductions that await an answer of these organisations or of this expert, and were told to them."""
    return Introduction.objects.filter(
        Q(target__organisation__in=organisations) | Q(target__expertise__expert=member),
        state=Introduction.State.PROPOSED,
        told_at__isnull=False,
    ).distinct()
