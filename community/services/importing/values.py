"""Reading one cell: each function returns the value, or raises BadValue with what to write instead."""

import difflib
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from community.models.fields import fold

from .problems import BadValue, Filled, quoted

SEPARATOR = "|"
EXTERNAL_ID_MAX = 80
_SEPARATORS = re.compile(r"[|;\n]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_POPULATION_MAX = 100_000_000
_url = URLValidator(schemes=["http", "https"])

Parser = Callable[[Any], Any]


def text(raw: Any) -> str:
    """Return the cell as text; numbers become text, anything else is refused."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | date):
        raise BadValue(_("This must be text."))
    value = _number_as_text(raw) if isinstance(raw, int | float) else str(raw)
    if _UNSTORABLE.search(value):
        raise BadValue(
            _("This contains a character that cannot be stored (NUL or half of one). Type it again by hand.")
        )
    return value


def _number_as_text(raw: float) -> str:
    # A spreadsheet keeps every number as a decimal: 93005 comes back as 93005.0.
    return str(int(raw)) if raw == raw // 1 else str(raw)


def short(maximum: int) -> Parser:
    """Return the parser of one line of at most ``maximum`` characters."""

    def parse(raw: Any) -> str:
        value = text(raw).strip()
        if _CONTROL.search(value):
            raise BadValue(_("This must hold on one line, without tabs."))
        if len(value) > maximum:
            raise BadValue(Filled(_("This is too long: at most %(maximum)d characters."), maximum=maximum))
        return value

    return parse


external_id = short(EXTERNAL_ID_MAX)


def integer(raw: Any) -> int:
    """Return a whole number; spaces between thousands are accepted."""
    value = re.sub(r"\s", "", text(raw))
    if not re.fullmatch(r"\d{1,12}", value, re.ASCII) or int(value) > _POPULATION_MAX:
        raise BadValue(
            Filled(_("“%(value)s” is not a whole number. Write digits only: 86000."), value=quoted(raw))
        )
    return int(value)


def day(raw: Any) -> date:
    """Return a date: a spreadsheet's own, 2026-11-24, or 24/11/2026."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    value = text(raw).strip()
    try:
        if found := _DAY_FIRST.fullmatch(value):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(value[:10] if value[10:] in ("T00:00:00", " 00:00:00") else value)
    except ValueError:
        raise BadValue(
            Filled(_("“%(value)s” is not a date. Write year-month-day: 2026-11-24."), value=quoted(raw))
        ) from None


def country(raw: Any) -> str:
    value = text(raw).strip().upper()
    if not re.fullmatch("[A-Z]{2}", value):
        raise BadValue(_("Write the country as two letters: FR, BE, NL…"))
    return value


def website(raw: Any) -> str:
    value = short(200)(raw)
    try:
        _url(value)
    except ValidationError:
        raise BadValue(
            Filled(_("“%(value)s” is not a web address. It starts with https://."), value=quoted(value))
        ) from None
    return value


def address(raw: Any) -> str:
    value = short(254)(raw).lower()
    try:
        validate_email(value)
    except ValidationError:
        raise BadValue(Filled(_("“%(value)s” is not an e-mail address."), value=quoted(value))) from None
    return value


@cache
def _known(choices: Any) -> dict[str, Any]:
    """Return each code by its own name and by its label in every language of the site."""
    known: dict[str, Any] = {}
    for code, label in choices.choices:
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                known.setdefault(fold(str(label)), code)
    return known | {fold(str(code)): code for code in choices.values}


def code(choices: Any) -> Parser:
    """Return the parser of one word of a closed list, given as its code or its label."""

    def parse(raw: Any) -> Any:
        value = fold(text(raw))
        known = _known(choices)
        if value in known:
            return known[value]
        likely = difflib.get_close_matches(value[:80], known, n=1, cutoff=0.75)
        if likely:
            raise BadValue(
                Filled(
                    _("“%(value)s” is not known. Did you mean “%(likely)s”?"),
                    value=quoted(raw),
                    likely=known[likely[0]],
                )
            )
        raise BadValue(
            Filled(
                _("“%(value)s” is not known. Write one of: %(codes)s."),
                value=quoted(raw),
                codes=", ".join(str(code) for code in choices.values),
            )
        )

    return parse


def items(raw: Any) -> list[Any]:
    """Return the items of a list: a JSON list, or a cell with | or ; between them."""
    found = raw if isinstance(raw, list | tuple) else _SEPARATORS.split(text(raw))
    stripped = [item.strip() if isinstance(item, str) else item for item in found]
    return list(dict.fromkeys(item for item in (text(item) for item in stripped) if item))


def listed(parse_one: Parser) -> Parser:
    """Return the parser of a list whose items ``parse_one`` reads; repeated items count once."""

    def parse(raw: Any) -> list[Any]:
        return list(dict.fromkeys(parse_one(item) for item in items(raw)))

    return parse


def is_empty(raw: Any) -> bool:
    return raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())
