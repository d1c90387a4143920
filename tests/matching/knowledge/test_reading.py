"""Reading the knowledge base: what is wrong is refused with its file, line and field."""

import re
from pathlib import Path

import pytest

from matching.knowledge import BaseProblem, BaseRefused, KnowledgeBase, Text, read_base

PROBLEM = """\
- id: empty_square
  themes: [public_space, climate]
  contexts: [town_centre]
  name: {fr: "Place vide", en: "Empty square"}
  symptoms:
    fr: ["personne ne s'arrête", "la place est déserte à 18 h", "aucun banc"]
    en: ["nobody stays", "deserted by six", "no bench"]
  causes: {fr: ["aucune assise"], en: ["no seat"]}
  levers: [moveable_chairs, shade_sail]
"""
LEVERS = """\
- id: moveable_chairs
  name: {fr: "chaises mobiles", en: "moveable chairs"}
  terms: {fr: ["assises libres"], en: ["loose seating"]}
  needs: {fr: ["un local pour la nuit"], en: ["a store room"]}
  excludes: []
- id: shade_sail
  name: {fr: "voile d'ombrage", en: "shade sail"}
  terms: {fr: ["toile tendue"], en: ["tensile canopy"]}
  needs: {fr: ["des points d'accroche"], en: ["anchor points"]}
  excludes: [anchoring]
"""


def write(folder: Path, problems: str = PROBLEM, levers: str = LEVERS) -> Path:
    (folder / "problems_public_space.yaml").write_text(problems, encoding="utf-8")
    (folder / "levers_public_space.yaml").write_text(levers, encoding="utf-8")
    return folder


def faults(folder: Path) -> tuple[BaseProblem, ...]:
    with pytest.raises(BaseRefused) as refused:
        read_base(folder)
    return refused.value.problems


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


def test_a_right_base_is_read_whole(tmp_path: Path) -> None:
    base = read_base(write(tmp_path))
    problem = base.problem["empty_square"]
    assert problem.themes == ("public_space", "climate")
    assert problem.contexts == ("town_centre",)
    assert problem.name == Text("Place vide", "Empty square")
    assert problem.symptoms.in_language("en") == ("nobody stays", "deserted by six", "no bench")
    assert problem.levers == ("moveable_chairs", "shade_sail")
    assert not problem.is_blocker
    assert base.lever["shade_sail"].excludes == ("anchoring",)
    assert base.answered_by["shade_sail"] == ("empty_square",)


def test_an_experimenters_blocker_has_no_theme(tmp_path: Path) -> None:
    write(tmp_path)
    blocker = changed(PROBLEM, "[public_space, climate]", "[]")
    (tmp_path / "problems_public_space.yaml").unlink()
    (tmp_path / "problems_blockers.yaml").write_text(blocker, encoding="utf-8")
    assert read_base(tmp_path).problem["empty_square"].is_blocker


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ("empty_square", "EmptySquare", "line 1, id", "not an identifier"),
        ("empty_square", "place_désertée", "line 1, id", "not an identifier"),
        ("- id: empty_square\n  themes", "- themes", "line 1, id", "missing"),
        ("public_space, climate", "public_space, weather", "line 2, themes", "“weather” is not a known code"),
        ("public_space, climate", "public_space, public_space", "line 2, themes", "given twice"),
        ("public_space, climate", "climate, public_space", "line 2, themes", "main theme"),
        ("[public_space, climate]", "[]", "line 2, themes", "main theme"),
        ("[public_space, climate]", "public_space", "line 2, themes", "must be a list"),
        ("town_centre", "seaside", "line 3, contexts", "“seaside” is not a known code"),
        ('{fr: "Place vide", en: "Empty square"}', '"Place vide"', "line 4, name", "both languages"),
        ('fr: "Place vide", ', "", "line 4, name.fr", "missing"),
        ('"Empty square"', '""', "line 4, name.en", "empty"),
        ('"Empty square"', "[no]", "line 4, name.en", "must be a text"),
        ('"Empty square"', "yes", "line 4, name.en", "put it in quotes"),
        ('"Place vide"', f'"{"x" * 91}"', "line 4, name.fr", "91 characters"),
        ('"Place vide"', '"Place  vide"', "line 4, name.fr", "a space too many"),
        ('"Empty square"}', '"Empty square", de: "Leerer Platz"}', "line 4, name.de", "not known"),
        ('["nobody stays", "deserted by six", "no bench"]', "[]", "line 7, symptoms.en", "has 0"),
        (', "aucun banc"', "", "line 6, symptoms.fr", "from 3 to 8 items, and has 2"),
        ('"aucun banc"', '"   "', "line 6, symptoms.fr", "empty"),
        ('"aucun banc"', '"La place est deserte à 18 h"', "line 6, symptoms.fr", "already in"),
        ('"aucun banc"', "18", "line 6, symptoms.fr", "put it in quotes"),
        ('["no seat"]', "[]", "line 8, causes.en", "has 0"),
        ("  causes: ", "  reasons: ", "line 8, reasons", "not known"),
        ("moveable_chairs, shade_sail", "moveable_chairs, sunshade", "line 9, levers", "no lever is called"),
        ("moveable_chairs, shade_sail", "shade_sail, shade_sail", "line 9, levers", "given twice"),
        ("moveable_chairs, shade_sail", "shade_sail", "line 9, levers", "from 2 to 8"),
        (
            "  levers: [moveable_chairs, shade_sail]\n",
            "  themes: [climate]\n",
            "line 9, themes",
            "given twice",
        ),
    ],
)
def test_a_wrong_problem_is_refused_where_it_is(
    tmp_path: Path, old: str, new: str, place: str, reason: str
) -> None:
    found = list(map(str, faults(write(tmp_path, problems=changed(PROBLEM, old, new)))))
    where = f"problems_public_space.yaml, {place}: "
    assert any(fault.startswith(where) and reason in fault for fault in found), "\n".join(found)


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ("[anchoring]", "[gravity]", "line 10, excludes", "“gravity” is not a known code"),
        ("  excludes: []\n", "", "line 1, excludes", "missing"),
        (
            "id: shade_sail",
            "id: moveable_chairs",
            "line 6, id",
            "already in levers_public_space.yaml, line 1",
        ),
        (
            '"shade sail"',
            '"Moveable chairs"',
            "line 7, name.en",
            "already in levers_public_space.yaml, line 2",
        ),
        (
            '"toile tendue"',
            '"assises libres"',
            "line 8, terms.fr",
            "already in levers_public_space.yaml, line 3",
        ),
        ('["tensile canopy"]', "[]", "line 8, terms.en", "has 0"),
        ('"a store room"', '""', "line 4, needs.en", "empty"),
    ],
)
def test_a_wrong_lever_is_refused_where_it_is(
    tmp_path: Path, old: str, new: str, place: str, reason: str
) -> None:
    found = list(map(str, faults(write(tmp_path, levers=changed(LEVERS, old, new)))))
    where = f"levers_public_space.yaml, {place}: "
    assert any(fault.startswith(where) and reason in fault for fault in found), "\n".join(found)


def test_a_problem_or_a_symptom_given_in_two_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path)
    again = changed(PROBLEM, "[public_space, climate]", "[climate]")
    (tmp_path / "problems_climate.yaml").write_text(again, encoding="utf-8")
    found = faults(tmp_path)
    assert {problem.field for problem in found} == {"id", "name.fr", "name.en", "symptoms.fr", "symptoms.en"}
    assert all("problems_climate.yaml, line" in problem.sentence for problem in found)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    wrong = changed(changed(PROBLEM, "town_centre", "seaside"), '"no seat"', '""')
    found = faults(write(tmp_path, problems=wrong, levers=changed(LEVERS, "[anchoring]", "[gravity]")))
    assert [(problem.file, problem.line) for problem in found] == [
        ("levers_public_space.yaml", 10),
        ("problems_public_space.yaml", 3),
        ("problems_public_space.yaml", 8),
    ]
    assert str(found[1]) == "problems_public_space.yaml, line 3, contexts: “seaside” is not a known code."


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"- id: a\n  name: {fr: [}\n", 2, "not YAML"),
        (b"- id: a\n  name: '\xe9'\n", 1, "UTF-8"),
        (b"- id: a\x00\n", 1, "not YAML"),
        (b"id: a\n", 1, "list of entries"),
        (b"", 1, "list of entries"),
        (b"- id: a\n- square\n", 2, "an entry starts with"),
    ],
)
def test_a_file_that_is_not_a_list_of_entries_is_refused(
    tmp_path: Path, content: bytes, line: int, reason: str
) -> None:
    write(tmp_path)
    (tmp_path / "problems_climate.yaml").write_bytes(content)
    assert any(problem.line == line and reason in problem.sentence for problem in faults(tmp_path))


def test_a_file_of_another_name_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    assert "no .yaml file" in faults(tmp_path)[0].sentence
    write(tmp_path)
    (tmp_path / "problems_weather.yaml").write_text("[]", encoding="utf-8")
    assert [problem.file for problem in faults(tmp_path)] == ["problems_weather.yaml"]


def test_an_alias_that_contains_itself_ends(tmp_path: Path) -> None:
    wrong = changed(PROBLEM, '["no seat"]', "&a [*a]")
    assert any(problem.field == "causes.en" for problem in faults(write(tmp_path, problems=wrong)))


def test_the_version_follows_the_entries_not_the_layout(tmp_path: Path) -> None:
    def version(problems: str) -> str:
        base: KnowledgeBase = read_base(write(tmp_path, problems=problems))
        return base.version

    first = version(PROBLEM)
    assert re.fullmatch(r"[0-9a-f]{12}", first)
    assert version(f"# a remark\n\n{PROBLEM}") == first
    assert version(changed(PROBLEM, "no bench", "no seat left")) != first
