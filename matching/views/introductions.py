"""Introductions: the list, one of them, its steps, and the answer by a link in a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from community.models import Member
from community.policies import can_act_for, can_see_matches, organisations_of
from community.services.links import BadLink, Link, LinkExpired, LinkUsed, is_used, read, use
from community.views.requests import MemberRequest
from matching.forms.answers import DeclineForm
from matching.models import Introduction, Suggestion
from matching.models.introductions import TRANSITIONS, UNDO_WITHIN, Side
from matching.queries.contacts import contacts_shown_to
from matching.queries.introductions import introductions_of
from matching.services.introductions import (
    IntroductionError,
    step_introduction,
    take_back_proposal,
    undo_step,
)
from matching.services.telling import ANSWER_LINK

STEPS = ("accept", "decline", "withdraw", "undo")


def introductions(request: MemberRequest) -> HttpResponse:
    """List the introductions of the member's organisations: to answer, waiting, in touch, ended."""
    groups = introductions_of(request.user, organisations_of(request.user))
    return render(request, "matching/introductions.html", {"groups": groups})


def introduction(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one introduction to either side, with what each may do now."""
    row = _introduction_or_404(request.user, pk)
    return render(request, "matching/introduction.html", _context(request, row, DeclineForm()))


@require_POST
def step(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    """Take a step of an introduction: accept, decline, withdraw, or undo the last one."""
    row = _introduction_or_404(request.user, pk)
    form = DeclineForm(request.POST if name == "decline" else None)
    if name == "decline" and not form.is_valid():
        return render(request, "matching/introduction.html", _context(request, row, form), status=422)
    reason = form.cleaned_data["reason"] if name == "decline" else ""
    try:
        _take_step(row, name, by=request.user, reason=reason)
    except IntroductionError as error:
        messages.error(request, str(error))
    if not Introduction.objects.filter(pk=pk).exists():
        messages.success(request, _("Taken back: the other side was told nothing."))
        return redirect("matching:introductions")
    return redirect("matching:introduction", pk)


@login_not_required
@never_cache
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Answer an introduction from a mail, without signing in; reading the page changes nothing."""
    try:
        link = read(token, purpose=ANSWER_LINK)
        row = _linked(link)
        if is_used(token, purpose=ANSWER_LINK):
            raise LinkUsed
    except BadLink as problem:
        return _link_problem(request, problem)
    form = DeclineForm(request.POST if request.POST.get("step") == "decline" else None)
    if request.method == "POST" and (request.POST.get("step") == "accept" or form.is_valid()):
        return _answer(request, token, row, form)
    context = {"introduction": row, "form": form, "member": link.member}
    return render(request, "matching/answer_by_link.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, token: str, row: Introduction, form: DeclineForm) -> HttpResponse:
    step_name = "decline" if form.is_bound else "accept"
    reason = form.cleaned_data["reason"] if form.is_bound else ""
    problem = ""
    try:
        link = use(token, purpose=ANSWER_LINK)
        row = step_introduction(introduction=row, step=step_name, by=link.member, reason=reason)
    except BadLink as error:
        return _link_problem(request, error)
    except IntroductionError as error:
        problem = str(error)
    context = {"introduction": row, "problem": problem}
    return render(request, "matching/answered_by_link.html", context, status=409 if problem else 200)


def _linked(link: Link) -> Introduction:
    """Return the introduction while the link's member may still answer it: an old mail shows nothing more."""
    row = _rows().filter(pk=link.subject).first() if link.subject.isdigit() else None
    if row is None or not can_act_for(link.member, row.target):
        raise BadLink
    return row


def _link_problem(request: HttpRequest, problem: BadLink) -> HttpResponse:
    context = {"is_used": isinstance(problem, LinkUsed), "is_expired": isinstance(problem, LinkExpired)}
    return render(request, "matching/link_problem.html", context, status=410)


def _rows() -> QuerySet[Introduction]:
    return Introduction.objects.select_related(
        "source__organisation", "source__edition", "target__organisation", "target__edition"
    )


def _introduction_or_404(member: Member, pk: int) -> Introduction:
    """Either side may read it; the target only once told, since a proposal can be taken back before."""
    row = get_object_or_404(_rows(), pk=pk)
    if can_see_matches(member, row.source):
        return row
    if row.told_at is not None and can_see_matches(member, row.target):
        return row
    raise Http404


def _take_step(row: Introduction, name: str, *, by: Member, reason: str) -> None:
    if name not in STEPS:
        raise Http404
    if name == "undo":
        if row.state == Introduction.State.PROPOSED:
            take_back_proposal(introduction=row, by=by)
            return
        undoing = undo_step(row)
        if undoing is None:
            raise Http404
        name = undoing
    transition = TRANSITIONS[name]
    if not can_act_for(by, row.source if transition.side == Side.SOURCE else row.target):
        raise PermissionDenied
    step_introduction(introduction=row, step=name, by=by, reason=reason)


def _context(request: MemberRequest, row: Introduction, form: DeclineForm) -> dict:
    now = timezone.now()
    acts_for_source = can_act_for(request.user, row.source)
    acts_for_target = can_act_for(request.user, row.target)
    is_open = row.state == Introduction.State.PROPOSED
    undoing = undo_step(row)
    may_undo = undoing and (acts_for_source if TRANSITIONS[undoing].side == Side.SOURCE else acts_for_target)
    is_source = can_see_matches(request.user, row.source)
    return {
        "introduction": row,
        "mine": row.source if is_source else row.target,
        "other": row.target if is_source else row.source,
        "is_source": is_source,
        "form": form,
        "has_match": Suggestion.objects.filter(
            source__in=[row.source, row.target], target__in=[row.source, row.target]
        ).exists(),
        "can_answer": is_open and acts_for_target and row.told_at is not None,
        "can_withdraw": is_open and acts_for_source,
        "can_take_back": is_open
        and acts_for_source
        and not row.told_at
        and now <= row.proposed_at + UNDO_WITHIN,
        "can_undo": bool(may_undo) and row.can_be_undone(now),
        "contacts": contacts_shown_to(request.user, row),
    }
