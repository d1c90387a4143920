"""What every page may show: whether this is a demonstration, and how many notices wait."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from community import policies
from community.services.notices import unread_count


def site(request: HttpRequest) -> dict[str, Any]:
    """Give callables: a page that shows none of it costs no query, one that shows it twice costs one."""
    member = getattr(request, "user", None)
    signed_in = member is not None and member.is_authenticated
    return {
        "is_demo": settings.DEMO,
        "unread_notices": cache(lambda: unread_count(member)) if signed_in else 0,
        "is_organiser": cache(lambda: policies.organises(member)) if signed_in else False,
    }
