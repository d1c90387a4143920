"""The members of an organisation: who they are, their roles, and who is invited."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from community import policies
from community.forms.invitations import InvitationForm, RoleForm
from community.models import Invitation, Membership, Organisation, Role
from community.services.invitations import invitation_url, invite
from community.services.members import LastOwner, change_role, remove_member

from .requests import MemberRequest

INVITATIONS_SHOWN = 50


def members(request: MemberRequest, pk: int) -> HttpResponse:
    """List the members; who manages them also sees, and makes, invitations."""
    organisation = get_object_or_404(Organisation, pk=pk)
    policies.check_see_members(request.user, organisation)
    form = InvitationForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST":
        policies.check_manage_members(request.user, organisation)
        if form.is_valid():
            return _invite(request, organisation, form)
    context = _context(request, organisation) | {"form": form}
    return render(request, "community/members.html", context)


def _context(request: MemberRequest, organisation: Organisation) -> dict[str, Any]:
    can_manage = policies.can_manage_members(request.user, organisation)
    memberships = Membership.objects.filter(organisation=organisation).select_related("member")
    rows = [
        {
            "membership": membership,
            "form": RoleForm({"role": membership.role}, auto_id=f"role-{membership.pk}-%s"),
        }
        for membership in memberships.order_by("member__sort_key", "pk")
    ]
    return {
        "organisation": organisation,
        "rows": rows,
        "can_manage": can_manage,
        "invitations": _invitations(organisation) if can_manage else [],
    }


def _invitations(organisation: Organisation) -> list[dict[str, Any]]:
    rows = Invitation.objects.filter(organisation=organisation).select_related("invited_by")
    return [
        {"invitation": row, "url": invitation_url(row) if row.is_pending else ""}
        for row in rows[:INVITATIONS_SHOWN]
    ]


def _invite(request: MemberRequest, organisation: Organisation, form: InvitationForm) -> HttpResponse:
    made = invite(
        email=form.cleaned_data["email"],
        organisation=organisation,
        role=Role(form.cleaned_data["role"]),
        language=form.cleaned_data["language"],
        by=request.user,
    )
    messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": made.email})
    return redirect("community:members", organisation.pk)


@require_POST
def member_role(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a member another role."""
    membership = get_object_or_404(Membership.objects.select_related("organisation", "member"), pk=pk)
    policies.check_see_members(request.user, membership.organisation)
    policies.check_manage_members(request.user, membership.organisation)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            change_role(membership=membership, role=Role(form.cleaned_data["role"]), by=request.user)
        except LastOwner as problem:
            messages.error(request, problem.sentence)
        else:
            messages.success(request, _("The role has been changed."))
    return redirect("community:members", membership.organisation_id)


def member_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask first, then take a member out of the organisation, or leave it oneself."""
    membership = get_object_or_404(Membership.objects.select_related("organisation", "member"), pk=pk)
    organisation = membership.organisation
    policies.check_see_members(request.user, organisation)
    is_self = membership.member_id == request.user.pk
    if not is_self:
        policies.check_manage_members(request.user, organisation)
    if request.method != "POST":
        context = {"membership": membership, "organisation": organisation, "is_self": is_self}
        return render(request, "community/member_remove.html", context)
    try:
        remove_member(membership=membership, by=request.user)
    except LastOwner as problem:
        messages.error(request, problem.sentence)
        return redirect("community:members", organisation.pk)
    if is_self:
        messages.success(request, _("You have left %(organisation)s.") % {"organisation": organisation})
        return redirect(organisation)
    messages.success(
        request, _("%(name)s no longer belongs to the organisation.") % {"name": membership.member}
    )
    return redirect("community:members", organisation.pk)
