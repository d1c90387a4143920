"""Notices: telling members something, inside the site and by mail when it cannot wait."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from community.models import Member, Notice
from community.services.mails import absolute_url, send_mail_to

NOTICE_MAIL = "community/mails/notice"
NOTICES_KEPT_FOR = timedelta(days=365)


@transaction.atomic
def notify(
    *,
    members: Iterable[Member],
    text: str,
    params: Mapping[str, Any] | None = None,
    url: str,
    email: bool = False,
) -> list[Notice]:
    """Tell each active member once; ``text`` is an English msgid with %(named)s places for ``params``.

    With ``email``, the same sentence and address leave by mail; a caller with more to say sends its own mail.
    """
    filled = {name: str(value) for name, value in (params or {}).items()}
    unique = {member.pk: member for member in members if member.is_active}
    notices = Notice.objects.bulk_create(
        Notice(member=member, text=text, params=filled, url=url) for member in unique.values()
    )
    if email:
        for notice in notices:
            sentence = notice.sentence_in(notice.member.language)
            send_mail_to(
                member=notice.member,
                subject=text,
                template=NOTICE_MAIL,
                context={**filled, "sentence": sentence, "url": absolute_url(url)},
            )
    return notices


def unread_count(member: Member) -> int:
    return Notice.objects.filter(member=member).unread().count()


def mark_all_read(*, by: Member) -> int:
    """Mark every notice of the member as read; return how many were not."""
    return Notice.objects.filter(member=by).unread().update(read_at=timezone.now())


def open_notice(notice: Notice, *, by: Member) -> str:
    """Mark the member's notice as read and return where it leads."""
    Notice.objects.filter(pk=notice.pk, member=by, read_at__isnull=True).update(read_at=timezone.now())
    return notice.url


def forget_old_notices() -> int:
    """Erase notices of a year ago or more, read or not; return how many."""
    return Notice.objects.filter(created_at__lt=timezone.now() - NOTICES_KEPT_FOR).delete()[0]
