"""Cutting a French or English text into passages: sentences, list items, clauses after a semicolon."""

import re
from typing import NamedTuple

LONGEST = 600  # characters; beyond, a passage is cut at a comma or a space
SHORTEST_WORDS = 4  # a shorter passage joins its neighbour of the same paragraph

# Followed by anything, these never end a sentence.
_NEVER_LAST = frozenset(
    [
        "m",
        "mm",
        "mr",
        "mrs",
        "ms",
        "mme",
        "mmes",
        "mlle",
        "mlles",
        "dr",
        "drs",
        "pr",
        "prof",
        "me",
        "st",
        "ste",
        "ex",
        "env",
        "cf",
        "art",
        "al",
        "av",
        "bd",
        "bld",
        "boul",
        "n",
        "no",
        "nos",
        "p",
        "pp",
        "fig",
        "tel",
        "ref",
        "chap",
        "vs",
        "ca",
        "approx",
        "incl",
        "excl",
        "e.g",
        "i.e",
        "eg",
        "ie",
        "c.-a-d",
        "c.a.d",
        "p.ex",
        "resp",
        "dept",
        "arr",
        "alin",
        "vol",
        "ed",
        "fl",
        "jr",
        "sr",
        "mgr",
    ]
)
# These end one only before a capital.
_SELDOM_LAST = frozenset(
    [
        "etc",
        "hab",
        "min",
        "max",
        "h",
        "km",
        "kg",
        "sec",
        "inc",
        "ltd",
        "co",
        "corp",
        "ann",
        "suiv",
        "qte",
        "nb",
    ]
)

_BLOCK = re.compile(r"\n\s*\n|\n(?=[ \t]*(?:[-–—•*▪‣·◦●○]|\(?\d{1,2}[.)]|[a-z][.)])[ \t]+)|\r")
_BULLET = re.compile(r"\s*(?:(?:[-–—•*▪‣·◦●○]|\(?\d{1,2}[.)]|[a-z]\))\s+)+")
_MARK = re.compile(r"(?:\.{1,}|…|[!?]+)(?:[ \u00a0\u202f]?[!?…]+)*|;|\n")
_CLOSERS = re.compile(r"[ \u00a0\u202f]?»|[\"”’')\]]")
_OPENERS = "«\"“‘'([—–-•¿¡€$£"
_WORD = re.compile(r"\w+")


class Span(NamedTuple):
    """A half-open range of characters of the original text."""

    start: int
    end: int


def split_passages(text: str) -> list[Span]:
    """Return the passages of a text as ranges of characters, in order, not overlapping, trimmed.

    A sentence ends at a full stop, question or exclamation mark or ellipsis followed by what can begin
    another; an abbreviation, an initial, a decimal or a number such as ``n° 3`` does not end it. A semicolon
    ends a clause, a list item or a blank line ends a paragraph. Very short passages join their neighbour. No
    letter or digit: none.
    """
    spans: list[Span] = []
    start = 0
    for end in [*(match.start() for match in _BLOCK.finditer(text)), len(text)]:
        block = _trim(text, start, end, bullet=_BULLET.match(text, start, end))
        if block:
            sentences = _sentences(text, block)
            spans += _merge_short(text, sentences)
        start = end
    return [piece for span in spans for piece in _cut_long(text, span)]


def _trim(text: str, start: int, end: int, bullet: re.Match[str] | None = None) -> Span | None:
    """Shrink a range to what is written in it; None when that holds no letter or digit."""
    if bullet:
        start = bullet.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if _WORD.search(text, start, end) else None


def _sentences(text: str, block: Span) -> list[Span]:
    spans = []
    start = block.start
    for mark in _MARK.finditer(text, block.start, block.end):
        if mark.start() < start:
            continue
        end = mark.end()
        while closer := _CLOSERS.match(text, end, block.end):
            end = closer.end()
        if _is_end(text, start, mark, end, block.end) and (span := _trim(text, start, end)):
            spans.append(span)
            start = end
    if last := _trim(text, start, block.end):
        spans.append(last)
    return spans


def _is_end(text: str, start: int, mark: re.Match[str], end: int, limit: int) -> bool:
    """Say whether a mark ends a sentence begun at ``start``; ``end`` is after the quotes closing with it."""
    following = text[end:limit].lstrip()
    if not following:
        return True
    sign = mark.group()
    if sign == "\n":
        return following[0].isupper() or following[0] in _OPENERS
    if not text[end].isspace():
        return False
    if sign == ";":
        return _is_outside_brackets(text, start, mark.start())
    begins = following[0].isupper() or following[0].isdigit() or following[0] in _OPENERS
    if sign != ".":
        return begins
    return _stop_ends(text[start : mark.start()], begins=begins, capital=not following[0].islower())


def _stop_ends(before: str, *, begins: bool, capital: bool) -> bool:
    """Say whether a single full stop after ``before`` ends a sentence, from the word it touches."""
    words = before.split()
    word = words[-1].lstrip("(«\"'“[").casefold() if words else ""
    plain = word.translate(str.maketrans("éèêàâ", "eeeaa")).replace("’", "'").rsplit("'", 1)[-1]
    if plain in _NEVER_LAST or (len(plain) == 1 and plain.isalpha() and words[-1].isupper()):
        return False
    if plain in _SELDOM_LAST:
        return begins and capital
    return begins or (len(plain) >= 4 and plain.isalpha() and len(words) >= SHORTEST_WORDS)


def _is_outside_brackets(text: str, start: int, end: int) -> bool:
    return text.count("(", start, end) <= text.count(")", start, end)


def _merge_short(text: str, spans: list[Span]) -> list[Span]:
    """Join a passage of fewer than four words to the next one, or to the previous one when it is the last."""
    merged: list[Span] = []
    waiting: int | None = None
    for span in spans:
        joined = Span(span.start if waiting is None else waiting, span.end)
        if len(_WORD.findall(text, joined.start, joined.end)) < SHORTEST_WORDS:
            waiting = joined.start
            continue
        merged.append(joined)
        waiting = None
    if waiting is not None:
        if merged:
            merged[-1] = Span(merged[-1].start, spans[-1].end)
        else:
            merged.append(Span(waiting, spans[-1].end))
    return merged


def _cut_long(text: str, span: Span) -> list[Span]:
    """Cut a passage longer than LONGEST at the last comma, colon or space that fits."""
    pieces = []
    start = span.start
    while span.end - start > LONGEST:
        limit = start + LONGEST
        cut = max(text.rfind(sign, start + LONGEST // 2, limit) for sign in (", ", " : ", " ", "\n"))
        end = limit if cut < 0 else cut + 1
        if piece := _trim(text, start, end):
            pieces.append(piece)
        start = end
    if piece := _trim(text, start, span.end):
        pieces.append(piece)
    return pieces
