"""Logging: who did what where, never a body, a token or a session id."""

import logging
import re
from typing import Any

# A path segment this long is a key of some kind: an invitation, an answer link, a password reset.
KEY = re.compile(r"(?<=/)[\w:.=-]{24,}(?=[/?\s\"']|$)", re.ASCII)
SECRET_QUERY = re.compile(r"((?:token|key|code|next|q)=)[^&\s\"']+", re.IGNORECASE)


def without_secrets(text: str) -> str:
    """Return the text with keys in addresses, and the values of telling parameters, replaced."""
    return SECRET_QUERY.sub(r"\1…", KEY.sub("…", text))


class HideSecrets(logging.Filter):
    """Rewrites a record's message before it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_secrets(record.getMessage())
        record.args = None
        return True


def logging_settings(level: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"hide_secrets": {"()": "config.logs.HideSecrets"}},
        "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["hide_secrets"],
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            name: {"level": level, "propagate": True, "handlers": []}
            for name in ("django", "django.server", "faubourg")
        },
    }
