"""System checks: arrangements that would work on the developer's machine and fail in production."""

import os
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from config.startup import refuse_demo_beside_members

IN_MEMORY_LAYER = "channels.layers.InMemoryChannelLayer"
IN_MEMORY_CACHE = "django.core.cache.backends.locmem.LocMemCache"


def web_processes() -> int:
    try:
        return int(os.environ.get("WEB_CONCURRENCY", "1"))
    except ValueError:
        return 1


@register()
def several_processes_share_memory(**kwargs: Any) -> list[CheckMessage]:
    """Several web processes need Redis: what one keeps in memory (frames, sign-in limits) the others miss."""
    if web_processes() < 2:
        return []
    found: list[CheckMessage] = []
    if settings.CHANNEL_LAYERS["default"]["BACKEND"] == IN_MEMORY_LAYER:
        found.append(
            Error(
                "WEB_CONCURRENCY asks for several web processes, but live updates stay inside one of them.",
                hint="Set REDIS_URL, or WEB_CONCURRENCY=1.",
                id="faubourg.E001",
            )
        )
    if settings.CACHES["default"]["BACKEND"] == IN_MEMORY_CACHE:
        found.append(
            Error(
                "WEB_CONCURRENCY asks for several web processes, but each counts sign-in attempts alone.",
                hint="Set REDIS_URL, or WEB_CONCURRENCY=1.",
                id="faubourg.E002",
            )
        )
    return found


@register(Tags.database)
def demo_has_no_real_members(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """One-click sign-in is refused beside the accounts of real people (looked at with the database)."""
    if not settings.DEMO or not databases:
        return []
    try:
        refuse_demo_beside_members()
    except ImproperlyConfigured as refusal:
        return [Error(str(refusal), id="faubourg.E003")]
    return []
