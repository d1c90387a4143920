"""Lists as pages show them: one page at a time, grouped under a title."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.models import Profile, ProfileKind

PAGE_SIZE = 30

TITLES = {
    ProfileKind.NEED: _("Needs"),
    ProfileKind.SOLUTION: _("Solutions"),
    ProfileKind.ASK: _("Looking for"),
    ProfileKind.OFFER: _("Offering"),
    ProfileKind.EXPERTISE: _("Expertise"),
    ProfileKind.COMMUNE: _("Situation"),
}


@dataclass(frozen=True)
class Group:
    """Profiles of one kind, under their title."""

    title: Any
    kind: str
    profiles: list[Profile]


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """Return the page asked for; an unknown page is the nearest one, never an error."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def by_kind(profiles: Iterable[Profile]) -> list[Group]:
    """Group profiles that come in the order of their kinds."""
    return [
        Group(TITLES[ProfileKind(kind)], kind, list(rows))
        for kind, rows in groupby(profiles, key=lambda profile: profile.kind)
    ]
