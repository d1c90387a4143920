"""Reading the glossary of the field: abbreviations and what they stand for, in French and in English."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .folding import fold

GLOSSARY = Path(__file__).with_name("glossary.tsv")


class GlossaryError(ValueError):
    """A line of the glossary cannot be used; the message gives file, line and reason."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One notion: its ``code`` (the form all others count as) and its words in both languages."""

    code: str
    forms: tuple[str, ...]
    french: str
    english: str


def read_glossary(path: Path = GLOSSARY) -> list[Meaning]:
    """Read the tab-separated glossary: abbreviations joined by ``|``, French words, English words.

    Raises:
        GlossaryError: a line has not three columns, an empty one, or an abbreviation already given.
    """
    meanings: list[Meaning] = []
    seen: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) != 3 or not all(columns):
            raise GlossaryError(f"{path.name}, line {number}: expected abbreviations, French and English")
        forms = tuple(fold(form) for form in columns[0].split("|"))
        if twice := [form for form in forms if form in seen]:
            raise GlossaryError(f"{path.name}, line {number}: “{twice[0]}” is given twice")
        seen.update(forms)
        meanings.append(Meaning(forms[0], forms, columns[1], columns[2]))
    return meanings


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, Meaning]:
    """Return every abbreviation, folded, with its meaning."""
    return {form: meaning for meaning in read_glossary() for form in meaning.forms}


@lru_cache(maxsize=1)
def phrases() -> dict[str, str]:
    """Return every full form of two words or more, folded and without punctuation, with its code."""
    found = {}
    for meaning in read_glossary():
        for words in (meaning.french, meaning.english):
            plain = " ".join("".join(c if c.isalnum() else " " for c in fold(words)).split())
            if " " in plain:
                found[plain] = meaning.code
    return found
