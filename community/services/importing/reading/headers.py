"""From the header of a table to the columns of a type."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from community.models.fields import fold

from ..problems import FileRefused, Filled, Problem, quoted
from ..types import TYPES, RowType

TYPE_COLUMN = "type"


@dataclass(frozen=True, slots=True)
class Header:
    """Where each known column stands; positions of columns that are not read are absent."""

    positions: dict[str, int]
    warnings: tuple[Problem, ...] = ()


def plain(name: object) -> str:
    """Return the name of a column without case, accents or punctuation around it."""
    return fold(str(name)).replace("_", " ").replace("-", " ").strip(" *:")


@cache
def names_of(row_type: RowType) -> dict[str, str]:
    """Return every way to write each column: its name, or its label in a language of the site."""
    names: dict[str, str] = {}
    for column in row_type.columns:
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                names.setdefault(plain(column.label), column.name)
    return names | {plain(column.name): column.name for column in row_type.columns}


@cache
def _type_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for row_type in TYPES.values():
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                names.setdefault(plain(row_type.label), row_type.name)
                names.setdefault(plain(row_type.model._meta.verbose_name), row_type.name)
    for name in TYPES:
        names |= {plain(name): name, plain(name.removesuffix("s")): name}
    return names


def type_named(name: object) -> RowType | None:
    """Return the type called so, in the singular or the plural, in English or in French."""
    found = _type_names().get(plain(name))
    return TYPES[found] if found else None


def known_columns(cells: Sequence[Any], row_types: Sequence[RowType]) -> int:
    """Return how many cells name a column of one of the types: what a header is recognised by."""
    known = {TYPE_COLUMN}.union(*(names_of(row_type) for row_type in row_types))
    return sum(plain(cell) in known for cell in cells if cell is not None)


def header_of(
    cells: Sequence[Any], row_type: RowType, *, line: int, sheet: str = "", is_shared: bool = False
) -> Header:
    """Return where the columns of the type stand; a shared header also names those of other types.

    Raises FileRefused for a header that cannot be trusted.
    """
    names = names_of(row_type)
    others = set().union(*map(names_of, TYPES.values())) if is_shared else set()
    positions: dict[str, int] = {}
    unknown: list[str] = []
    for position, cell in enumerate(cells):
        plain_name = plain(cell) if cell is not None else ""
        if not plain_name or plain_name == TYPE_COLUMN:
            continue
        name = names.get(plain_name)
        if name is None and plain_name in others:
            continue
        if name is None:
            unknown.append(str(cell))
        elif name in positions:
            raise FileRefused(
                Filled(_("Two columns are called “%(name)s”. Remove or rename one of them."), name=name),
                line=line,
                column=name,
                sheet=sheet,
            )
        else:
            positions[name] = position
    _check_present(positions, row_type, line=line, sheet=sheet)
    return Header(positions, tuple(_unknown(unknown, row_type, positions, line=line, sheet=sheet)))


def _check_present(positions: dict[str, int], row_type: RowType, *, line: int, sheet: str) -> None:
    if "id" not in positions:
        raise FileRefused(
            Filled(
                _("There is no column “id” on this line. The first line names the columns: %(names)s."),
                names=", ".join(row_type.column_names),
            ),
            line=line,
            column="id",
            sheet=sheet,
        )


def _unknown(
    names: list[str], row_type: RowType, positions: dict[str, int], *, line: int, sheet: str
) -> list[Problem]:
    """Return a warning for each column that is left out; a near miss is refused, for data would be lost."""
    warnings = []
    missing = [name for name in row_type.column_names if name not in positions]
    for name in names:
        likely = difflib.get_close_matches(plain(name), [plain(m) for m in missing], n=1, cutoff=0.8)
        if likely:
            raise FileRefused(
                Filled(
                    _("The column “%(name)s” is not known. Did you mean “%(likely)s”?"),
                    name=quoted(name),
                    likely=likely[0].replace(" ", "_"),
                ),
                line=line,
                column=quoted(name),
                sheet=sheet,
            )
        warnings.append(
            Problem(
                Filled(_("The column “%(name)s” is not known here; it is left out."), name=quoted(name)),
                line=line,
                column=quoted(name),
                sheet=sheet,
                type=row_type.name,
            )
        )
    return warnings
