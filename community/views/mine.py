"""The page of what my organisations publish."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from community.models import WRITING_ROLES, Organisation, OrganisationKind, Profile, ProfileKind, Role
from community.policies import can_create_organisation, organisations_of, roles_of
from community.queries.profiles import published_by

from .lists import Group, by_kind
from .requests import MemberRequest

# What each kind of organisation may write, the most expected first; the first is the main button.
_NEW = {
    OrganisationKind.COMMUNE: (ProfileKind.NEED, ProfileKind.ASK, ProfileKind.OFFER),
    OrganisationKind.EXPERIMENTER: (ProfileKind.SOLUTION, ProfileKind.ASK, ProfileKind.OFFER),
    OrganisationKind.STAKEHOLDER: (ProfileKind.EXPERTISE, ProfileKind.OFFER, ProfileKind.ASK),
    OrganisationKind.ORGANISER: (ProfileKind.ASK, ProfileKind.OFFER),
}

_NEW_LABELS = {
    ProfileKind.NEED: _("State a need"),
    ProfileKind.SOLUTION: _("Present a solution"),
    ProfileKind.ASK: _("Ask for help"),
    ProfileKind.OFFER: _("Share an experience"),
    ProfileKind.EXPERTISE: _("Describe an area of expertise"),
}


@dataclass(frozen=True)
class Shelf:
    """One of my organisations, what it publishes, and what I may add."""

    organisation: Organisation
    role: Any
    groups: list[Group]
    closed: list[Profile]
    new: list[tuple[str, object]]


def mine(request: MemberRequest) -> HttpResponse:
    """Show what my organisations publish, closed ones apart (a constant number of queries)."""
    organisations = list(organisations_of(request.user).order_by("sort_key", "pk"))
    roles = roles_of(request.user)
    profiles = {
        organisation_id: list(rows)
        for organisation_id, rows in groupby(published_by(organisations), key=lambda p: p.organisation_id)
    }
    shelves = [_shelf(one, roles[one.pk], profiles.get(one.pk, [])) for one in organisations]
    context = {"shelves": shelves, "can_create_organisation": can_create_organisation(request.user)}
    return render(request, "community/mine.html", context)


def _shelf(organisation: Organisation, role: Role, profiles: list[Profile]) -> Shelf:
    is_writing = role in WRITING_ROLES and organisation.is_active
    kinds = _NEW[OrganisationKind(organisation.kind)] if is_writing else ()
    return Shelf(
        organisation=organisation,
        role=role.label,
        groups=by_kind(p for p in profiles if p.is_open),
        closed=[p for p in profiles if not p.is_open],
        new=[(f"community:{kind}_new", _NEW_LABELS[kind]) for kind in kinds],
    )
