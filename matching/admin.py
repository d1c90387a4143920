"""Matching in the administration: read what was computed, follow introductions; nothing is computed here."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from community.admin.base import ReadOnlyAdmin
from matching.models import Answer, Connection, Document, EncoderVersion, Introduction, Suggestion


@admin.register(EncoderVersion)
class EncoderVersionAdmin(ReadOnlyAdmin):
    list_display = ("name", "fingerprint", "dimension", "is_serving", "served_at")


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ("profile", "prepared_at", "passage_count")
    list_select_related = ("profile",)
    search_fields = ("profile__sort_key",)
    list_filter = ("profile__kind", "profile__language")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        return super().get_queryset(request).annotate(passage_total=Count("passages"))

    @admin.display(description="passages")
    def passage_count(self, document: Any) -> int:
        return int(document.passage_total)


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnlyAdmin):
    list_display = ("source", "target", "relation", "position", "band", "computed_at")
    list_select_related = ("source", "target")
    list_filter = ("relation", "band")
    search_fields = ("source__sort_key", "target__sort_key")


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    list_display = ("source", "target", "kind", "reason", "by", "answered_at")
    list_select_related = ("source", "target", "by")
    list_filter = ("kind", "relation")
    search_fields = ("source__sort_key", "target__sort_key")


@admin.register(Introduction)
class IntroductionAdmin(ReadOnlyAdmin):
    list_display = ("source", "target", "state", "proposed_at", "answered_at", "expires_at")
    list_select_related = ("source", "target")
    list_filter = ("state", "relation")
    date_hierarchy = "proposed_at"
    search_fields = (
        "source__sort_key",
        "target__sort_key",
        "source__organisation__sort_key",
        "target__organisation__sort_key",
    )


@admin.register(Connection)
class ConnectionAdmin(ReadOnlyAdmin):
    list_display = ("first", "second", "agreed_at")
    list_select_related = ("first", "second")
    search_fields = ("first__sort_key", "second__sort_key")
