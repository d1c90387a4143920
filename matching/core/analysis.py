"""The analyser: from a text to the stems that the lexical side counts."""

import re
import threading
from functools import lru_cache

import Stemmer

from .folding import fold, straighten, strip_accents
from .glossary import abbreviations, phrases
from .words import SMALL_WORDS

STEM_LENGTH = 60  # characters kept of a stem: a longer one is noise

_NUMBER_GROUP = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['-][^\W\d_]+)*", re.UNICODE)
_UNIT = re.compile(
    r"(?<=\d)[ \u00a0\u202f]?"
    r"(m²|m2|m³|m3|km²|km2|km|cm|mm|ha|kwh|mwh|kwc|kw|mw|kva|°c|db|kg|litres?|l|€|%)(?!\w)",
    re.IGNORECASE,
)
_UNIT_NAMES = {
    "m²": "m2",
    "m³": "m3",
    "km²": "km2",
    "€": "eur",
    "%": "pct",
    "°c": "degc",
    "litre": "l",
    "litres": "l",
}
_ELIDED = frozenset(
    ["l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu"]
)
_STOP = {language: frozenset(fold(word) for word in words) for language, words in SMALL_WORDS.dropped.items()}
# French words that Snowball would give the stem of another one: cours and cour, fils and fil.
_UNCHANGED = frozenset(["cours", "fils", "fonds", "mars", "bus", "sens", "os"])
_stemmers = threading.local()


def analyse(text: str, language: str) -> list[str]:
    """Return the stems of a text in reading order, as the lexical index counts them.

    Ligatures, case and accents are folded, elisions cut, compounds kept both whole and in parts, a number
    joined with its unit, the small words of the language dropped (of both languages when it is neither ``fr``
    nor ``en``), words stemmed by Snowball. An abbreviation of the glossary adds the words it stands for, and
    a phrase it abbreviates adds the abbreviation, so that either form finds the other, in both languages. No
    word gives an empty list.
    """
    written = straighten(text).lower()
    written = _NUMBER_GROUP.sub("", written)
    units = [f"{_UNIT_NAMES.get(m.group(1), m.group(1))}" for m in _UNIT.finditer(written)]
    stems: list[str] = []
    for token in _TOKEN.findall(_UNIT.sub(" ", written)):
        stems += _stems_of(token, language)
    stems += units
    return [*stems, *_glossary_stems(strip_accents(written), language)]


def _stems_of(token: str, language: str) -> list[str]:
    if token[0].isdigit():
        return [fold(token)] if len(token) > 1 else []
    pieces = [piece for part in token.split("-") for piece in _without_elision(part)]
    stems = [stem for piece in pieces if (stem := word_stem(piece, language))]
    if "-" in token and len(pieces) > 1:
        return [*stems, fold("".join(pieces))[:STEM_LENGTH].strip()]
    return stems


def _without_elision(part: str) -> list[str]:
    """Cut ``l'eau`` into ``eau`` and ``children's`` into ``children``; other apostrophes part two words."""
    pieces = part.split("'")
    if len(pieces) == 1:
        return pieces
    return [piece for piece in pieces if piece and piece not in _ELIDED and piece != "s"]


@lru_cache(maxsize=100_000)
def word_stem(word: str, language: str) -> str:
    """Return the folded stem of one lower-case word, empty for a small word or a single letter."""
    folded = fold(word)
    if len(folded) < 2 or _is_stopword(folded, language):
        return ""
    if folded in _UNCHANGED:
        return folded
    stem: str = _stemmer(language).stemWord(word)
    return fold(stem)[:STEM_LENGTH].strip()


def _is_stopword(folded: str, language: str) -> bool:
    if language in _STOP:
        return folded in _STOP[language]
    return folded in _STOP["fr"] or folded in _STOP["en"]


def _stemmer(language: str) -> "Stemmer.Stemmer":
    """Return this thread's stemmer: PyStemmer's objects must not be shared by two threads."""
    name = "english" if language == "en" else "french"
    found = getattr(_stemmers, name, None)
    if found is None:
        found = Stemmer.Stemmer(name)
        setattr(_stemmers, name, found)
    return found


def _glossary_stems(folded: str, language: str) -> list[str]:
    """Return the stems the glossary adds: words of abbreviations, abbreviations of phrases."""
    words = re.findall(r"[a-z0-9]+", folded)
    known = abbreviations()
    starts = _phrases_by_first_word()
    added: list[str] = []
    joined = ""
    for word in words:
        if word in known:
            added += _expansion_stems(word, "en" if language == "en" else "fr")
        if word in starts:
            joined = joined or f" {' '.join(words)} "
            added += [code for phrase, code in starts[word] if f" {phrase}" in joined and code not in words]
    return list(dict.fromkeys(added))


@lru_cache(maxsize=4096)
def _expansion_stems(word: str, language: str) -> tuple[str, ...]:
    meaning = abbreviations()[word]
    text = meaning.english if language == "en" else meaning.french
    stems = [
        stem for token in _TOKEN.findall(straighten(text).lower()) for stem in _stems_of(token, language)
    ]
    return tuple(dict.fromkeys([*stems, *([meaning.code] if meaning.code != word else [])]))


@lru_cache(maxsize=1)
def _phrases_by_first_word() -> dict[str, tuple[tuple[str, str], ...]]:
    """Group the glossary's phrases by their first word."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for phrase, code in phrases().items():
        grouped.setdefault(phrase.split()[0], []).append((phrase, code))
    return {first: tuple(found) for first, found in grouped.items()}
