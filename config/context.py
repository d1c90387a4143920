"""What every page may show: whether this is a demonstration, and how many notices wait."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from community import policies
from community.models import Member
from community.services.notices import unread_count


def site(request: HttpRequest) -> dict[str, Any]:
    """Give callables: a page that shows none of it costs no query, one that shows it twice costs one."""
    member = getattr(request, "user", None)
    if not isinstance(member, Member):
        return {"is_demo": settings.DEMO, "unread_notices": 0, "is_organiser": False}
    return {
        "is_demo": settings.DEMO,
        "unread_notices": cache(lambda: unread_count(member)),
        "is_organiser": cache(lambda: policies.organises(member)),
    }
