"""The directory, filtered in the URL and searched by meaning; and the search over everything."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from community.models import Organisation, Profile, ProfileKind
from community.views.requests import MemberRequest
from matching.forms.filters import NeedFilter, OrganisationFilter, ProfileFilter, SolutionFilter
from matching.services.search import QUERY_LENGTH, Found, search_profiles

PAGE_SIZE = 24
SEARCH_SIZE = 30
PER_KIND = 6


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of entries of the directory."""

    code: str
    label: Any
    filters: type[FilterSet]


TABS = {
    tab.code: tab
    for tab in (
        Tab(ProfileKind.SOLUTION, _("Solutions"), SolutionFilter),
        Tab(ProfileKind.NEED, _("Needs"), NeedFilter),
        Tab("organisation", _("Organisations"), OrganisationFilter),
        Tab(ProfileKind.ASK, _("Looking for"), ProfileFilter),
        Tab(ProfileKind.OFFER, _("Experience to share"), ProfileFilter),
        Tab(ProfileKind.EXPERTISE, _("Experts"), ProfileFilter),
    )
}


def directory(request: MemberRequest) -> HttpResponse:
    """List one kind of entries, narrowed by filters and, with words, ordered by meaning."""
    tab = TABS.get(request.GET.get("kind", ""), TABS[ProfileKind.SOLUTION])
    query = request.GET.get("q", "").strip()[:QUERY_LENGTH]
    filtered = tab.filters(request.GET, queryset=_rows(tab))
    rows: QuerySet = filtered.qs if filtered.is_valid() else _rows(tab).none()
    # Organisations are found by name or town, which is one of their filters.
    by_meaning = bool(query) and tab.code != "organisation"
    found: list[Found] | QuerySet = search_profiles(query, rows, limit=SEARCH_SIZE) if by_meaning else rows
    context = {
        "tabs": TABS.values(),
        "tab": tab,
        "filter": filtered,
        "query": query,
        "page": _page(request, found),
        "by_meaning": by_meaning,
        "is_filtered": any(request.GET.get(name) for name in filtered.filters) or bool(query),
    }
    is_fragment = request.htmx and request.htmx.target == "results"
    template = "matching/directory.html"
    return render(request, f"{template}#results" if is_fragment else template, context)


def search(request: MemberRequest) -> HttpResponse:
    """Search everything by meaning: "describe your problem" in one's own words."""
    query = request.GET.get("q", "").strip()[:QUERY_LENGTH]
    profiles = Profile.objects.shown()
    found = search_profiles(query, profiles, limit=SEARCH_SIZE) if query else []
    groups = [
        (ProfileKind(kind), [hit for hit in found if hit.profile.kind == kind][:PER_KIND])
        for kind in ProfileKind.values
        if any(hit.profile.kind == kind for hit in found)
    ]
    groups.sort(key=lambda group: -group[1][0].score)
    return render(request, "matching/search.html", {"query": query, "groups": groups})


def _rows(tab: Tab) -> QuerySet:
    if tab.code == "organisation":
        return Organisation.objects.active().order_by("sort_key", "pk")
    return (
        Profile.objects.shown()
        .filter(kind=tab.code)
        .select_related("organisation", "edition", "need__neighbourhood", "solution", "expertise__expert")
        .order_by("sort_key", "pk")
    )


def _page(request: MemberRequest, rows: Any) -> Page:
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
