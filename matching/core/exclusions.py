"""What a need refuses or lacks, what a solution is or requires, and where the two meet: found in stated words only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

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
    """That a passage affirms a subject, as what the entry is or, with ``is_requirement``, as what it needs."""

    subject: str
    passage: int
    is_requirement: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A statement of one entry that a mention of the other contradicts."""

    statement: Statement
    mention: Mention


_REFUSES = re.compile(
    r"\b(?:pas question d[e']|hors de question d[e']|refus\w*|rejet\w* tout\w*|interdi\w+|exclu\w*|proscri\w+|ecart\w+|"
    r"ne (?:voulons|souhaitons|veut|souhaite|veulent) (?:pas|plus|aucun\w*)|n'en veu\w+|surtout pas|"
    r"aucun\w* (?:budget|nouve\w+)|pas de (?:budget|nouve\w+)|no (?:new|budget)|sans|ni|zero|plutot qu[e']|without|rul\w+ out|refus\w+|reject\w*|ban(?:s|ned)?|not allowed|forbidden|"
    r"exclud\w+|do(?:es)? not want|don't want|will not accept|prohibit\w*|rather than|instead of)\b"
)
_ABSENT = re.compile(
    r"\b(?:pas d[e']|pas d'|aucun\w*|plus d[e']|impossib\w+|ne (?:peut|peuvent|peux|pouvons) pas|no|not any|lacks?|"
    r"there is no|cannot|can't|manque d[e']|depourvu\w* d[e'])\b"
)
_AFTER = re.compile(
    r"\b(?:exclu\w*|refus\w*|interdi\w+|proscri\w+|impossib\w+|incomprehensib\w+|ruled out|excluded|banned|forbidden|"
    r"not allowed|prohibited|(?:cannot|do not|don't) use|ne (?:l'|les )?utilisent pas)\b"
)
_BOUNDED = re.compile(
    r"\b(?:gros|grosse|grosses|grand|grande|grands|lourd|lourde|lourds|long|longue|longs|major|heavy|large)\W*$"
)
_NEGATES = re.compile(
    r"\b(?:sans|pas d[e']|pas|aucun\w*|ni|zero|jamais|inutile|plutot qu[e']|au lieu d[e']|remplac\w+|evit\w+|supprim\w+|"
    r"no|not|without|never|nor|free of|instead of|rather than|replac\w+|avoid\w*|unlike)\b"
)
_FREE = re.compile(r"^[ -]?(?:free|less)\b")
_DEMANDS = re.compile(
    r"\b(?:cherch\w+|recherch\w+|voulons|voudri\w+|souhait\w*|demand\w+|besoin\w*|necessai\w+|exige\w*|il (?:nous )?faut|"
    r"faudra\w*|prevoir|condition\w*|contrainte\w*|objectif\w*|cible\w*|attente|doi\w+|"
    r"we (?:need|look|seek|require|want|ask)|looking for|seeking|require\w*|must|should|target|goal|needs?)\b"
)
_REQUIRES = re.compile(
    r"\b(?:besoins?|cherch\w+|recherch\w+|il (?:nous )?faut|demand\w+|necessit\w+|prerequis|exige\w*|indispensab\w+|"
    r"we (?:need|look|seek|require|ask)|looking for|seeking|requires?|requirements?|needed|you provide)\b"
)
_STOP = re.compile(r"[.;:!?()]|, (?:mais|but|et|and)\b")


def stated(entry: Entry) -> tuple[Statement, ...]:
    """Return what an entry refuses or says it lacks, without repeats, in reading order.

    A refusal word (“exclu”, “pas question de”, “sans”, “no new”, “ruled out”…) refuses the subjects that follow in its
    clause, or precede “est exclu”; “pas de”, “aucun” or “no” refuse in a sentence that asks for something and state an
    absence in one that describes. The field ``constraints`` always refuses. A refusal of degree (“sans gros
    terrassement”) only counts as an absence: a small one may do.
    """
    found: dict[tuple[str, Strength], Statement] = {}
    for position, passage in enumerate(entry.passages):
        for subject, strength in _statements(_plain(passage.text), passage.field == "constraints"):
            found.setdefault((subject, strength), Statement(subject, strength, position))
    return tuple(found.values())


def mentioned(entry: Entry) -> tuple[Mention, ...]:
    """Return the subjects an entry affirms, without repeats: those it denies (“sans application”) are left out."""
    found: dict[tuple[str, bool], Mention] = {}
    for position, passage in enumerate(entry.passages):
        requirement = passage.field == REQUIREMENT_FIELD or bool(_REQUIRES.search(_plain(passage.text)))
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


def _statements(plain: str, always: bool) -> list[tuple[str, Strength]]:
    asks = always or bool(_DEMANDS.search(plain))
    found: list[tuple[str, Strength]] = []
    for subject, start, end in _subjects_in(plain):
        clause_start = _clause_start(plain, start)
        before = plain[clause_start:start]
        after = plain[end : _clause_end(plain, end)]
        refusal = _last(_REFUSES, before)
        if refusal is not None and _within_reach(before[refusal:], 6):
            bare = before[refusal:].startswith(("sans", "without", "ni")) and not asks
            found.append((subject, "absent" if bare or _BOUNDED.search(before) else "refused"))
        elif (denial := _last(_ABSENT, before)) is not None and _within_reach(
            before[denial:], NEGATION_REACH
        ):
            found.append((subject, "refused" if asks else "absent"))
        elif (told := _AFTER.search(after)) and _within_reach(after[: told.start()], 5):
            found.append((subject, "refused"))
    return found


def _affirmed(passage: Passage) -> list[str]:
    plain = _plain(passage.text)
    affirmed = []
    for subject, start, end in _subjects_in(plain):
        before = plain[_clause_start(plain, start) : start]
        denial = _last(_NEGATES, before)
        after = plain[end : _clause_end(plain, end)]
        told = _AFTER.search(after)
        denied = (denial is not None and _within_reach(before[denial:], NEGATION_REACH)) or (
            told is not None and _within_reach(after[: told.start()], 3)
        )
        if not denied and not _FREE.match(plain[end:]):
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
    found = [
        (subject, match.start(), match.end())
        for subject, pattern in subject_patterns().items()
        for match in pattern.finditer(plain)
    ]
    return sorted(found, key=lambda item: item[1])


@lru_cache(maxsize=1)
def subject_patterns() -> dict[str, re.Pattern[str]]:
    """Return one pattern for each subject of the table, plurals included.

    Raises:
        ValueError: a line of the table has not three columns, or repeats a code; the message gives the line.
    """
    patterns: dict[str, re.Pattern[str]] = {}
    for number, line in enumerate(SUBJECTS.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 3 or columns[0] in patterns:
            raise ValueError(
                f"{SUBJECTS.name}, line {number}: expected a new code, French forms, English forms"
            )
        forms = sorted(
            {_form(form) for column in columns[1:] for form in column.split("|")}, key=len, reverse=True
        )
        patterns[columns[0]] = re.compile(rf"\b(?:{'|'.join(forms)})")
    return patterns


def _form(form: str) -> str:
    words = _plain(form.strip()).rstrip("*").split()
    ending = r"\w*" if form.strip().endswith("*") else r"(?:s|x|es)?\b"
    return r"(?:s|x)?[ -]".join(re.escape(word) for word in words) + ending
