"""The password rule of the CNIL: 12 characters of 4 kinds, or 14 of 3."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LENGTH_FOR_KINDS = {4: 12, 3: 14}
RULE = _(
    "At least 12 characters with lower case, upper case, digits and other signs; "
    "or at least 14 characters with three of these kinds."
)


def kinds_of(password: str) -> int:
    """Return how many of the four kinds of characters the password has."""
    kinds = (
        any(c.islower() for c in password),
        any(c.isupper() for c in password),
        any(c.isdigit() for c in password),
        any(not (c.isalnum() or c.isspace()) for c in password),
    )
    return sum(kinds)


class CnilPasswordValidator:
    """Refuses a password below the rule, with the whole rule as the sentence."""

    def validate(self, password: str, user: Any = None) -> None:
        needed = LENGTH_FOR_KINDS.get(kinds_of(password))
        if needed is None or len(password) < needed:
            raise ValidationError(
                _("This password is too simple. %(rule)s"),
                code="password_below_rule",
                params={"rule": RULE},
            )

    def get_help_text(self) -> str:
        return str(RULE)
