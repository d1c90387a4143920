"""Shared column shapes: lists of codes, and keys that sort and search without accents."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "’": "'"})


class _Unmarked(dict[int, int | None]):
    """What each character becomes without accents: a mark, nothing; common ones are kept."""

    def __missing__(self, code: int) -> int | None:
        kept = None if unicodedata.combining(chr(code)) else code
        return self.setdefault(code, kept) if code < 0x3000 else kept


_UNMARKED = _Unmarked()


def fold(text: str) -> str:
    """Return the text in lower case without accents, as it is sorted and searched by name."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return " ".join(decomposed.translate(_UNMARKED).casefold().split())


def codes_field(choices: type[models.TextChoices], **options: Any) -> "ArrayField[Any, Any]":
    """Return a column holding a list of codes of ``choices``, empty by default."""
    base = models.CharField(max_length=20, choices=choices.choices)
    return ArrayField(base, default=list, blank=True, **options)


def labelled(choices: type[models.TextChoices], codes: Iterable[str]) -> list[tuple[str, Any]]:
    """Return (code, label) for each code, in the order of the list of words."""
    chosen = set(codes)
    return [(code, label) for code, label in choices.choices if code in chosen]


def codes_constraint(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """Return the constraint that ``field`` holds only codes of ``choices``."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__contained_by": choices.values}),
        name=name,
    )


def code_constraint(field: str, choices: Any, name: str, *, blank: bool = False) -> models.CheckConstraint:
    """Return the constraint that ``field`` is one of ``choices`` (or empty, with ``blank``)."""
    values = [*choices.values, ""] if blank else choices.values
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=name)
