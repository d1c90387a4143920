"""Administration of organisations and of who belongs to them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.models import Membership, Organisation
from community.services.profiles import prepare

from .base import CommunityAdmin, ReadOnlyInline


class MembershipInline(ReadOnlyInline):
    model = Membership
    fields = ["member", "role"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("member", "organisation")


@admin.register(Organisation)
class OrganisationAdmin(CommunityAdmin):
    list_display = [
        "name", "kind", "legal_form", "city", "country", "is_active", "is_matched", "members_count",
        "profiles_count",
    ]  # fmt: skip
    list_filter = ["kind", "legal_form", "is_active", "is_matched", "is_demo", "country"]
    search_fields = ["sort_key", "city", "external_id"]
    readonly_fields = ["created_at", "updated_at"]
    inlines = [MembershipInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        members, profiles = Count("memberships", distinct=True), Count("profiles", distinct=True)
        return super().get_queryset(request).annotate(members_total=members, profiles_total=profiles)

    @admin.display(description=_("members"), ordering="members_total")
    def members_count(self, organisation: Any) -> int:
        return int(organisation.members_total)

    @admin.display(description=_("profiles"), ordering="profiles_total")
    def profiles_count(self, organisation: Any) -> int:
        return int(organisation.profiles_total)

    def save_model(
        self,
        request: HttpRequest,
        obj: Organisation,
        form: forms.ModelForm,
        change: bool,  # noqa: FBT001 - the signature is Django's
    ) -> None:
        super().save_model(request, obj, form, change)
        if change and {"is_active", "is_matched"} & set(form.changed_data):
            prepare(obj.profiles.order_by("pk").values_list("pk", flat=True))


@admin.register(Membership)
class MembershipAdmin(CommunityAdmin):
    list_display = ["member", "organisation", "role", "created_at"]
    list_filter = ["role", "organisation__kind"]
    list_select_related = ["member", "organisation"]
    search_fields = ["member__sort_key", "member__email", "organisation__sort_key"]
    autocomplete_fields = ["member", "organisation"]
