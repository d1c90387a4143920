"""The living style guide, served on a developer's machine only: every component with sample content."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from community.models import Context, Stage, Theme


class SampleForm(forms.Form):
    """One field of each sort, some with an error."""

    title = forms.CharField(
        label="Titre", max_length=120, help_text="Une phrase, comme vous la diriez au marché."
    )
    text = forms.CharField(label="Le besoin", widget=forms.Textarea)
    themes = forms.MultipleChoiceField(
        label="Défis", choices=Theme.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    contexts = forms.MultipleChoiceField(
        label="Contextes", choices=Context.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    stage = forms.ChoiceField(label="Maturité", choices=Stage.choices)
    is_matched = forms.BooleanField(
        label="Participe aux suggestions",
        required=False,
        help_text="Sans cela, rien n’est calculé sur ce texte.",
    )


def samples() -> dict[str, Any]:
    """Return the context of the page, the same at each call."""
    form = SampleForm(
        {"title": "", "text": "Les bacs débordent le lundi.", "themes": ["circular"], "stage": "pilot"}
    )
    bars = [
        {"label": "Le sens des phrases", "percent": 82, "value": "0,41", "note": "0,82 × 0,50"},
        {"label": "Les mots communs", "percent": 46, "value": "0,14", "note": "0,46 × 0,30"},
        {"label": "Le même défi", "percent": 100, "value": "0,10", "note": "1 × 0,10"},
        {"label": "Le contexte urbain", "percent": 30, "value": "0,03", "note": "0,30 × 0,10"},
    ]
    return {
        "themes": Theme.choices,
        "contexts": Context.choices,
        "form": form,
        "bars": bars,
        "page": Paginator(range(95), 10).page(3),
    }


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/styleguide.html", samples())
