"""Filters of the directory, each a part of the URL."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from community.models import (
    Commune,
    Context,
    Edition,
    Language,
    LegalForm,
    Organisation,
    OrganisationKind,
    Profile,
    Stage,
    Theme,
)
from community.models.fields import fold

CHECKBOXES = forms.CheckboxSelectMultiple


def _overlapping(queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
    return queryset.filter(**{f"{name}__overlap": value}) if value else queryset


class CodesFilter(filters.MultipleChoiceFilter):
    """Keeps rows whose list of codes shares one with the choices ticked."""

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return _overlapping(qs, self.field_name, value)


class ProfileFilter(filters.FilterSet):
    """What every kind of profile can be filtered by."""

    theme = CodesFilter(field_name="themes", choices=Theme.choices, label=_("Challenges"), widget=CHECKBOXES)
    edition = filters.ModelChoiceFilter(
        queryset=Edition.objects.all(), label=_("Edition"), empty_label=_("Any edition")
    )
    language = filters.ChoiceFilter(
        choices=Language.choices, label=_("Language of the text"), empty_label=_("Any language")
    )

    class Meta:
        model = Profile
        fields: tuple[str, ...] = ()


class PlacedFilter(ProfileFilter):
    """Needs and solutions also have kinds of places."""

    context = CodesFilter(
        field_name="contexts", choices=Context.choices, label=_("Kinds of places"), widget=CHECKBOXES
    )


class SolutionFilter(PlacedFilter):
    stage = filters.MultipleChoiceFilter(
        field_name="solution__stage", choices=Stage.choices, label=_("How far it is"), widget=CHECKBOXES
    )
    legal_form = filters.ChoiceFilter(
        field_name="organisation__legal_form",
        choices=LegalForm.choices,
        label=_("Carried by"),
        empty_label=_("Anybody"),
    )


class NeedFilter(PlacedFilter):
    commune = filters.ModelChoiceFilter(
        field_name="need__neighbourhood__commune",
        queryset=Commune.objects.all(),
        label=_("Commune"),
        empty_label=_("Any commune"),
    )


class OrganisationFilter(filters.FilterSet):
    kind_of = filters.MultipleChoiceFilter(
        field_name="kind", choices=OrganisationKind.choices, label=_("Kind"), widget=CHECKBOXES
    )
    legal_form = filters.MultipleChoiceFilter(
        choices=LegalForm.choices, label=_("Legal form"), widget=CHECKBOXES
    )
    q = filters.CharFilter(method="named", label=_("Name or town"))

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ()

    def named(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        folded = fold(value)
        return (
            queryset.filter(Q(sort_key__contains=folded) | Q(city__icontains=value)) if folded else queryset
        )
