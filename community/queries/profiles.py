"""The rows behind the pages of profiles, one query each."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from community.models import (
    Ask,
    Commune,
    Expertise,
    Need,
    Neighbourhood,
    Offer,
    Organisation,
    Profile,
    ProfileKind,
    Solution,
)
from community.models.profiles import ProfileQuerySet

_RELATED: dict[str, tuple[type[Profile], tuple[str, ...]]] = {
    ProfileKind.NEED: (Need, ("neighbourhood__commune",)),
    ProfileKind.SOLUTION: (Solution, ()),
    ProfileKind.ASK: (Ask, ()),
    ProfileKind.OFFER: (Offer, ()),
    ProfileKind.EXPERTISE: (Expertise, ("expert",)),
    ProfileKind.COMMUNE: (Commune, ()),
}


def profiles_of_kind(kind: str) -> QuerySet[Any]:
    """Return the needs, solutions… with what their page names."""
    model, related = _RELATED[kind]
    return model.objects.select_related("organisation", "edition", *related)


def model_of_kind(kind: str) -> type[Profile]:
    return _RELATED[kind][0]


def published_by(organisations: "QuerySet[Organisation] | list[Organisation]") -> ProfileQuerySet:
    """Return what these organisations publish, by kind, open first, the latest first."""
    order = Case(
        *(When(kind=kind, then=Value(place)) for place, kind in enumerate(_RELATED)),
        output_field=IntegerField(),
    )
    return (
        Profile.objects.filter(organisation__in=organisations)
        .with_publisher()
        .annotate(kind_order=order)
        .order_by("organisation__sort_key", "organisation_id", "kind_order", "-updated_at", "-pk")
    )


def needs_in(neighbourhoods: Iterable[Neighbourhood]) -> QuerySet[Need]:
    """Return the needs of these neighbourhoods that every member may read, the most pressing first."""
    needs: Any = Need.objects.shown()
    return (
        needs.filter(neighbourhood__in=neighbourhoods)
        .select_related("organisation", "edition", "neighbourhood__commune")
        .order_by("priority", "sort_key", "pk")
    )
