"""Administration of needs, solutions, asks, offers… checked and matched as on the site."""

from collections.abc import Callable
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.models import Ask, Commune, Expertise, Member, Need, Offer, Profile, Solution, Status
from community.services.profiles import (
    TEXT_FIELDS,
    close_profile,
    save_profile,
    set_profile_matching,
)
from community.services.texts import RULES, text_problems

from .base import CommunityAdmin, ReadOnlyAdmin


class ProfileAdminForm(forms.ModelForm):
    """The same checks of the texts as on the site."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for field, rule in TEXT_FIELDS[self._meta.model.KIND].items():
            for problem in text_problems(cleaned.get(field) or "", rule=RULES[rule]):
                if field in self.fields and field not in self.errors:
                    self.add_error(field, str(problem))
        return cleaned


def _apply(
    modeladmin: admin.ModelAdmin,
    request: HttpRequest,
    queryset: QuerySet,
    change: Callable[[Profile, Member], Any],
) -> None:
    profiles = list(queryset.select_related("organisation", "edition"))
    for profile in profiles:
        change(profile, cast("Member", request.user))
    done = ngettext("%(count)d profile changed.", "%(count)d profiles changed.", len(profiles))
    modeladmin.message_user(request, done % {"count": len(profiles)}, messages.SUCCESS)


@admin.action(description=_("Close"), permissions=["change"])
def close(modeladmin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> None:
    _apply(
        modeladmin, request, queryset, lambda row, by: close_profile(profile=row, by=by, status=Status.CLOSED)
    )


@admin.action(description=_("Take out of matching"), permissions=["change"])
def leave_matching(modeladmin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> None:
    _apply(
        modeladmin,
        request,
        queryset,
        lambda row, by: set_profile_matching(profile=row, by=by, is_matched=False),
    )


@admin.action(description=_("Put back into matching"), permissions=["change"])
def join_matching(modeladmin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> None:
    _apply(
        modeladmin,
        request,
        queryset,
        lambda row, by: set_profile_matching(profile=row, by=by, is_matched=True),
    )


class SpecificProfileAdmin(CommunityAdmin):
    """What the six kinds share."""

    form = ProfileAdminForm
    list_display = ["title", "organisation", "edition", "status", "is_matched", "language", "updated_at"]
    list_filter = ["status", "is_matched", "language", "edition"]
    list_select_related = ["organisation", "edition"]
    search_fields = ["sort_key", "organisation__sort_key", "external_id"]
    autocomplete_fields = ["organisation", "edition"]
    readonly_fields = ["language", "created_by", "created_at", "updated_at"]
    date_hierarchy = "updated_at"
    actions = [close, leave_matching, join_matching]

    def save_model(
        self,
        request: HttpRequest,
        obj: Profile,
        form: forms.ModelForm,
        change: bool,  # noqa: FBT001 - the signature is Django's
    ) -> None:
        is_new = obj.pk is None
        save_profile(profile=obj, by=None)
        if is_new:
            obj.created_by = cast("Member", request.user)
            obj.save(update_fields=["created_by"])


@admin.register(Need)
class NeedAdmin(SpecificProfileAdmin):
    list_display = ["title", "neighbourhood", "priority", "edition", "status", "is_matched", "updated_at"]
    list_filter = ["priority", *SpecificProfileAdmin.list_filter]
    list_select_related = ["neighbourhood__commune", "edition"]
    search_fields = [*SpecificProfileAdmin.search_fields, "neighbourhood__sort_key"]
    autocomplete_fields = ["organisation", "edition", "neighbourhood"]
    # The contexts of a need are those of its neighbourhood.
    readonly_fields = ["contexts", *SpecificProfileAdmin.readonly_fields]


@admin.register(Solution)
class SolutionAdmin(SpecificProfileAdmin):
    list_display = ["title", "organisation", "stage", "edition", "status", "is_matched", "updated_at"]
    list_filter = ["stage", *SpecificProfileAdmin.list_filter]


@admin.register(Ask, Offer)
class ExchangeAdmin(SpecificProfileAdmin):
    pass


@admin.register(Expertise)
class ExpertiseAdmin(SpecificProfileAdmin):
    list_display = ["title", "expert", "organisation", "status", "is_matched", "updated_at"]
    list_select_related = ["expert", "organisation"]
    search_fields = [*SpecificProfileAdmin.search_fields, "expert__sort_key"]
    autocomplete_fields = ["organisation", "edition", "expert"]


@admin.register(Commune)
class CommuneAdmin(SpecificProfileAdmin):
    list_display = ["title", "department", "insee_code", "population", "organisation", "is_matched"]
    list_filter = ["department", "is_matched", "editions"]
    list_select_related = ["organisation"]
    search_fields = ["sort_key", "insee_code", "external_id"]


@admin.register(Profile)
class ProfileAdmin(ReadOnlyAdmin):
    """All kinds together: to find one, and for other pages to choose one."""

    list_display = ["title", "kind", "organisation", "status", "is_matched", "updated_at"]
    list_filter: ClassVar = ["kind", "status", "is_matched", "language", "edition"]
    list_select_related = ["organisation"]
    search_fields = ["sort_key", "organisation__sort_key", "external_id"]
