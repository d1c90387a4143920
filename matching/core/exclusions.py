"""What a need refuses or lacks, what a solution is or requires, and where the two collide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from .cues import (
    ASKS,
    BARE_REFUSALS,
    DENIED_AFTER,
    DENIES,
    LACKS,
    OF_DEGREE,
    REFUSED_BEFORE,
    REFUSES,
    REQUIRES,
)
from .entries import Entry, Passage
from .folding import strip_accents

SUBJECTS = Path(__file__).with_name("subjects.tsv")
REQUIREMENT_FIELD = "site_requirements"
NEGATION_REACH = 4  # words between a negation and what it denies

Strength = Literal["refused", "absent"]


@dataclass(frozen=True, slots=True)
class Statement:
    """That a passage refuses a subject (``refused``) or says there is none on the spot (``absent``)."""

    subject: str
    strength: Strength
    passage: int


@dataclass(frozen=True, slots=True)
class Mention:
    """That a passage affirms a subject, as what the entry is or (``is_requirement``) as what it needs."""

    subject: str
    passage: int
    is_requirement: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A statement of one entry that a mention of the other contradicts."""

    statement: Statement
    mention: Mention


_STOP = re.compile(r"[.;:!?()]|, (?:mais|but|et|and)\b")


def stated(entry: Entry) -> tuple[Statement, ...]:
    """Return what an entry refuses or says it lacks, without repeats, in reading order.

    A refusal word (“exclu”, “pas question de”, “sans”, “no new”, “ruled out”…) refuses the subjects that
    follow in its clause, or precede “est exclu”; “pas de”, “aucun” or “no” refuse in a sentence that asks for
    something and state an absence in one that describes. The field ``constraints`` always refuses. A refusal
    of degree (“sans gros terrassement”) only counts as an absence: a small one may do.
    """
    found: dict[tuple[str, Strength], Statement] = {}
    for position, passage in enumerate(entry.passages):
        for subject, strength in _statements(_plain(passage.text), always=passage.field == "constraints"):
            found.setdefault((subject, strength), Statement(subject, strength, position))
    return tuple(found.values())


def mentioned(entry: Entry) -> tuple[Mention, ...]:
    """Return the subjects an entry affirms, without repeats; those it denies (“sans application”) not."""
    found: dict[tuple[str, bool], Mention] = {}
    for position, passage in enumerate(entry.passages):
        requirement = passage.field == REQUIREMENT_FIELD or bool(REQUIRES.search(_plain(passage.text)))
        for subject in _affirmed(passage):
            found.setdefault((subject, requirement), Mention(subject, position, requirement))
    return tuple(found.values())


def conflicts(statements: Sequence[Statement], mentions: Sequence[Mention]) -> tuple[Conflict, ...]:
    """Return each statement with the first mention that contradicts it.

    What is refused must not be what the other is or needs; what is absent must not be what the other needs.
    """
    met = []
    for statement in statements:
        against = [
            mention
            for mention in mentions
            if mention.subject == statement.subject
            and (mention.is_requirement or statement.strength == "refused")
        ]
        if against:
            met.append(Conflict(statement, against[0]))
    return tuple(met)


def _statements(plain: str, *, always: bool) -> list[tuple[str, Strength]]:
    asks = always or bool(ASKS.search(plain))
    found: list[tuple[str, Strength]] = []
    for subject, start, end in _subjects_in(plain):
        clause_start = _clause_start(plain, start)
        before = plain[clause_start:start]
        after = plain[end : _clause_end(plain, end)]
        refusal = _last(REFUSES, before)
        if refusal is not None and _within_reach(before[refusal:], 6):
            bare = before[refusal:].startswith(BARE_REFUSALS) and not asks
            found.append((subject, "absent" if bare or OF_DEGREE.search(before) else "refused"))
        elif (denial := _last(LACKS, before)) is not None and _within_reach(before[denial:], NEGATION_REACH):
            found.append((subject, "refused" if asks else "absent"))
        elif (told := REFUSED_BEFORE.search(after)) and _within_reach(after[: told.start()], 5):
            found.append((subject, "refused"))
    return found


def _affirmed(passage: Passage) -> list[str]:
    plain = _plain(passage.text)
    affirmed = []
    for subject, start, end in _subjects_in(plain):
        before = plain[_clause_start(plain, start) : start]
        denial = _last(DENIES, before)
        after = plain[end : _clause_end(plain, end)]
        told = REFUSED_BEFORE.search(after)
        denied = (denial is not None and _within_reach(before[denial:], NEGATION_REACH)) or (
            told is not None and _within_reach(after[: told.start()], 3)
        )
        if not denied and not DENIED_AFTER.match(plain[end:]):
            affirmed.append(subject)
    return affirmed


def _last(pattern: re.Pattern[str], text: str) -> int | None:
    """Return where the last match of a pattern begins."""
    starts = [match.start() for match in pattern.finditer(text)]
    return starts[-1] if starts else None


def _within_reach(between: str, words: int) -> bool:
    return len(re.findall(r"\w+", between)) <= words + 1


def _clause_start(plain: str, position: int) -> int:
    ends = [match.end() for match in _STOP.finditer(plain, 0, position)]
    return ends[-1] if ends else 0


def _clause_end(plain: str, position: int) -> int:
    found = _STOP.search(plain, position)
    return found.start() if found else len(plain)


def _plain(text: str) -> str:
    return strip_accents(text).lower()


def _subjects_in(plain: str) -> list[tuple[str, int, int]]:
    """Return (subject, start, end) of every known form in a folded text, in reading order."""
    return [
        (match.lastgroup, match.start(), match.end())
        for match in subject_pattern().finditer(plain)
        if match.lastgroup
    ]


@lru_cache(maxsize=1)
def subject_pattern() -> re.Pattern[str]:
    """Return one pattern with a named group for each subject of the table, plurals included.

    Raises:
        ValueError: a line of the table has not three columns, or repeats a code; the message gives the line.
    """
    groups: dict[str, str] = {}
    for number, line in enumerate(SUBJECTS.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 3 or columns[0] in groups:
            raise ValueError(
                f"{SUBJECTS.name}, line {number}: expected a new code, French forms, English forms"
            )
        forms = sorted({form for column in columns[1:] for form in column.split("|")}, key=len, reverse=True)
        groups[columns[0]] = f"(?P<{columns[0]}>{'|'.join(_form(form) for form in forms)})"
    return re.compile(rf"\b(?:{'|'.join(groups.values())})")


def _form(form: str) -> str:
    words = _plain(form.strip()).rstrip("*").split()
    ending = r"\w*" if form.strip().endswith("*") else r"(?:s|x|es)?\b"
    return r"(?:s|x)?[ -]".join(re.escape(word) for word in words) + ending
