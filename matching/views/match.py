"""Why a match was suggested, and the answers to it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.views.requests import MemberRequest
from matching.forms.answers import AnswerForm
from matching.models import Answer, Introduction
from matching.queries.explained import explain
from matching.services.answers import set_aside, show_interest, undo_answer
from matching.services.drafts import draft_message
from matching.services.introductions import IntroductionError

from .pairs import Pair, pair_or_404


def match(request: MemberRequest, mine_id: int, other_id: int) -> HttpResponse:
    """Tell why these two were brought together, what is missing, and what weighed how much."""
    pair = pair_or_404(request.user, mine_id, other_id)
    answer = Answer.objects.filter(source=pair.mine, target=pair.other).first()
    context = {
        "pair": pair,
        "card": pair.card,
        "told": explain(pair.suggestion, for_target=pair.is_flipped),
        "answer": answer,
        "introduction": _live_introduction(pair),
    }
    return render(request, "matching/match.html", context)


def answer(request: MemberRequest, mine_id: int, other_id: int) -> HttpResponse:
    """Answer a suggestion: interested (with a message), not for us, later."""
    pair = pair_or_404(request.user, mine_id, other_id)
    if not pair.can_answer:
        raise PermissionDenied
    if request.method != "POST":
        draft = draft_message(mine=pair.mine, other=pair.other, suggestion=pair.suggestion, by=request.user)
        form = AnswerForm(initial={"kind": Answer.Kind.INTERESTED, "message": draft})
        return _composer(request, pair, form)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _composer(request, pair, form, status=422)
    try:
        _take(request, pair, form)
    except IntroductionError as error:
        form.add_error(None, str(error))
        return _composer(request, pair, form, status=409)
    given = get_object_or_404(Answer, source=pair.mine, target=pair.other)
    if request.htmx:
        context = {"pair": pair, "card": pair.card, "answer": given, "introduction": _live_introduction(pair)}
        return render(request, "matching/answer.html#answered", context)
    messages.success(request, _("Noted. You can undo it within a minute from the page of the match."))
    return redirect("matching:match", pair.mine.pk, pair.other.pk)


@require_POST
def undo(request: MemberRequest, mine_id: int, other_id: int) -> HttpResponse:
    """Take an answer back within a minute."""
    pair = pair_or_404(request.user, mine_id, other_id)
    if not pair.can_answer:
        raise PermissionDenied
    given = Answer.objects.filter(source=pair.mine, target=pair.other).first()
    try:
        if given is not None:
            undo_answer(answer=given, by=request.user)
    except IntroductionError as error:
        messages.error(request, str(error))
        response = redirect("matching:match", pair.mine.pk, pair.other.pk)
        return _full_page(response) if request.htmx else response
    if request.htmx:
        return render(request, "matching/answer.html#card", {"card": pair.card})
    messages.success(request, _("Taken back: it is as if you had not answered."))
    return redirect("matching:match", pair.mine.pk, pair.other.pk)


def _take(request: MemberRequest, pair: Pair, form: AnswerForm) -> None:
    given = form.cleaned_data
    if given["kind"] == Answer.Kind.INTERESTED:
        show_interest(
            source=pair.mine,
            target=pair.other,
            relation=pair.relation,
            message=given["message"],
            by=request.user,
        )
    else:
        set_aside(
            source=pair.mine,
            target=pair.other,
            relation=pair.relation,
            kind=Answer.Kind(given["kind"]),
            by=request.user,
            reason=given["reason"],
        )


def _composer(request: MemberRequest, pair: Pair, form: AnswerForm, status: int = 200) -> HttpResponse:
    template = "matching/answer.html#composer" if request.htmx else "matching/answer.html"
    return render(request, template, {"pair": pair, "card": pair.card, "form": form}, status=status)


def _live_introduction(pair: Pair) -> Introduction | None:
    ids = [pair.mine.pk, pair.other.pk]
    return (
        Introduction.objects.filter(source__in=ids, target__in=ids)
        .exclude(state=Introduction.State.WITHDRAWN)
        .first()
    )


def _full_page(response: HttpResponse) -> HttpResponse:
    location = response["Location"]
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = location
    return answer
