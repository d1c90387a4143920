"""Files for the tests of the import, made on the spot: tables, workbooks, lines."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from community.models import Member
from community.services.importing import Report, import_rows
from community.services.importing.reading import open_table

TEXT = "On market days the bins of the square overflow, and the wind carries the cardboard to the station."
OTHER = "We obtained permits to occupy pavements in three communes, and can share the files we wrote for it."
FRENCH = "Les jours de marché, les corbeilles débordent et le vent emporte les cartons jusqu’à la gare."


def need(**cells: Any) -> dict[str, Any]:
    """Return a good row of needs; it refers to the neighbourhood of the cast."""
    return {"id": "need-1", "neighbourhood": "Station area", "title": "Bins overflow", "text": TEXT} | cells


def solution(**cells: Any) -> dict[str, Any]:
    """Return a good row of solutions; it refers to the organisation of the cast."""
    return {
        "id": "sol-1",
        "organisation": "Tournebac",
        "name": "Talking bins",
        "summary": "Bins that say when they are nearly full.",
        "description": TEXT,
    } | cells


def offer(**cells: Any) -> dict[str, Any]:
    return {"id": "offer-1", "organisation": "Tournebac", "title": "Permits", "text": OTHER} | cells


def write_csv(
    path: Path, rows: Sequence[dict[str, Any]], *, encoding: str = "utf-8", separator: str = ","
) -> Path:
    """Write the rows under the columns of them all."""
    text = io.StringIO(newline="")
    columns = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, columns, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_jsonl(path: Path, rows: Sequence[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def write_xlsx(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """Write a workbook; each sheet is its rows, the header first."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def as_rows(rows: Sequence[dict[str, Any]]) -> list[list[Any]]:
    """Return the rows as a sheet holds them, the header first."""
    return [list(rows[0]), *([row[name] for name in rows[0]] for row in rows)]


def run(path: Path, *, by: Member | None = None, type_name: str = "", **options: Any) -> Report:
    return import_rows(open_table(path, type_name=type_name), by=by, **options)


def problems(report: Report) -> list[tuple[int, str, str]]:
    """Return (line, column, sentence) for each problem."""
    return [(p.line, p.column, str(p.message)) for p in report.problems]
