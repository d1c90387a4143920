"""Answers to suggestions: interested, not for us, later."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Member, Profile
from community.services.jobs import defer
from matching.models import Answer, Introduction
from matching.models.introductions import LATER_MEANS

from .introductions import TooLate, check_speaks_for, propose_introduction, take_back_proposal


@transaction.atomic
def show_interest(
    *, source: Profile, target: Profile, relation: str, message: str, by: Member
) -> Introduction:
    """Say yes to a suggestion: an introduction is proposed to the other side with this message."""
    introduction = propose_introduction(
        source=source, target=target, relation=relation, message=message, by=by
    )
    _record(source, target, relation=relation, kind=Answer.Kind.INTERESTED, by=by)
    return introduction


@transaction.atomic
def set_aside(
    *, source: Profile, target: Profile, relation: str, kind: Answer.Kind, by: Member, reason: str = ""
) -> Answer:
    """Say "not for us" (the pair is never suggested again, either way) or "later" (not for 30 days)."""
    check_speaks_for(by, source)
    answer = _record(source, target, relation=relation, kind=kind, by=by, reason=reason.strip()[:300])
    for profile_id in (source.pk, target.pk):
        defer("matching.refresh_profile", profile_id=profile_id)
    return answer


@transaction.atomic
def undo_answer(*, answer: Answer, by: Member) -> None:
    """Take an answer back within a minute, with the introduction it proposed."""
    row = Answer.objects.select_for_update().filter(pk=answer.pk).first()
    if row is None:
        return
    check_speaks_for(by, row.source)
    if not row.can_be_undone(timezone.now()):
        raise TooLate(_("A step can be undone within a minute; that minute is over."))
    if row.kind == Answer.Kind.INTERESTED:
        proposed = Introduction.objects.filter(
            source=row.source_id, target=row.target_id, state=Introduction.State.PROPOSED
        ).first()
        if proposed is None:
            raise TooLate(_("The other side had already proposed to meet: you are in touch now."))
        take_back_proposal(introduction=proposed, by=by)
        return
    pair = row.source_id, row.target_id
    row.delete()
    for profile_id in pair:
        defer("matching.refresh_profile", profile_id=profile_id)


def _record(
    source: Profile, target: Profile, *, relation: str, kind: Answer.Kind, by: Member, reason: str = ""
) -> Answer:
    now = timezone.now()
    answer, _created = Answer.objects.update_or_create(
        source=source,
        target=target,
        defaults={
            "relation": relation,
            "kind": kind,
            "reason": reason,
            "by": by,
            "answered_at": now,
            "until": now + LATER_MEANS if kind == Answer.Kind.LATER else None,
        },
    )
    return answer
