"""What one does to a profile besides writing it: close, reopen, leave matching, delete."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from community.models import Profile, Status
from community.policies import check_edit_profile
from community.services.edits import TextRefused
from community.services.profiles import close_profile as stop
from community.services.profiles import delete_profile as remove
from community.services.profiles import reopen_profile as start_again
from community.services.profiles import set_profile_matching

from .requests import MemberRequest

_CLOSINGS = {"answered": Status.ANSWERED, "closed": Status.CLOSED}


def _editable(request: MemberRequest, pk: int) -> Profile:
    row = get_object_or_404(Profile.objects.with_publisher(), pk=pk)
    check_edit_profile(request.user, row)
    return row


@require_POST
def close_profile(request: MemberRequest, pk: int) -> HttpResponse:
    row = _editable(request, pk)
    stop(profile=row, by=request.user, status=_CLOSINGS.get(request.POST.get("as", ""), Status.CLOSED))
    messages.success(request, _("Closed: it is no longer suggested to anyone. You can reopen it here."))
    return redirect(row)


@require_POST
def reopen_profile(request: MemberRequest, pk: int) -> HttpResponse:
    row = _editable(request, pk)
    try:
        start_again(profile=row, by=request.user)
    except TextRefused as refused:
        messages.error(request, _("It stays closed for now: its text must be completed first."))
        for problems in refused.problems.values():
            messages.error(request, str(problems[0]))
        return redirect(f"community:{row.kind}_edit", row.pk)
    messages.success(request, _("Open again. The first suggestions arrive in a few seconds."))
    return redirect(row)


@require_POST
def profile_matching(request: MemberRequest, pk: int) -> HttpResponse:
    """Leave matching, or take part again."""
    row = _editable(request, pk)
    is_matched = request.POST.get("matching") == "in"
    set_profile_matching(profile=row, by=request.user, is_matched=is_matched)
    if is_matched:
        messages.success(request, _("It takes part in matching again. Suggestions arrive in a few seconds."))
    else:
        messages.success(
            request,
            _("It has left matching: nothing is computed from it any more, and it is suggested to nobody."),
        )
    return redirect(row)


@require_http_methods(["GET", "POST"])
def delete_profile(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask, then delete."""
    row = _editable(request, pk)
    if request.method == "POST":
        remove(profile=row, by=request.user)
        messages.success(request, _("Deleted, with everything that was computed from it."))
        return redirect("community:mine")
    return render(request, "community/delete_profile.html", {"profile": row})
