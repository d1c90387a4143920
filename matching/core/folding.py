"""Folding: the form of a text in which accents, case and typography no longer matter."""

import unicodedata

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


def strip_accents(text: str) -> str:
    """Return ``text`` with compatibility characters opened and combining marks removed."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_SIGNS))
    return "".join(character for character in decomposed if not unicodedata.combining(character))
