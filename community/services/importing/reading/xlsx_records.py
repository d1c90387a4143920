"""Rows of an Excel workbook, read without loading it whole."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext_lazy as _

from ..problems import FileRefused, Filled

_DAMAGED = _("This Excel workbook is damaged. Open it, save it again, then choose it again.")
_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_BLOCK = 1 << 20
_COLUMNS_MAX = 200
_OPTIONS = {"read_only": True, "keep_links": False}

Record = tuple[int, Sequence[Any]]


@contextmanager
def workbook(path: Path) -> Iterator[Any]:
    """Open the workbook, one row at a time. Raises FileRefused."""
    # Imported here: the web process rarely reads a workbook, and always pays for what it has loaded.
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    if not openpyxl.xml.DEFUSEDXML:
        raise RuntimeError("openpyxl must read through defusedxml: install it")
    try:
        # Links to other files are never followed. The file is opened here, for openpyxl judges by the name.
        with path.open("rb") as file, closing(openpyxl.load_workbook(file, **_OPTIONS)) as opened:
            yield opened
    except FileRefused:
        raise
    except (
        *(zipfile.BadZipFile, ParseError, InvalidFileException, OSError, EOFError),
        *(KeyError, ValueError, TypeError, IndexError, AttributeError, NotImplementedError),
    ) as error:
        raise FileRefused(_DAMAGED) from error


def sheet_names(path: Path) -> list[str]:
    """Return the names of the visible sheets that hold cells."""
    with workbook(path) as opened:
        return [sheet.title for sheet in opened.worksheets if sheet.sheet_state == "visible"]


def xlsx_records(path: Path, sheet: str) -> Iterator[Record]:
    """Yield (row number, cells) of each row of the sheet that is not blank. Raises FileRefused."""
    with workbook(path) as opened:
        worksheet = opened[sheet]
        # The size a file claims may be a million columns: only the cells that are there count.
        worksheet.reset_dimensions()
        for number, cells in enumerate(worksheet.iter_rows(max_col=_COLUMNS_MAX, values_only=True), start=1):
            if any(cell is not None and cell != "" for cell in cells):
                yield number, cells


def cell_problem(cell: Any) -> Any:
    """Return what is wrong with a cell that only a spreadsheet can hold, or None."""
    if not isinstance(cell, str):
        return None
    if cell.startswith("="):
        return _("This cell holds a formula. Copy the column, and paste it as values.")
    if cell in _ERRORS:
        return Filled(_("The formula of this cell gives the error %(error)s. Write its value."), error=cell)
    return None


def check_not_merged(path: Path, sheet: str) -> None:
    """Raise FileRefused when cells are merged over several rows: all but the first would read as empty."""
    with workbook(path) as opened:
        inside = opened[sheet]._worksheet_path
    with zipfile.ZipFile(path) as archive, archive.open(inside) as file:
        tail = b""
        while block := file.read(_BLOCK):
            for first, top, last, bottom in _MERGED.findall(tail + block):
                if top != bottom:
                    cells = f"{first.decode()}{top.decode()}:{last.decode()}{bottom.decode()}"
                    raise FileRefused(
                        Filled(
                            _("The cells %(cells)s are merged. Unmerge them, and fill in each row."),
                            cells=cells,
                        ),
                        line=int(top),
                        sheet=sheet,
                    )
            tail = block[-200:]
