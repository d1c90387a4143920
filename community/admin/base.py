"""What the administration pages share: search without accents, boxes to tick, pages one only reads."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from community.models.fields import fold


class CommunityAdmin(admin.ModelAdmin):
    """Pages of fifty rows, found without accents; lists of codes as boxes to tick."""

    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, fold(search_term))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            return forms.TypedMultipleChoiceField(
                choices=db_field.base_field.choices,
                required=False,
                label=db_field.verbose_name,
                widget=forms.CheckboxSelectMultiple(),
            )
        return super().formfield_for_dbfield(db_field, request, **options)


class ReadOnlyAdmin(CommunityAdmin):
    """Rows the programme writes: staff read them, and delete them when someone asks to."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyInline(admin.TabularInline):
    """Rows listed on another row's page, changed on their own (choosing there would cost a query a row)."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
