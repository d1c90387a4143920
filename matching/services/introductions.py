"""The life of an introduction: proposed by one side, answered by the other, told after a minute of regret."""

from datetime import timedelta
from typing import cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Member, Organisation, Profile
from community.policies import can_act_for
from community.services.jobs import defer
from matching.models import Answer, Connection, Introduction, Suggestion
from matching.models.introductions import EXPIRES_AFTER, TRANSITIONS, UNDO_WITHIN, Side

from .telling import defer_telling

State = Introduction.State
# Each one writes to several people: what an organisation can follow up, and nobody can flood with.
PROPOSED_A_DAY = 30


class IntroductionError(Exception):
    """A step that cannot be taken now; the text says why and what to do."""


class NotYourSide(IntroductionError):
    """The member may not speak for the side that takes this step."""


class TooLate(IntroductionError):
    """The introduction is no longer in the state this step starts from."""


TOO_LATE = {
    State.ACCEPTED: _("This introduction has already been accepted. You can write to each other."),
    State.DECLINED: _("This introduction has already been declined."),
    State.WITHDRAWN: _("The other side has withdrawn this introduction in the meantime. Nothing was sent."),
    State.EXPIRED: _("This introduction has expired: nobody answered for 21 days. You can propose it again."),
    State.PROPOSED: _("This introduction is still waiting for an answer."),
}


@transaction.atomic
def propose_introduction(
    *, source: Profile, target: Profile, relation: str, message: str, by: Member
) -> Introduction:
    """Offer to meet. When the other side has already offered, both want it: it is accepted at once.

    Safe to repeat: a live introduction of the same side is returned as it is.

    Raises:
        NotYourSide: the member does not speak for the source.
        IntroductionError: the other side left matching, or the organisation proposed too many today.
    """
    check_speaks_for(by, source)
    live = _live_introduction(source, target)
    if live is not None:
        if live.source_id == source.pk or live.state == State.ACCEPTED:
            return live
        return step_introduction(introduction=live, step="accept", by=by)
    _check_takes_part(target)
    _check_daily_limit(source.organisation_id)
    suggestion = Suggestion.objects.filter(relation=relation, source=source, target=target).first()
    now = timezone.now()
    introduction = Introduction.objects.create(
        relation=relation,
        source=source,
        target=target,
        message=message.strip(),
        explanation=suggestion.explanation if suggestion else {},
        proposed_by=by,
        proposed_at=now,
        expires_at=now + EXPIRES_AFTER,
    )
    _tell_later(introduction)
    return introduction


def _check_takes_part(target: Profile) -> None:
    """Refuse what the other side no longer wants: the list on the screen may be older than their choice."""
    if not Profile.objects.matchable().filter(pk=target.pk).exists():
        raise IntroductionError(
            _("“%(title)s” no longer takes part in matching: nothing was sent.") % {"title": target.title}
        )


def _check_daily_limit(organisation_id: int) -> None:
    """Count the day's proposals, one request of the organisation at a time, so a burst does not pass."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    since = timezone.now() - timedelta(days=1)
    made = Introduction.objects.filter(source__organisation=organisation_id, proposed_at__gt=since)
    if made.count() >= PROPOSED_A_DAY:
        raise IntroductionError(
            _(
                "Your organisation has proposed %(count)d introductions in 24 hours, the most it may. "
                "Nothing was sent. Wait for the first answers, then propose this one tomorrow."
            )
            % {"count": PROPOSED_A_DAY}
        )


def _live_introduction(source: Profile, target: Profile) -> Introduction | None:
    """Return the pair's live introduction, whichever side made it, once an overdue one has expired.

    Both profiles are locked, in the order of their ids, so two sides offering at once take turns.
    """
    pair = [source.pk, target.pk]
    list(Profile.objects.select_for_update(of=("self",)).filter(pk__in=pair).order_by("pk").values_list("pk"))
    live = Introduction.objects.filter(
        source__in=pair, target__in=pair, state__in=[State.PROPOSED, State.ACCEPTED]
    ).first()
    if live is not None and live.is_overdue(timezone.now()):
        step_introduction(introduction=live, step="expire", by=None)
        return None
    return live


@transaction.atomic
def step_introduction(
    *, introduction: Introduction, step: str, by: Member | None, reason: str = ""
) -> Introduction:
    """Take one step of the declared life of an introduction; ``by`` is None for the program itself.

    The row is locked, so of two steps taken at once the second sees what the first did.

    Raises:
        NotYourSide: the member does not speak for the side that takes this step.
        TooLate: the introduction is in another state by now, or the minute for undoing is over.
    """
    transition = TRANSITIONS[step]
    row = Introduction.objects.select_for_update().get(pk=introduction.pk)
    _check_side(row, transition.side, by)
    now = timezone.now()
    if row.state != transition.origin:
        raise TooLate(TOO_LATE[cast("State", row.state)])
    if step in ("accept", "decline") and row.is_overdue(now):
        raise TooLate(TOO_LATE[State.EXPIRED])
    if step.startswith("undo_") and not row.can_be_undone(now):
        raise TooLate(_("A step can be undone within a minute; that minute is over."))
    row.state = transition.result
    if row.state == State.PROPOSED:
        row.answered_at, row.answered_by, row.reason = None, None, ""
    else:
        row.answered_at, row.answered_by, row.reason = now, by, reason.strip()[:500]
    row.save(update_fields=["state", "answered_at", "answered_by", "reason"])
    _keep_connection(row)
    _tell_later(row)
    _refresh(row)
    return row


def undo_step(introduction: Introduction) -> str | None:
    """Return the step that would undo the last one, or None when there is none."""
    names = {State.ACCEPTED: "undo_accept", State.DECLINED: "undo_decline", State.WITHDRAWN: "undo_withdraw"}
    return names.get(cast("State", introduction.state))


@transaction.atomic
def take_back_proposal(*, introduction: Introduction, by: Member) -> None:
    """Undo a proposal less than a minute old, as if never made: the other side was not told yet."""
    row = Introduction.objects.select_for_update().get(pk=introduction.pk)
    _check_side(row, Side.SOURCE, by)
    if row.state != State.PROPOSED:
        raise TooLate(TOO_LATE[cast("State", row.state)])
    if row.told_at is not None or timezone.now() > row.proposed_at + UNDO_WITHIN:
        raise TooLate(_("A step can be undone within a minute; that minute is over."))
    Answer.objects.filter(source=row.source_id, target=row.target_id).delete()
    pair = row.source_id, row.target_id
    row.delete()
    for profile_id in pair:
        defer("matching.refresh_profile", profile_id=profile_id)


def expire_overdue() -> int:
    """Let the introductions nobody answered for 21 days expire; return how many did."""
    overdue = Introduction.objects.filter(state=State.PROPOSED, expires_at__lt=timezone.now())
    count = 0
    for introduction in overdue:
        try:
            step_introduction(introduction=introduction, step="expire", by=None)
        except TooLate:
            continue
        count += 1
    return count


def check_speaks_for(member: Member, profile: Profile) -> None:
    """Raise NotYourSide unless the member may answer in the profile's name; organisers may not."""
    if not can_act_for(member, profile):
        raise NotYourSide(
            _("Only editors and owners of “%(organisation)s” can answer for it. Ask one of them.")
            % {"organisation": profile.organisation.name}
        )


def _check_side(introduction: Introduction, side: Side, by: Member | None) -> None:
    if side == Side.PROGRAM:
        if by is not None:
            raise NotYourSide(_("Only the program itself lets an introduction expire."))
        return
    profile = introduction.source if side == Side.SOURCE else introduction.target
    if by is None:
        raise NotYourSide(_("Someone has to take this step."))
    check_speaks_for(by, profile)


def _keep_connection(introduction: Introduction) -> None:
    """A connection exists exactly while its introduction is accepted."""
    if introduction.state == State.ACCEPTED:
        Connection.objects.get_or_create(
            introduction=introduction,
            defaults={
                "first": introduction.source.organisation,
                "second": introduction.target.organisation,
            },
        )
    else:
        Connection.objects.filter(introduction=introduction).delete()


def _tell_later(introduction: Introduction) -> None:
    """The other side is told once the minute for undoing is over, and only of what is still true then."""
    defer_telling(introduction, at=timezone.now() + UNDO_WITHIN)


def _refresh(introduction: Introduction) -> None:
    for profile_id in (introduction.source_id, introduction.target_id):
        defer("matching.refresh_profile", profile_id=profile_id)
