"""What a member may choose from in a form: the organisations, neighbourhoods and editions that are theirs."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator

from community.models import Edition, Member, Neighbourhood, Organisation, OrganisationKind, ProfileKind, Role
from community.policies import organisations_of, organises

# Which organisations publish what; asks and offers are everyone's.
_PUBLISHERS = {
    ProfileKind.NEED: OrganisationKind.COMMUNE,
    ProfileKind.COMMUNE: OrganisationKind.COMMUNE,
    ProfileKind.SOLUTION: OrganisationKind.EXPERIMENTER,
    ProfileKind.EXPERTISE: OrganisationKind.STAKEHOLDER,
}


def publishers_for(member: Member, kind: ProfileKind) -> QuerySet[Organisation]:
    """Return the organisations in whose name the member may publish this kind of profile."""
    mine = Organisation.objects.all() if organises(member) else organisations_of(member, at_least=Role.EDITOR)
    mine = mine.filter(is_active=True)
    return mine.filter(kind=_PUBLISHERS[kind]) if kind in _PUBLISHERS else mine


def neighbourhoods_for(member: Member) -> QuerySet[Neighbourhood]:
    """Return the neighbourhoods whose needs the member may write."""
    communes = publishers_for(member, ProfileKind.NEED)
    return (
        Neighbourhood.objects.filter(commune__organisation__in=communes)
        .select_related("commune__organisation")
        .order_by("commune__sort_key", "sort_key", "pk")
    )


def editions_to_choose() -> QuerySet[Edition]:
    return Edition.objects.order_by("-starts_on")


class _ByCommune(ModelChoiceIterator):
    """Neighbourhoods under the name of their commune (one query)."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for commune, places in groupby(self.queryset, key=lambda place: place.commune.title):
            yield (commune, [self.choice(place) for place in places])


class NeighbourhoodField(forms.ModelChoiceField):
    """A choice of one neighbourhood, grouped by commune."""

    iterator = _ByCommune
