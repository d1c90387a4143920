"""Administration of accounts."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.models import Member
from community.models.fields import fold

from .organisations import MembershipInline


class MemberCreationForm(AdminUserCreationForm):
    class Meta:
        model = Member
        fields = ["email", "name", "language"]
        field_classes: dict = {}


class MemberChangeForm(UserChangeForm):
    class Meta:
        model = Member
        fields = "__all__"
        field_classes: dict = {}


@admin.register(Member)
class MemberAdmin(UserAdmin):
    form = MemberChangeForm
    add_form = MemberCreationForm
    list_display = ["name", "email", "job_title", "language", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "is_demo", "language"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["sort_key", "email"]
    ordering = ["sort_key", "pk"]
    readonly_fields = ["last_login", "joined_at"]
    filter_horizontal = ["groups", "user_permissions"]
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        (_("Who"), {"fields": ["name", "job_title", "phone", "language", "about"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Dates"), {"fields": ["last_login", "joined_at", "is_demo"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "language", "usable_password", "password1", "password2"]}),
    ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Member], search_term: str
    ) -> tuple[QuerySet[Member], bool]:
        return super().get_search_results(request, queryset, fold(search_term))
