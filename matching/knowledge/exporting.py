"""The base as other programs and spreadsheets read it."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict
from io import StringIO

from .entries import LANGUAGES, KnowledgeBase, Lever, Problem

# A spreadsheet takes what starts so for a formula; an apostrophe in front makes it text.
FORMULA_STARTS = ("=", "+", "-", "@")


def as_json(base: KnowledgeBase) -> str:
    """Return the whole base as one JSON object, with its version."""
    content = {
        "version": base.version,
        "problems": [asdict(problem) for problem in base.problems],
        "levers": [asdict(lever) for lever in base.levers],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def as_csv(base: KnowledgeBase) -> str:
    """Return one row for each text or code: entry, field, language (none for a code), value."""
    out = StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("kind", "id", "field", "language", "value"))
    for problem in base.problems:
        rows.writerows(("problem", problem.id, *row) for row in _rows_of_problem(problem))
    for lever in base.levers:
        rows.writerows(("lever", lever.id, *row) for row in _rows_of_lever(lever))
    return out.getvalue()


def _rows_of_problem(problem: Problem) -> Iterator[tuple[str, str, str]]:
    yield from (("theme", "", theme) for theme in problem.themes)
    yield from (("context", "", context) for context in problem.contexts)
    for language in LANGUAGES:
        yield "name", language, _safe(problem.name.in_language(language))
        yield from (("symptom", language, _safe(text)) for text in problem.symptoms.in_language(language))
        yield from (("cause", language, _safe(text)) for text in problem.causes.in_language(language))
    yield from (("lever", "", lever) for lever in problem.levers)


def _rows_of_lever(lever: Lever) -> Iterator[tuple[str, str, str]]:
    for language in LANGUAGES:
        yield "name", language, _safe(lever.name.in_language(language))
        yield from (("term", language, _safe(text)) for text in lever.terms.in_language(language))
        yield from (("need", language, _safe(text)) for text in lever.needs.in_language(language))
    yield from (("excludes", "", code) for code in lever.excludes)


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
