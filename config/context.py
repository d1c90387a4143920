"""What every page may show: whether this is a demonstration, and how many notices wait."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from community import policies
from community.services.notices import unread_count


def site(request: HttpRequest) -> dict[str, Any]:
    """Callables, so that a page that shows none of it costs no query."""
    member = getattr(request, "user", None)
    signed_in = member is not None and member.is_authenticated
    return {
        "is_demo": settings.DEMO,
        "unread_notices": (lambda: unread_count(member)) if signed_in else 0,
        "is_organiser": (lambda: policies.organises(member)) if signed_in else False,
    }
