"""What a file really is: its first bytes, and a workbook's contents, are believed; its name is not."""

import zipfile
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ..problems import FileRefused, Filled

UNPACKED_MAX = 600 * 1024 * 1024
FILES_IN_WORKBOOK_MAX = 2000
# A workbook of texts shrinks 5 to 20 times; only a bomb shrinks 500 times.
RATIO_MAX = 200
RATIO_FROM = 20 * 1024 * 1024
HEAD_BYTES = 4096


class FileKind(StrEnum):
    """The formats that are read."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


EMPTY = _("This file is empty. Save it again with its rows, then choose it again.")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_A_TABLE = {
    b"\x89PNG": _("a picture"),
    b"\xff\xd8\xff": _("a picture"),
    b"GIF8": _("a picture"),
    b"%PDF": _("a PDF document"),
    b"\x1f\x8b": _("a compressed file"),
    b"Rar!": _("a compressed file"),
    b"7z\xbc\xaf": _("a compressed file"),
    b"SQLite format 3": _("a database"),
    b"\x7fELF": _("a program"),
    b"MZ\x90": _("a program"),
    b"{\\rtf": _("a word processor's document"),
}
_WHAT_TO_DO = _("Open it, and save it as CSV (UTF-8), Excel workbook (.xlsx) or JSON Lines.")


def kind_of(path: Path) -> FileKind:
    """Return the format of the file. Raises FileRefused when it is none of ours."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise FileRefused(EMPTY)
    if head.startswith(b"PK"):
        _check_workbook(path)
        return FileKind.XLSX
    if head.startswith(_OLD_EXCEL):
        raise FileRefused(
            _(
                "This is an old Excel or a protected file. Save it as Excel workbook (.xlsx), "
                "without a password."
            )
        )
    for start, what in _NOT_A_TABLE.items():
        if head.startswith(start):
            raise _not_a_table(what)
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    lowered = text[:400].lower()
    if lowered.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head")):
        raise _not_a_table(_("a web page or an XML file"))
    if text.startswith(b"{"):
        return FileKind.JSONL
    if text.startswith(b"["):
        raise FileRefused(
            _(
                "This is one JSON list. Write JSON Lines instead: one object per line, "
                "without commas between them."
            )
        )
    return FileKind.CSV


def _not_a_table(what: object) -> FileRefused:
    return FileRefused(
        Filled(_("This is %(what)s, not a table of rows. %(advice)s"), what=what, advice=_WHAT_TO_DO)
    )


def _check_workbook(path: Path) -> None:
    """Look at a zip's list of contents before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            contents = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileRefused(
            _("This Excel workbook is damaged. Open it, save it again, then choose it again.")
        ) from None
    names = {entry.filename for entry in contents}
    if "xl/workbook.xml" not in names:
        what = _("an OpenDocument file") if "content.xml" in names else _("a compressed file")
        raise _not_a_table(what)
    unpacked = sum(entry.file_size for entry in contents)
    packed = max(1, sum(entry.compress_size for entry in contents))
    is_bomb = unpacked > RATIO_FROM and unpacked / packed > RATIO_MAX
    if len(contents) > FILES_IN_WORKBOOK_MAX or unpacked > UNPACKED_MAX or is_bomb:
        raise FileRefused(
            _(
                "This workbook unpacks to far more than it should. Copy its rows into a new workbook, "
                "or save it as CSV."
            )
        )
