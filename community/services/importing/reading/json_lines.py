"""Rows of a JSON Lines file: one object per line."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..problems import BadValue, FileRefused, Filled, Problem, quoted
from ..rows import Row
from ..types import RowType
from .encodings import text_lines
from .headers import TYPE_COLUMN, Header, header_of, type_named
from .tables import KEPT_STRAYS, stray

_EXAMPLE = '{"id": "…", …}'


@dataclass(slots=True)
class JsonLines:
    """A file where each line is an object, of the type asked for, else its own, else the name's."""

    path: Path
    encoding: str
    asked: RowType | None
    said: RowType | None
    warnings: list[Problem] = field(default_factory=list)
    strays: list[Problem] = field(default_factory=list)
    stray_count: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    headers: dict[tuple[str, ...], Header] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for line, found in self._lines():
            row_type = self._type_of(found)
            if row_type is not None:
                self.counts[row_type.name] += 1
            else:
                self._note_stray(line, found)

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def types(self) -> set[str]:
        return set(self.counts)

    def rows(self, row_type: RowType) -> Iterable[Row]:
        for line, found in self._lines():
            if isinstance(found, dict) and self._type_of(found) is row_type:
                yield self._row(line, found, row_type)

    def _lines(self) -> Iterator[tuple[int, dict[str, Any] | Problem]]:
        """Yield (line, object), or what is wrong with the line."""
        for number, text in enumerate(text_lines(self.path, self.encoding), start=1):
            if text.strip():
                yield number, _object(text, number)

    def _type_of(self, found: dict[str, Any] | Problem) -> RowType | None:
        if not isinstance(found, dict):
            return None
        if self.asked is None and TYPE_COLUMN in found:
            return type_named(found[TYPE_COLUMN])
        return self.asked or self.said

    def _row(self, line: int, found: dict[str, Any], row_type: RowType) -> Row:
        keys = tuple(found)
        try:
            header = self._header(keys, row_type, line)
        except FileRefused as error:
            # One line's keys are that line's problem.
            return Row(line, found, problems=[error.problem])
        return Row(line, {name: found[keys[position]] for name, position in header.positions.items()})

    def _header(self, keys: tuple[str, ...], row_type: RowType, line: int) -> Header:
        known = self.headers.get((row_type.name, *keys))
        if known is None:
            known = header_of(keys, row_type, line=line)
            if len(self.headers) < 1000:
                self.headers[(row_type.name, *keys)] = known
                self.warnings += known.warnings
        return known

    def _note_stray(self, line: int, found: dict[str, Any] | Problem) -> None:
        self.stray_count += 1
        if len(self.strays) < KEPT_STRAYS:
            problem = stray(found.get(TYPE_COLUMN), line=line) if isinstance(found, dict) else found
            self.strays.append(problem)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _value in pairs).items() if count > 1)
        raise BadValue(
            Filled(_("The key “%(name)s” is given twice. Keep one of the two values."), name=quoted(twice))
        )
    return found


def _object(text: str, line: int) -> dict[str, Any] | Problem:
    try:
        found = json.loads(text, object_pairs_hook=_unique_keys)
    except BadValue as error:
        return Problem(error.message, line=line)
    except (ValueError, RecursionError) as error:
        column = f" ({error.msg}, {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        return Problem(
            Filled(
                _("This line is not a JSON object%(where)s. Write it as %(example)s."),
                where=column,
                example=_EXAMPLE,
            ),
            line=line,
        )
    if not isinstance(found, dict):
        return Problem(
            Filled(_("This line is not an object. Write it as %(example)s."), example=_EXAMPLE), line=line
        )
    return found
