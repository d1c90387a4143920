"""Rows of a table with a header: a CSV file, or the sheets of a workbook."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..escapes import unescape
from ..problems import FileRefused, Filled, Problem, quoted
from ..rows import Row
from ..types import TYPES, RowType
from .headers import TYPE_COLUMN, Header, header_of, known_columns, plain, type_named
from .kinds import EMPTY

_HEADER_ROWS = 10
KEPT_STRAYS = 200

Records = Callable[[], Iterator[tuple[int, Sequence[Any]]]]
CellCheck = Callable[[Any], Any]


def _nothing_wrong(cell: Any) -> Any:
    return None


@dataclass(slots=True)
class Sheet:
    """One table: its rows, its header, and its type (None when a column says it, row by row)."""

    name: str
    records: Records
    row_type: RowType | None
    header: Sequence[Any]
    line: int
    type_position: int | None

    def body(self) -> Iterator[tuple[int, Sequence[Any]]]:
        return ((line, cells) for line, cells in self.records() if line > self.line)

    def type_of(self, cells: Sequence[Any]) -> RowType | None:
        if self.row_type is not None:
            return self.row_type
        assert self.type_position is not None  # noqa: S101 -- one of the two is always there
        return type_named(cells[self.type_position]) if self.type_position < len(cells) else None


def sheet_of(name: str, records: Records, *, asked: RowType | None, said: RowType | None) -> Sheet:
    """Find the header among the first rows, and the type: asked for, else in a column, else in the name.

    Raises FileRefused when there is no row, or nothing says the type.
    """
    first = list(islice(records(), _HEADER_ROWS))
    if not first:
        raise FileRefused(EMPTY)
    candidates = [asked] if asked else list(TYPES.values())
    line, header = max(first, key=lambda record: known_columns(record[1], candidates))
    names = [plain(cell) if cell is not None else "" for cell in header]
    position = names.index(TYPE_COLUMN) if TYPE_COLUMN in names else None
    row_type = asked or (said if position is None else None)
    if row_type is None and position is None:
        raise FileRefused(
            Filled(
                _("Nothing says what these rows are. Add a column “type”, or choose one of: %(types)s."),
                types=", ".join(TYPES),
            ),
            line=line,
            sheet=name,
        )
    return Sheet(name, records, row_type, _without_tail(header), line, position)


def _without_tail(header: Sequence[Any]) -> Sequence[Any]:
    """Return the header without the empty cells at its end."""
    length = max((i for i, cell in enumerate(header, start=1) if cell not in (None, "")), default=0)
    return header[:length]


@dataclass(slots=True)
class Table:
    """The rows of one or several sheets."""

    sheets: Sequence[Sheet]
    check_cell: CellCheck = _nothing_wrong
    warnings: list[Problem] = field(default_factory=list)
    strays: list[Problem] = field(default_factory=list)
    stray_count: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Read through once: what there is of each type, and the rows that are of none."""
        for sheet in self.sheets:
            if sheet.row_type is not None:
                header = _header(sheet, sheet.row_type)
                self.warnings += header.warnings
            for line, cells in sheet.body():
                row_type = sheet.type_of(cells)
                if row_type is not None:
                    self.counts[row_type.name] += 1
                else:
                    self._note_stray(sheet, line, cells)

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def types(self) -> set[str]:
        return set(self.counts)

    def rows(self, row_type: RowType) -> Iterable[Row]:
        for sheet in self.sheets:
            if sheet.row_type not in (None, row_type):
                continue
            header = _header(sheet, row_type)
            for line, cells in sheet.body():
                if sheet.row_type is row_type or sheet.type_of(cells) is row_type:
                    yield self._row(sheet, header, line, cells)

    def _row(self, sheet: Sheet, header: Header, line: int, cells: Sequence[Any]) -> Row:
        row = Row(line, {}, sheet.name)
        found: dict[str, Any] = {}
        for name, position in header.positions.items():
            cell = cells[position] if position < len(cells) else ""
            if problem := self.check_cell(cell):
                row.problems.append(Problem(problem, line=line, column=name, sheet=sheet.name))
            found[name] = unescape(cell)
        row.cells = found
        if any(cell not in (None, "") for cell in cells[len(sheet.header) :]):
            row.problems.append(
                Problem(
                    _(
                        "This row has more cells than there are columns. "
                        "Put quotation marks around a text that holds the separator."
                    ),
                    line=line,
                    sheet=sheet.name,
                )
            )
        return row

    def _note_stray(self, sheet: Sheet, line: int, cells: Sequence[Any]) -> None:
        self.stray_count += 1
        if len(self.strays) >= KEPT_STRAYS:
            return
        position = sheet.type_position or 0
        value = cells[position] if position < len(cells) else ""
        self.strays.append(stray(value, line=line, sheet=sheet.name))


def stray(value: Any, *, line: int, sheet: str = "") -> Problem:
    """Return the problem of a row whose type is not known."""
    message = _("“%(value)s” is not a type of row. Write one of: %(types)s.")
    filled = Filled(message, value=quoted(value if value is not None else ""), types=", ".join(TYPES))
    return Problem(filled, line=line, column=TYPE_COLUMN, sheet=sheet)


def _header(sheet: Sheet, row_type: RowType) -> Header:
    return header_of(
        sheet.header, row_type, line=sheet.line, sheet=sheet.name, is_shared=sheet.row_type is None
    )
