"""The forms of places: a commune's situation, and its neighbourhoods."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import Commune, Context, Neighbourhood

from .edits import EditForm
from .fields import CodesField, TextField
from .profiles import ProfileForm, themes_field


class CommuneForm(ProfileForm):
    """What the commune lives through, to be compared with others."""

    GROUPS: ClassVar = (
        (_("Your situation"), ("text",)),
        (_("What it is about"), ("themes", "contexts", "population")),
    )

    text = TextField(
        rule="text",
        rows=10,
        label=_("Your commune's situation"),
        help_text=_(
            "What is changing, what is hard, what you would like to compare with others. For example: “The "
            "station opens in two years, rents rise, shops in the old centre close. We have little land and "
            "a small roads team.”"
        ),
    )
    themes = themes_field()
    contexts = CodesField(
        Context, label=_("Urban contexts"), help_text=_("Tick those found in the neighbourhoods you open.")
    )

    class Meta:
        model = Commune
        fields = ["text", "themes", "contexts", "population"]
        labels = {"population": _("Inhabitants")}


class NeighbourhoodForm(EditForm):
    """A place opened to experiments; its contexts pass to its needs."""

    GROUPS: ClassVar = (
        (_("The neighbourhood"), ("name", "description")),
        (_("What kind of place it is"), ("contexts", "population")),
    )

    name = TextField(
        rule="title", rows=1, label=_("Name"), help_text=_("As people say it. For example: Les Fauvelles.")
    )
    description = TextField(
        rule="description",
        rows=8,
        label=_("Description"),
        help_text=_(
            "Who lives and works there, what is being built, what a visitor notices. For example: “Four "
            "towers from 1968 and a school around a car park; the tramway arrives in 2027 and the market "
            "stays on Sundays.”"
        ),
    )
    contexts = CodesField(
        Context,
        label=_("Urban contexts"),
        help_text=_("Its needs take these contexts: changing them computes their matches again."),
    )

    class Meta:
        model = Neighbourhood
        fields = ["name", "description", "contexts", "population"]
        labels = {"population": _("Inhabitants")}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Neighbourhood.objects.filter(commune=self.instance.commune_id, name=name)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This commune already has a neighbourhood of this name."))
        return name
