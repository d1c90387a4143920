"""Folding: the form of a text in which accents, case and typography no longer matter."""

import unicodedata
from functools import lru_cache

# Every combining mark of the basic plane, to be dropped.
_MARKS = dict.fromkeys(c for c in range(0x300, 0x10000) if unicodedata.combining(chr(c)))
_SIGNS = str.maketrans(
    {
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "ß": "ss",
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        "´": "'",
        "‑": "-",
        "–": "-",
    }
)


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents, ligatures opened, white space as single spaces."""
    return " ".join(strip_accents(text).casefold().split())


def straighten(text: str) -> str:
    """Return ``text`` composed (NFC) with ligatures opened, straight apostrophes and plain hyphens."""
    return unicodedata.normalize("NFC", text).translate(_SIGNS)


@lru_cache(maxsize=50_000)
def strip_accents(text: str) -> str:
    """Return ``text`` with compatibility characters opened and combining marks removed."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_SIGNS))
    return decomposed.translate(_MARKS)
