"""Telling the people concerned what became of an introduction, in the site and by mail."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from community.models import Member, Profile
from community.services.jobs import defer
from community.services.links import sign
from community.services.mails import absolute_url, send_mail_to
from community.services.notices import notify
from matching.models import Introduction
from matching.models.introductions import UNDO_WITHIN

State = Introduction.State
ANSWER_LINK = "introduction-answer"

PROPOSED = gettext_noop("%(organisation)s would like to meet you about “%(title)s”")
ACCEPTED = gettext_noop("%(organisation)s accepts to meet you about “%(title)s”")
DECLINED = gettext_noop("%(organisation)s declines to meet about “%(title)s”")
WITHDRAWN = gettext_noop("%(organisation)s withdraws its introduction about “%(title)s”")
EXPIRED = gettext_noop("%(organisation)s did not answer about “%(title)s” within 21 days")

TEXTS = {
    State.PROPOSED: PROPOSED,
    State.ACCEPTED: ACCEPTED,
    State.DECLINED: DECLINED,
    State.WITHDRAWN: WITHDRAWN,
    State.EXPIRED: EXPIRED,
}


def spokespeople(profile: Profile) -> list[Member]:
    """Return who answers for a profile: the named expert, else the editors and owners of its organisation."""
    specific = profile.specific
    expert = getattr(specific, "expert", None)
    if expert is not None and expert.is_active:
        return [expert]
    return [membership.member for membership in profile.organisation.memberships.writing()]


@transaction.atomic
def tell_introduction(*, introduction_id: int, state: str) -> bool:
    """Tell the other side of this state, if it still holds and nobody was told; return whether it was told.

    Called a minute after the step. An undone step is told to nobody, and a step undone then taken again is
    told a minute after the second time.
    """
    introduction = (
        Introduction.objects.select_for_update(of=("self",))
        .select_related("source__organisation", "target__organisation")
        .filter(pk=introduction_id)
        .first()
    )
    if introduction is None or introduction.state != state or introduction.told_state == state:
        return False
    if introduction.answered_at is not None and introduction.can_be_undone(timezone.now()):
        # Early (clocks differ, or the step was undone and taken again): ask once more.
        defer_telling(introduction, at=introduction.answered_at + UNDO_WITHIN)
        return False
    was_told = introduction.told_at is not None
    introduction.told_state = state
    introduction.told_at = introduction.told_at or timezone.now()
    introduction.save(update_fields=["told_state", "told_at"])
    if state == State.WITHDRAWN and not was_told:
        return False
    _tell(introduction)
    return True


def defer_telling(introduction: Introduction, *, at: datetime) -> None:
    """Have the other side told of the present state at that time."""
    defer(
        "matching.tell_introduction",
        run_at=at,
        introduction_id=introduction.pk,
        state=str(introduction.state),
    )


def _tell(introduction: Introduction) -> None:
    state = State(introduction.state)
    to_target = state in (State.PROPOSED, State.WITHDRAWN)
    reader = introduction.target if to_target else introduction.source
    other = introduction.source if to_target else introduction.target
    url = reverse("matching:introduction", args=[introduction.pk])
    params = {"organisation": other.organisation.name, "title": reader.title}
    people = spokespeople(reader)
    notify(members=people, text=TEXTS[state], params=params, url=url)
    for member in people:
        context = {
            **params,
            "introduction": introduction,
            "reader": reader,
            "other": other,
            "url": absolute_url(url),
            "answer_url": "",
        }
        if state == State.PROPOSED:
            context["answer_url"] = absolute_url(answer_path(introduction, member))
        send_mail_to(
            member=member,
            subject=TEXTS[state],
            template=f"matching/mails/introduction_{state}",
            context=context,
        )


def answer_path(introduction: Introduction, member: Member) -> str:
    """Return the path of a link that answers this introduction without signing in, until it expires."""
    left = introduction.expires_at - timezone.now()
    token = sign(
        purpose=ANSWER_LINK,
        member=member,
        subject=str(introduction.pk),
        max_age=max(left, timedelta(minutes=1)),
    )
    return reverse("matching:introduction_answer", args=[token])
