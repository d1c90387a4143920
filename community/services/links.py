"""Signed links that act without signing in: one purpose, one member, one subject, an end."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from community.models import Member, UsedLink

SALT = "faubourg.link."


class BadLink(Exception):
    """The link was not made here, is for something else, or its member is gone."""


class LinkExpired(BadLink):
    """The link was good, too long ago."""


class LinkUsed(BadLink):
    """The link works once, and it did."""


class Link(NamedTuple):
    """What a link says."""

    member: Member
    subject: str


def sign(*, purpose: str, member: Member, subject: str, max_age: timedelta) -> str:
    """Return a token for a URL; nothing is stored until it is used."""
    expires = int((timezone.now() + max_age).timestamp())
    return signing.dumps({"m": member.pk, "s": str(subject), "e": expires}, salt=SALT + purpose)


def read(token: str, *, purpose: str) -> Link:
    """Return what the token says, without using it: a mail scanner may follow a link, it must change nothing.

    Raises: BadLink, LinkExpired.
    """
    content = _content(token, purpose)
    if content["e"] <= timezone.now().timestamp():
        raise LinkExpired
    member = Member.objects.filter(pk=content["m"], is_active=True).first()
    if member is None:
        raise BadLink
    return Link(member, content["s"])


def use(token: str, *, purpose: str) -> Link:
    """Return what the token says and burn it, with the transaction of what it is used for.

    Raises: BadLink, LinkExpired, LinkUsed.
    """
    link = read(token, purpose=purpose)
    expires_at = datetime.fromtimestamp(_content(token, purpose)["e"], tz=UTC)
    try:
        with transaction.atomic():
            UsedLink.objects.create(digest=_digest(token, purpose), expires_at=expires_at)
    except IntegrityError:
        raise LinkUsed from None
    return link


def is_used(token: str, *, purpose: str) -> bool:
    return UsedLink.objects.filter(digest=_digest(token, purpose)).exists()


def forget_expired_links() -> int:
    """Drop the trace of links that would not work any more; return how many."""
    return UsedLink.objects.filter(expires_at__lt=timezone.now()).delete()[0]


def _content(token: str, purpose: str) -> dict:
    try:
        return signing.loads(token, salt=SALT + purpose)
    except signing.BadSignature:
        raise BadLink from None


def _digest(token: str, purpose: str) -> str:
    return hashlib.sha256(f"{purpose}\n{token}".encode()).hexdigest()
