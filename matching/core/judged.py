"""A judged collection: queries and documents as JSON Lines, grades as TSV, and what can be wrong in them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .entries import Entry, prepare_entry
from .languages import detect_language

HIGHEST_GRADE = 10

# The codes of the development set, in its French, to the codes of the program. An unknown code is refused by
# nobody: it stands for itself, so that a set with other codes still compares them with one another.
CODES: dict[str, str] = {
    "espaces_publics": "public_space",
    "climat_ecosystemes": "climate",
    "mobilites": "mobility",
    "economie_circulaire": "circular",
    "commerce_animation": "local_life",
    "renouvellement_chantiers": "urban_renewal",
    "batiments_energie": "buildings",
    "quartier_de_gare": "station_area",
    "grand_ensemble": "housing_estate",
    "habitat_dense": "dense_housing",
    "grand_parc": "urban_park",
    "campus": "campus",
    "pole_economique": "business_hub",
    "pavillonnaire": "suburban_houses",
    "centre_ville": "town_centre",
    "prototype": "prototype",
    "pilote": "pilot",
    "precommercial": "precommercial",
}

# Fields that are text, in reading order; the names of lists and codes, ours first.
_TEXTS = ("title", "summary", "text", "constraints", "site_requirements")
_LISTS = {"themes": ("themes",), "contexts": ("contexts", "contexte"), "languages": ("languages",)}
_NAMES = {"language": ("language", "lang"), "stage": ("stage",), "owner": ("organisation", "owner", "author")}


class JudgedError(ValueError):
    """A file cannot be used: ``path``, ``line`` (0 for the whole file) and ``reason``."""

    def __init__(self, path: Path, line: int, reason: str):
        super().__init__(f"{path}, line {line}: {reason}" if line else f"{path}: {reason}")
        self.path, self.line, self.reason = path, line, reason


@dataclass(frozen=True)
class Judged:
    """Queries, documents, and for each query the grade of each document judged above 0."""

    queries: tuple[Entry, ...]
    documents: tuple[Entry, ...]
    grades: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def read_judged(queries: Path, documents: Path, qrels: Path) -> Judged:
    """Read the three files of a judged collection.

    Raises:
        JudgedError: a file is missing, empty or not UTF-8; a line is not an object with ``id`` and ``text``;
        an id or a
            judgement is given twice; a judgement names an unknown id; a grade is not a whole number from 0 to
            10.
    """
    query_entries = read_entries(queries)
    document_entries = read_entries(documents)
    known = ({str(e.id) for e in query_entries}, {str(e.id) for e in document_entries})
    return Judged(query_entries, document_entries, read_grades(qrels, known=known))


def read_entries(path: Path) -> tuple[Entry, ...]:
    """Read one JSON Lines file of texts, see `read_judged`."""
    entries: dict[str, Entry] = {}
    for number, line in _lines(path):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise JudgedError(path, number, f"not JSON ({error})") from error
        if not isinstance(record, dict):
            raise JudgedError(path, number, "expected an object")
        entry = _entry(record, path, number)
        if str(entry.id) in entries:
            raise JudgedError(path, number, f"the id “{entry.id}” is given twice")
        entries[str(entry.id)] = entry
    if not entries:
        raise JudgedError(path, 0, "holds no text")
    return tuple(entries.values())


def _entry(record: Mapping[str, Any], path: Path, number: int) -> Entry:
    identity, text = record.get("id"), record.get("text")
    if isinstance(identity, bool) or not isinstance(identity, str | int) or not str(identity).strip():
        raise JudgedError(path, number, "the field “id” is missing, empty or not a text")
    if not isinstance(text, str):
        raise JudgedError(path, number, "the field “text” is missing or not a text")
    parts = [(name, _text(record, (name,), path, number)) for name in _TEXTS]
    language = _text(record, _NAMES["language"], path, number).casefold()[:2]
    if not language:
        detected = detect_language(" ".join(part for _, part in parts))
        language = detected if detected in {"fr", "en"} else ""
    lists = {name: _codes(record, keys, path, number) for name, keys in _LISTS.items()}
    return prepare_entry(
        str(identity),
        [(name, part) for name, part in parts if part],
        language=language,
        owner_id=_text(record, _NAMES["owner"], path, number) or None,
        stage=CODES.get(stage := _text(record, _NAMES["stage"], path, number), stage),
        **lists,
    )


def _text(record: Mapping[str, Any], keys: tuple[str, ...], path: Path, number: int) -> str:
    for key in keys:
        if (value := record.get(key)) is None:
            continue
        if not isinstance(value, str):
            raise JudgedError(path, number, f"the field “{key}” is not a text")
        return value
    return ""


def _codes(record: Mapping[str, Any], keys: tuple[str, ...], path: Path, number: int) -> tuple[str, ...]:
    for key in keys:
        if (value := record.get(key)) is None:
            continue
        values: Any = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
            raise JudgedError(path, number, f"the field “{key}” is not a list of texts")
        return tuple(dict.fromkeys(str(CODES.get(item, item)) for item in values if item))
    return ()


def read_grades(path: Path, *, known: tuple[set[str], set[str]]) -> dict[str, dict[str, int]]:
    """Read judgements, one a line: query, document and grade separated by tabs; see `read_judged`."""
    grades: dict[str, dict[str, int]] = {}
    seen: set[tuple[str, str]] = set()
    for number, line in _lines(path):
        columns = line.split("\t")
        if len(columns) != 3:
            raise JudgedError(path, number, f"expected 3 columns separated by tabs, found {len(columns)}")
        query, document, grade = (column.strip() for column in columns)
        for kind, identity, ids in (("query", query, known[0]), ("document", document, known[1])):
            if identity not in ids:
                raise JudgedError(path, number, f"unknown {kind} “{identity}”")
        if not (grade.isascii() and grade.isdigit() and int(grade) <= HIGHEST_GRADE):
            raise JudgedError(
                path, number, f"the grade “{grade}” is not a whole number from 0 to {HIGHEST_GRADE}"
            )
        if (query, document) in seen:
            raise JudgedError(path, number, f"the pair “{query}”, “{document}” is judged twice")
        seen.add((query, document))
        if int(grade):
            grades.setdefault(query, {})[document] = int(grade)
    if not grades:
        raise JudgedError(path, 0, "holds no judgement above 0")
    return grades


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, numbered from 1, read as UTF-8; a byte order mark is dropped."""
    try:
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise JudgedError(path, 0, f"not UTF-8 text ({error.reason} at byte {error.start})") from error
    except OSError as error:
        raise JudgedError(path, 0, error.strerror or "cannot be read") from error
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            yield number, line.rstrip("\r")
