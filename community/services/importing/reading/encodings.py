"""How the bytes of a text file become characters, and what to say when they cannot."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ..problems import FileRefused, Filled

# What may be asked for by name; the labels are those of spreadsheet programs.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "windows-1252": "Windows-1252",
    "iso-8859-15": "ISO-8859-15",
    "mac-roman": "Mac Roman",
}
GUESSED = ("windows-1252", "mac-roman")
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
BLOCK = 1 << 20
# A file of one endless line would be read whole.
LINE_MAX = 8 * 1024 * 1024
SAMPLE = 1 << 16
_FRENCH = re.compile(r"[a-zà-ÿœ][éèàçêôîùûâœ’]|[éèàçêôîùûâœ’][a-z]", re.IGNORECASE)


def encoding_of(path: Path, asked: str = "") -> str:
    """Return the encoding to read the file with: the one asked for, else the one its bytes show."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for bom, name in _BOMS.items():
        if head.startswith(bom):
            return name
    if asked:
        # Without a mark, the usual order of bytes is little-endian.
        return "utf-16-le" if asked == "utf-16" else asked
    if unmarked := _utf16_without_mark(head):
        return unmarked
    if (sample := _first_bytes_beyond_utf8(path)) is None:
        return "utf-8"
    # Both old encodings accept nearly any byte; only one of them puts French accents inside French words.
    likely = {name: _accents_in_words(sample, name) for name in GUESSED}
    return max(likely, key=lambda name: likely[name])


def _utf16_without_mark(head: bytes) -> str:
    half = max(1, len(head) // 2)
    if head[1::2].count(0) > 0.4 * half and head[0::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.4 * half and head[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return ""


def _first_bytes_beyond_utf8(path: Path) -> bytes | None:
    """Return None when the whole file is UTF-8, else the bytes around the first that are not."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return block[max(0, error.start - 200) : error.start + SAMPLE]
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return b""
    return None


def _accents_in_words(sample: bytes, encoding: str) -> int:
    return len(_FRENCH.findall(sample.decode(encoding, errors="replace")))


def text_lines(path: Path, encoding: str) -> Iterator[str]:
    """Yield the file's lines with their ends. Raises FileRefused at a byte that is no character."""
    number = 1
    try:
        with path.open(encoding=encoding, newline="") as file:
            while line := file.readline(LINE_MAX + 1):
                if len(line) > LINE_MAX:
                    raise FileRefused(_("This line is far too long. Each line holds one row."), line=number)
                yield line
                number += 1
    except UnicodeError:
        label = ENCODINGS.get(encoding, encoding.removesuffix("-sig").upper())
        raise FileRefused(
            Filled(
                _(
                    "Some characters cannot be read as %(encoding)s. Save the file as “CSV UTF-8”, "
                    "or name its encoding."
                ),
                encoding=label,
            ),
            line=number,
        ) from None
