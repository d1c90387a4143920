"""Rows on their way in: as read from a file, then as what will be written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from .problems import BadValue, Problem
from .types import RowType
from .values import is_empty


@dataclass(slots=True)
class Row:
    """One row of a file: raw cells by column name, and where it stands."""

    line: int
    cells: Mapping[str, Any]
    sheet: str = ""
    problems: list[Problem] = field(default_factory=list)
    """What the reader found wrong; the row is then refused."""


class Source(Protocol):
    """Where rows come from; each type can be read more than once."""

    warnings: list[Problem]
    """What is worth knowing, and stops nothing: a column that is left out."""
    strays: list[Problem]
    """The first rows that are of no type: they are refused."""
    stray_count: int

    @property
    def total(self) -> int:
        """How many rows there are in all."""
        ...

    @property
    def types(self) -> set[str]:
        """The types that the source holds."""
        ...

    def rows(self, row_type: RowType) -> Iterable[Row]:
        """Yield the rows of one type. Raises FileRefused."""
        ...


@dataclass(slots=True)
class Draft:
    """A row being turned into what will be written."""

    row: Row
    row_type: RowType
    values: dict[str, Any] = field(default_factory=dict)
    """Parsed values by column name; a column the file does not have is absent."""
    problems: list[Problem] = field(default_factory=list)
    instance: Any = None
    is_new: bool = False
    changed: list[str] = field(default_factory=list)
    """The columns whose value changes."""
    communes: list[int] | None = None

    @property
    def key(self) -> str:
        return self.values.get("id", "")

    @property
    def is_written(self) -> bool:
        return not self.problems and (self.is_new or bool(self.changed))

    def refuse(self, column: str, message: Any) -> None:
        """Note what is wrong in a column of this row."""
        self.problems.append(
            Problem(message, line=self.row.line, column=column, sheet=self.row.sheet, type=self.row_type.name)
        )


def draft_of(row: Row, row_type: RowType) -> Draft:
    """Return the row with every cell read; those that cannot be are noted as problems."""
    draft = Draft(row, row_type, problems=list(row.problems))
    for column in row_type.columns:
        if column.name not in row.cells:
            continue
        raw = row.cells[column.name]
        if is_empty(raw):
            draft.values[column.name] = list(column.empty) if column.is_list else column.empty
            continue
        try:
            draft.values[column.name] = column.parse(raw)
        except BadValue as error:
            draft.refuse(column.name, error.message)
    return draft
