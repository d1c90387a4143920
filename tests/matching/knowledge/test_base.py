"""The base of the repository: complete, used, and written without copying the development set."""

import json
from pathlib import Path

import pytest

from community.models.vocabulary import Context, Theme
from matching.core.folding import fold
from matching.knowledge import KnowledgeBase, default_base
from matching.knowledge.entries import CONTEXTS, LANGUAGES, THEMES

GOLD = Path(__file__).resolve().parents[2] / "data" / "gold"
COPIED_WORDS = 6


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return default_base()


def test_the_codes_are_those_of_the_programme() -> None:
    assert tuple(Theme.values) == THEMES
    assert tuple(Context.values) == CONTEXTS


@pytest.mark.parametrize("theme", THEMES)
def test_each_theme_is_covered(base: KnowledgeBase, theme: str) -> None:
    assert sum(problem.themes[:1] == (theme,) for problem in base.problems) >= 40


def test_the_blockers_of_experimenters_are_covered(base: KnowledgeBase) -> None:
    assert sum(problem.is_blocker for problem in base.problems) >= 40
    assert len(base.problems) >= 350


def test_every_lever_answers_a_problem(base: KnowledgeBase) -> None:
    assert [lever for lever, problems in base.answered_by.items() if not problems] == []


def test_no_two_problems_have_the_same_levers_in_the_same_order(base: KnowledgeBase) -> None:
    seen: dict[tuple[str, ...], str] = {}
    same = [
        (problem.id, seen[problem.levers])
        for problem in base.problems
        if seen.setdefault(problem.levers, problem.id) != problem.id
    ]
    assert same == []


def test_the_two_languages_differ(base: KnowledgeBase) -> None:
    assert [
        problem.id for problem in base.problems if set(problem.symptoms.fr) & set(problem.symptoms.en)
    ] == []


def words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in fold(text)).split()


def runs(text: str) -> set[tuple[str, ...]]:
    """Return every run of as many words as count as a copy."""
    said = words(text)
    return {tuple(said[at : at + COPIED_WORDS]) for at in range(len(said) - COPIED_WORDS + 1)}


def texts(base: KnowledgeBase) -> list[str]:
    found = []
    for problem in base.problems:
        found += [*problem.symptoms.both, *problem.causes.both]
        found += [problem.name.in_language(language) for language in LANGUAGES]
    for lever in base.levers:
        found += [*lever.terms.both, *lever.needs.both]
        found += [lever.name.in_language(language) for language in LANGUAGES]
    return found


def test_no_text_of_the_base_shares_six_words_in_a_row_with_the_development_set(base: KnowledgeBase) -> None:
    lines = [line for path in sorted(GOLD.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    judged = [row.get("title", "") + "\n" + row["text"] for row in map(json.loads, lines)]
    copied = set().union(*map(runs, judged))
    assert len(judged) > 250
    assert runs(judged[0][20:200]) & copied
    assert sum(bool(runs(text)) for text in texts(base)) > 1000
    assert [text for text in texts(base) if runs(text) & copied] == []
