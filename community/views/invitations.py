"""Invitations: the page of the person invited, and the requests that organisers answer."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from community import policies
from community.forms.invitations import AnswerRequestForm
from community.models import AccessRequest, Invitation, Organisation, Role
from community.services.invitations import (
    AlreadyAnswered,
    InvitationUnusable,
    accept_invitation,
    answer_access_request,
    close_access_request,
    read_invitation,
    revoke_invitation,
)

from .requests import MemberRequest

INVITATION_KEY = "faubourg_invitation"
REQUESTS_PER_PAGE = 30


@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the invitation offers; only a POST accepts, so that a mail scanner uses nothing up."""
    found = read_invitation(token)
    if found is None:
        raise Http404
    if found.used_by_id is not None and found.used_by_id == request.user.pk:
        return redirect(found.organisation)
    if not found.is_pending or not found.organisation.is_active:
        return _unusable(request)
    if request.method == "POST":
        return _accept(request, found, token)
    return render(
        request, "community/invitation.html", {"invitation": found, "sign_in_url": _sign_in(request)}
    )


def _accept(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    if not request.user.is_authenticated:
        request.session[INVITATION_KEY] = token
        return redirect(f"{reverse('account_signup')}?{urlencode({'email': found.email})}")
    try:
        membership = accept_invitation(invitation=found, by=request.user)
    except InvitationUnusable:
        return _unusable(request)
    messages.success(
        request, _("Welcome: you now belong to %(organisation)s.") % {"organisation": membership.organisation}
    )
    return redirect(membership.organisation)


def _unusable(request: HttpRequest) -> HttpResponse:
    context = {"sentence": InvitationUnusable.sentence}
    return render(request, "community/invitation_unusable.html", context, status=410)


def _sign_in(request: HttpRequest) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': request.path})}"


@require_POST
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Invitation.objects.select_related("organisation"), pk=pk)
    policies.check_manage_members(request.user, found.organisation)
    revoke_invitation(invitation=found, by=request.user)
    messages.success(request, _("The invitation no longer works."))
    return redirect("community:members", found.organisation_id)


@require_safe
def access_requests(request: MemberRequest) -> HttpResponse:
    """List who asks to come in, those who wait first."""
    policies.check_answer_access_requests(request.user)
    rows = AccessRequest.objects.select_related("answered_by", "invitation__organisation")
    waiting = rows.filter(state=AccessRequest.State.WAITING)
    page = Paginator(rows.exclude(pk__in=waiting), REQUESTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"waiting": _with_forms(waiting), "page": page}
    return render(request, "community/access_requests.html", context)


def _with_forms(waiting: Iterable[AccessRequest]) -> list[dict[str, Any]]:
    """Give each request its form; the organisations to choose from are read once for all."""
    names = Organisation.objects.active().order_by("sort_key").values_list("pk", "name")
    choices = [("", _("Choose…")), *names]
    return [
        {"request": row, "form": AnswerRequestForm(organisations=choices, auto_id=f"request-{row.pk}-%s")}
        for row in waiting
    ]


@require_POST
def answer_request(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer by an invitation to an organisation."""
    policies.check_answer_access_requests(request.user)
    found = get_object_or_404(AccessRequest, pk=pk)
    form = AnswerRequestForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the organisation and the role of this person."))
        return redirect("community:access_requests")
    try:
        answer_access_request(
            request=found,
            organisation=form.cleaned_data["organisation"],
            role=Role(form.cleaned_data["role"]),
            by=request.user,
        )
    except AlreadyAnswered as problem:
        messages.error(request, problem.sentence)
    else:
        messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": found.email})
    return redirect("community:access_requests")


@require_POST
def close_request(request: MemberRequest, pk: int) -> HttpResponse:
    policies.check_answer_access_requests(request.user)
    found = get_object_or_404(AccessRequest, pk=pk)
    try:
        close_access_request(request=found, by=request.user)
    except AlreadyAnswered as problem:
        messages.error(request, problem.sentence)
    else:
        messages.success(request, _("The request is closed. Nothing was sent."))
    return redirect("community:access_requests")
