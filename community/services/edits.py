"""What saving has in common: the version an editor started from, and the two ways a text is turned down."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from .texts import RULES, TextProblem, clean_text, text_problems


class TextRefused(Exception):
    """A text cannot be saved as it is; ``problems`` says for each field what to change."""

    def __init__(self, problems: Mapping[str, Sequence[TextProblem]]) -> None:
        super().__init__("; ".join(f"{field}: {found[0]}" for field, found in problems.items()))
        self.problems = problems


class EditConflict(Exception):
    """Somebody else saved while this editor was writing; ``current`` is what is stored now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("changed by somebody else")
        self.current = current


def version_of(row: Any) -> str:
    """Return the mark an edit form carries, to see whether the row changed in between."""
    return row.updated_at.isoformat() if row.updated_at else ""


def check_version(row: Any, version: str | None) -> None:
    """Raise EditConflict when the (locked) row is not the one the editor read; None trusts the caller."""
    if version is not None and version != version_of(row):
        raise EditConflict(getattr(row, "specific", row))


def clean_line(raw: str) -> str:
    return " ".join(clean_text(raw).split("\n"))


def clean_texts(row: models.Model, rules: Mapping[str, str]) -> None:
    """Clean the row's texts in place; ``rules`` gives the name of the rule of each field."""
    for field, rule in rules.items():
        value = getattr(row, field)
        # A text that is far too long is refused as it came: cleaning a megabyte costs a second.
        if len(value) <= 2 * RULES[rule].maximum:
            is_line = rule in ("title", "summary")
            setattr(row, field, clean_line(value) if is_line else clean_text(value))


def problems_of(row: models.Model, rules: Mapping[str, str]) -> dict[str, list[TextProblem]]:
    """Return what to change in each field of the row; an empty dict when all is well."""
    found = {field: text_problems(getattr(row, field), rule=RULES[rule]) for field, rule in rules.items()}
    return {field: problems for field, problems in found.items() if problems}
