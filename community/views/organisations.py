"""Pages of organisations: who they are and what they publish."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from community.forms.organisations import OrganisationForm
from community.models import Member, Membership, Organisation
from community.policies import (
    can_edit_organisation,
    can_see_members,
    check_create_organisation,
    check_edit_organisation,
    check_see_organisation,
    role_in,
)
from community.queries.members import names_in
from community.queries.profiles import published_by
from community.services.organisations import save_organisation, set_organisation_matching

from .edits import edit_page
from .lists import by_kind, page_of
from .requests import MemberRequest


def organisation(request: MemberRequest, pk: int) -> HttpResponse:
    """Show an organisation; names without contact details, for those who may see them."""
    row = get_object_or_404(Organisation, pk=pk)
    check_see_organisation(request.user, row)
    can_edit = can_edit_organisation(request.user, row)
    profiles = published_by([row])
    page = page_of(request, profiles if can_edit else profiles.shown())
    context = {
        "organisation": row,
        "page": page,
        "groups": by_kind(page),
        "members": _names(request.user, row),
        "can_edit": can_edit,
    }
    return render(request, "community/organisation.html", context)


def _names(reader: Member, row: Organisation) -> QuerySet[Membership] | None:
    """Its own members find their names with the contact details; organisers read the names alone."""
    if role_in(reader, row) is None and can_see_members(reader, row):
        return names_in(row)
    return None


def edit_organisation(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Organisation, pk=pk)
    check_edit_organisation(request.user, row)
    return _edit(request, row, _("Change this organisation"), row.get_absolute_url())


def new_organisation(request: MemberRequest) -> HttpResponse:
    check_create_organisation(request.user)
    return _edit(request, Organisation(), _("Add an organisation"), reverse("community:mine"))


def _edit(request: MemberRequest, row: Organisation, heading: object, back_url: str) -> HttpResponse:
    return edit_page(
        request,
        form_class=OrganisationForm,
        row=row,
        save=lambda one, version: save_organisation(organisation=one, by=request.user, version=version),
        heading=heading,
        back_url=back_url,
    )


@require_POST
def organisation_matching(request: MemberRequest, pk: int) -> HttpResponse:
    """Take everything the organisation publishes out of matching, or in again."""
    row = get_object_or_404(Organisation, pk=pk)
    is_matched = request.POST.get("matching") == "in"
    set_organisation_matching(organisation=row, by=request.user, is_matched=is_matched)
    if is_matched:
        messages.success(request, _("Your organisation takes part in matching again."))
    else:
        messages.success(
            request, _("Your organisation has left matching: nothing is computed from its texts any more.")
        )
    return redirect(row)
