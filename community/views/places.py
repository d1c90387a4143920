"""Pages of communes and neighbourhoods."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from community.forms.places import NeighbourhoodForm
from community.models import Commune, Neighbourhood, ProfileKind
from community.policies import (
    can_edit_neighbourhood,
    check_edit_neighbourhood,
    check_edit_profile,
    check_see_profile,
)
from community.queries.places import neighbourhoods_of, neighbourhoods_with_commune
from community.queries.profiles import needs_in, profiles_of_kind
from community.services.places import save_neighbourhood

from .edits import edit_page
from .lists import page_of
from .profiles import profile_context
from .requests import MemberRequest


def commune(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a commune: its situation, its neighbourhoods, what they need."""
    row = get_object_or_404(profiles_of_kind(ProfileKind.COMMUNE), pk=pk)
    check_see_profile(request.user, row)
    neighbourhoods = list(neighbourhoods_of(row))
    context = profile_context(request, row)
    context["neighbourhoods"] = neighbourhoods
    context["page"] = page_of(request, needs_in(neighbourhoods))
    context["editions"] = row.editions.all()
    return render(request, "community/commune.html", context)


def neighbourhood(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a neighbourhood: what kind of place it is, and what it needs."""
    row = get_object_or_404(neighbourhoods_with_commune(), pk=pk)
    check_see_profile(request.user, row.commune)
    context = {
        "neighbourhood": row,
        "page": page_of(request, needs_in([row])),
        "can_edit": can_edit_neighbourhood(request.user, row),
    }
    return render(request, "community/neighbourhood.html", context)


def edit_neighbourhood(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(neighbourhoods_with_commune(), pk=pk)
    check_edit_neighbourhood(request.user, row)
    return _edit(request, row, _("Change this neighbourhood"), row.get_absolute_url())


def new_neighbourhood(request: MemberRequest, commune_pk: int) -> HttpResponse:
    row: Any = get_object_or_404(Commune.objects.select_related("organisation", "edition"), pk=commune_pk)
    check_edit_profile(request.user, row)
    return _edit(request, Neighbourhood(commune=row), _("Add a neighbourhood"), row.get_absolute_url())


def _edit(request: MemberRequest, row: Neighbourhood, heading: object, back_url: str) -> HttpResponse:
    return edit_page(
        request,
        form_class=NeighbourhoodForm,
        row=row,
        save=lambda one, version: save_neighbourhood(neighbourhood=one, by=request.user, version=version),
        heading=heading,
        back_url=back_url,
    )
