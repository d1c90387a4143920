"""Writing files that the import reads: the same columns, the same words."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.postgres.functions import RandomUUID
from django.db import models, transaction
from django.db.models.functions import Cast, Concat, Replace, Substr

from community.models import Profile

from .escapes import escape
from .types import TYPES, Column, RowType
from .values import SEPARATOR

ROWS_AT_ONCE = 1000
# Excel in French opens a file with semicolons in columns, and reads its accents thanks to the mark.
CSV_SEPARATOR = ";"
CSV_ENCODING = "utf-8-sig"

_NOT_IN_A_WORKBOOK = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

Values = dict[str, Any]


@transaction.atomic
def give_identifiers() -> int:
    """Give an identifier to the rows made on the site, so that their export can be corrected and imported."""
    return sum(_give(row_type) for row_type in TYPES.values())


def _give(row_type: RowType) -> int:
    name = row_type.name.removesuffix("s")
    random = Substr(Replace(Cast(RandomUUID(), models.CharField()), models.Value("-")), 1, 12)
    # The identifier of a profile is a column of the common table, and is unique within its kind.
    own = row_type.model._default_manager.filter(external_id="").values("pk")
    table = Profile if row_type.is_profile else row_type.model
    rows = table._default_manager.filter(pk__in=own)
    return rows.update(external_id=Concat(models.Value(f"{name}-"), random))


def exported(row_type: RowType) -> Iterator[Values]:
    """Yield the rows of the type, by column, in the order of their identifiers."""
    rows = row_type.model._default_manager.order_by("external_id")
    related = [c.attribute for c in row_type.columns if c.refers_to and not c.is_list]
    rows = rows.select_related(*related)
    if row_type.name == "editions":
        rows = rows.prefetch_related("communes")
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield {column.name: _value(row, column) for column in row_type.columns}


def _value(row: Any, column: Column) -> Any:
    value = getattr(row, column.attribute)
    if not column.refers_to:
        return value
    if column.is_list:
        return sorted(other.external_id for other in value.all())
    if value is None:
        return None
    return value.email if column.refers_to == "members" else value.external_id


def write_csv(path: Path, types: Sequence[RowType]) -> int:
    """Write the rows of one type; return how many."""
    (row_type,) = types
    with path.open("w", encoding=CSV_ENCODING, newline="") as file:
        writer = csv.writer(file, delimiter=CSV_SEPARATOR)
        writer.writerow(row_type.column_names)
        return _write_all(writer.writerow, (_cells(values) for values in exported(row_type)))


def write_xlsx(
    path: Path, types: Sequence[RowType], *, rows: Callable[[RowType], Iterable[Values]] = exported
) -> int:
    """Write a workbook with a sheet for each type; return how many rows."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    workbook = Workbook(write_only=True)
    count = 0
    for row_type in types:
        sheet = workbook.create_sheet(row_type.name)
        sheet.freeze_panes = "B2"
        for position, column in enumerate(row_type.columns, start=1):
            width = 60 if column.attribute in row_type.texts else 22
            sheet.column_dimensions[get_column_letter(position)].width = width
        sheet.append(row_type.column_names)
        count += _write_all(sheet.append, ([_plain(c) for c in _cells(v)] for v in rows(row_type)))
    workbook.save(path)
    return count


def write_jsonl(path: Path, types: Sequence[RowType]) -> int:
    """Write one object per row, each with its type; return how many."""
    with path.open("w", encoding="utf-8", newline="\n") as file:

        def write(line: str) -> None:
            file.write(line + "\n")

        return sum(
            _write_all(write, (_json(row_type, values) for values in exported(row_type)))
            for row_type in types
        )


WRITERS: dict[str, Callable[[Path, Sequence[RowType]], int]] = {
    "csv": write_csv,
    "xlsx": write_xlsx,
    "jsonl": write_jsonl,
}


def _write_all(write: Callable[[Any], Any], rows: Iterable[Any]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 -- the last number is the count
        write(row)
    return count


def _cells(values: Values) -> list[Any]:
    return [_cell(value) for value in values.values()]


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list):
        return escape(SEPARATOR.join(value))
    return escape(value) if isinstance(value, str) else value


def _plain(cell: Any) -> Any:
    """Return the cell as a workbook can hold it: without control characters, and empty as nothing."""
    if isinstance(cell, str):
        return _NOT_IN_A_WORKBOOK.sub("", cell) or None
    return cell


def _json(row_type: RowType, values: Values) -> str:
    shown = {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
    return json.dumps({"type": row_type.name} | shown, ensure_ascii=False)


def write_template(path: Path) -> None:
    """Write a workbook with the columns of every type, and no row."""
    write_xlsx(path, list(TYPES.values()), rows=lambda _row_type: ())
