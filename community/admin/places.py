"""Administration of editions and neighbourhoods."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.models import Edition, Neighbourhood
from community.services.places import TEXT_FIELDS, save_neighbourhood
from community.services.texts import RULES, text_problems

from .base import CommunityAdmin


@admin.register(Edition)
class EditionAdmin(CommunityAdmin):
    list_display = ["name", "starts_on", "ends_on", "communes_count"]
    list_filter = ["starts_on"]
    search_fields = ["name", "slug", "external_id"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["communes", "organisers"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return super().get_queryset(request).annotate(communes_total=Count("communes"))

    @admin.display(description=_("communes"), ordering="communes_total")
    def communes_count(self, edition: Any) -> int:
        return int(edition.communes_total)


class NeighbourhoodAdminForm(forms.ModelForm):
    """The same checks of the texts as on the site."""

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        for field, rule in TEXT_FIELDS.items():
            for problem in text_problems(cleaned.get(field) or "", rule=RULES[rule]):
                if field not in self.errors:
                    self.add_error(field, str(problem))
        return cleaned


@admin.register(Neighbourhood)
class NeighbourhoodAdmin(CommunityAdmin):
    form = NeighbourhoodAdminForm
    list_display = ["name", "commune", "population", "needs_count"]
    list_filter = ["commune"]
    list_select_related = ["commune"]
    search_fields = ["sort_key", "commune__sort_key", "external_id"]
    autocomplete_fields = ["commune"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Neighbourhood]:
        return super().get_queryset(request).annotate(needs_total=Count("needs"))

    @admin.display(description=_("needs"), ordering="needs_total")
    def needs_count(self, neighbourhood: Any) -> int:
        return int(neighbourhood.needs_total)

    def save_model(
        self,
        request: HttpRequest,
        obj: Neighbourhood,
        form: forms.ModelForm,
        change: bool,  # noqa: FBT001 - the signature is Django's
    ) -> None:
        save_neighbourhood(neighbourhood=obj, by=None)
