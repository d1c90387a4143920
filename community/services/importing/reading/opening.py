"""Opening a file whatever it is: the door of the readers."""

from functools import partial
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ..problems import FileRefused, Filled, Problem, quoted
from ..rows import Source
from ..types import TYPES, RowType
from .csv_records import csv_records, separator_of
from .encodings import ENCODINGS, GUESSED, encoding_of
from .headers import type_named
from .json_lines import JsonLines
from .kinds import EMPTY, FileKind, kind_of
from .tables import Sheet, Table, sheet_of
from .xlsx_records import cell_problem, check_not_merged, sheet_names, xlsx_records

MAX_BYTES = 500 * 1024 * 1024


def open_table(path: Path, *, name: str = "", type_name: str = "", encoding: str = "") -> Source:
    """Return the rows of the file; ``name`` is what its owner calls it. Raises FileRefused.

    ``type_name`` wins over what the sheets, the columns or the name say.
    """
    name = name or path.name
    asked, said = TYPES.get(type_name), type_named(Path(name).stem)
    if path.stat().st_size > MAX_BYTES:
        raise FileRefused(_("This file is larger than 500 MB. Cut it into several files."))
    kind = kind_of(path)
    if kind is FileKind.XLSX:
        source: Source = _workbook(path, asked=asked, said=said)
    else:
        source = _text(path, kind, asked=asked, said=said, encoding=encoding)
    _warn_of_name(source, name, kind)
    if not source.total and not source.strays:
        raise FileRefused(_("There is a header, and no row below it. Add rows, then choose the file again."))
    return source


def _text(
    path: Path, kind: FileKind, *, asked: RowType | None, said: RowType | None, encoding: str
) -> Source:
    used = encoding_of(path, encoding)
    source: Source
    if kind is FileKind.JSONL:
        source = JsonLines(path, used, asked, said)
    else:
        records = partial(csv_records, path, used, separator_of(path, used))
        source = Table([sheet_of("", records, asked=asked, said=said)])
    if used in GUESSED and not encoding:
        sentence = _(
            "The accents were read as %(encoding)s. If they look wrong, save the file as “CSV UTF-8”."
        )
        source.warnings.append(Problem(Filled(sentence, encoding=ENCODINGS[used])))
    return source


def _workbook(path: Path, *, asked: RowType | None, said: RowType | None) -> Table:
    names = sheet_names(path)
    sheets: list[Sheet] = []
    warnings: list[Problem] = []
    refusal: FileRefused | None = None
    for name in names:
        records = partial(xlsx_records, path, name)
        named = type_named(name) or (said if len(names) == 1 else None)
        try:
            sheets.append(sheet_of(name, records, asked=asked, said=named))
        except FileRefused as error:
            if next(records(), None) is not None:
                refusal = error
                sentence = _("The sheet “%(name)s” is not called after a type of row; it is left out.")
                warnings.append(Problem(Filled(sentence, name=quoted(name)), sheet=name))
    if not sheets:
        raise refusal or FileRefused(EMPTY)
    for sheet in sheets:
        check_not_merged(path, sheet.name)
    return Table(sheets, cell_problem, warnings)


def _warn_of_name(source: Source, name: str, kind: FileKind) -> None:
    """Say so when the name's ending is not that of what the file holds."""
    endings = {
        FileKind.CSV: (".csv", ".tsv", ".txt"),
        FileKind.XLSX: (".xlsx", ".xlsm"),
        FileKind.JSONL: (".jsonl",),
    }
    ending = Path(name).suffix.lower()
    if ending and ending not in (*endings[kind], ".ndjson"):
        labels = {FileKind.CSV: "CSV", FileKind.XLSX: "Excel (.xlsx)", FileKind.JSONL: "JSON Lines"}
        sentence = _("The name ends with “%(ending)s”, and the file is %(kind)s: it was read as what it is.")
        source.warnings.append(Problem(Filled(sentence, ending=quoted(ending), kind=labels[kind])))
