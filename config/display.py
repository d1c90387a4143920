"""How a browser's owner wants the pages shown: read from cookies, so that the first byte is already right."""

from typing import Any

from django.http import HttpRequest

from community.views.preferences import CHOICES


def display(request: HttpRequest) -> dict[str, Any]:
    """Return the appearance, and whether the search has its shortcut."""
    theme = request.COOKIES.get("theme", "auto")
    return {
        "display_theme": theme if theme in CHOICES["theme"] else "auto",
        "search_shortcut": request.COOKIES.get("shortcut", "on") != "off",
    }
