"""Pages of needs, solutions, asks, offers, expertise and communes: read, write, change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.forms.edits import EditForm
from community.forms.needs import NeedForm
from community.forms.places import CommuneForm
from community.forms.profiles import AskForm, ExpertiseForm, OfferForm
from community.forms.solutions import SolutionForm
from community.models import Profile, ProfileKind
from community.policies import can_edit_profile, can_see_matches, check_edit_profile, check_see_profile
from community.queries.profiles import model_of_kind, profiles_of_kind
from community.services.profiles import save_profile

from .edits import edit_page
from .requests import MemberRequest


@dataclass(frozen=True)
class Pages:
    """What differs from one kind to another: its form, its template, and a few words."""

    form: type[EditForm]
    template: str
    new: Any
    edit: Any
    matches: Any


PAGES: Mapping[str, Pages] = {
    ProfileKind.NEED: Pages(
        NeedForm,
        "community/need.html",
        _("State a need"),
        _("Change this need"),
        _("Solutions that answer it"),
    ),
    ProfileKind.SOLUTION: Pages(
        SolutionForm,
        "community/solution.html",
        _("Present a solution"),
        _("Change this solution"),
        _("Needs it answers"),
    ),
    ProfileKind.ASK: Pages(
        AskForm,
        "community/profile.html",
        _("Ask for help"),
        _("Change what you ask"),
        _("Peers who have been through it"),
    ),
    ProfileKind.OFFER: Pages(
        OfferForm,
        "community/profile.html",
        _("Share an experience"),
        _("Change what you share"),
        _("People it would help"),
    ),
    ProfileKind.EXPERTISE: Pages(
        ExpertiseForm,
        "community/expertise.html",
        _("Describe an area of expertise"),
        _("Change this area of expertise"),
        _("Who it would help"),
    ),
    ProfileKind.COMMUNE: Pages(
        CommuneForm,
        "community/commune.html",
        "",
        _("Describe your situation"),
        _("Communes in the same situation"),
    ),
}

SAVED = _("Saved. The first suggestions arrive in a few seconds.")


def profile(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    """Show a need, a solution, an ask, an offer or an expertise."""
    row = get_object_or_404(profiles_of_kind(kind), pk=pk)
    check_see_profile(request.user, row)
    return render(request, PAGES[kind].template, profile_context(request, row))


def profile_context(request: MemberRequest, row: Profile) -> dict[str, Any]:
    return {
        "profile": row,
        "can_edit": can_edit_profile(request.user, row),
        "can_see_matches": can_see_matches(request.user, row),
        "matches_title": PAGES[row.kind].matches,
    }


def edit_profile(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    """Change a profile's text and facts."""
    row = get_object_or_404(profiles_of_kind(kind), pk=pk)
    check_edit_profile(request.user, row)
    return edit_profile_page(request, row, PAGES[kind].edit, row.get_absolute_url())


def new_profile(request: MemberRequest, kind: str) -> HttpResponse:
    """Write a new profile; whoever may publish none of this kind gets a 403 from its form."""
    row: Any = model_of_kind(kind)()
    place = request.GET.get("neighbourhood", "")
    if kind == ProfileKind.NEED and place.isascii() and place.isdigit() and len(place) < 19:
        row.neighbourhood_id = int(place)
    return edit_profile_page(request, row, PAGES[kind].new, reverse("community:mine"))


def edit_profile_page(request: MemberRequest, row: Profile, heading: Any, back_url: str) -> HttpResponse:
    return edit_page(
        request,
        form_class=PAGES[str(row.KIND)].form,
        row=row,
        save=lambda profile, version: save_profile(profile=profile, by=request.user, version=version),
        heading=heading,
        back_url=back_url,
        saved=SAVED,
    )
