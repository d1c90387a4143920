"""Rows of a CSV file, whatever stands between its cells."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ..problems import FileRefused
from ..types import TYPES
from .encodings import text_lines
from .headers import known_columns

# A text of a megabyte is read, to be refused with its line; a quote never closed swallows the file.
CELL_MAX = 4 * 1024 * 1024
SEPARATORS = (";", ",", "\t", "|")
_HEADER_LINES = 10
csv.field_size_limit(CELL_MAX)

Record = tuple[int, list[str]]


def csv_records(path: Path, encoding: str, separator: str) -> Iterator[Record]:
    """Yield (first line, cells) of each row that is not blank. Raises FileRefused."""
    reader = csv.reader(text_lines(path, encoding), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise FileRefused(
                _(
                    "A quotation mark is opened here and not closed where it should be. "
                    'Double the marks inside a text (""), or save the file again as CSV.'
                ),
                line=line,
            ) from None
        is_declaration = line == 1 and len(cells) <= 2 and cells[:1] and cells[0].startswith("sep=")
        if not is_declaration and any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def separator_of(path: Path, encoding: str) -> str:
    """Return the separator under which one of the first lines names the most columns."""
    lines = list(islice(text_lines(path, encoding), _HEADER_LINES))
    if lines and lines[0].startswith("sep=") and len(lines[0].strip()) == len("sep=;"):
        return lines[0][4]

    def score(separator: str) -> tuple[int, int]:
        found = []
        for line in lines:
            try:
                cells = next(csv.reader([line[:10_000]], delimiter=separator), [])
            except csv.Error:
                continue
            found.append((known_columns(cells, list(TYPES.values())), len(cells)))
        return max(found, default=(0, 0))

    return max(SEPARATORS, key=score)
