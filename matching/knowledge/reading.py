"""Reading the base from its folder, and refusing it with every fault found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from matching.core.exclusions import subject_pattern
from matching.core.folding import fold

from .entries import BLOCKERS, CONTEXTS, LANGUAGES, THEMES, KnowledgeBase, Lever, Problem
from .errors import BaseProblem, BaseRefused
from .nodes import Faults, Limits, Record, line_of

LONGEST_NAME = 90
SYMPTOMS = Limits(least=3, most=8, longest=160)
CAUSES = Limits(least=1, most=4, longest=120)
TERMS = Limits(least=1, most=8, longest=80)
NEEDS = Limits(least=1, most=4, longest=120)
LEVERS = Limits(least=2, most=8, longest=60)
SUBJECT_CODES = tuple(subject_pattern().groupindex)


@dataclass
class Seen:
    """Where each text that may be given only once was first given."""

    places: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def check(
        self, faults: Faults, kind: str, language: str, where: str, said: Iterable[tuple[int, str]]
    ) -> None:
        """Refuse a text already given elsewhere, accents and case aside."""
        for line, text in said:
            key = (kind, language, fold(text))
            if text and key in self.places:
                faults.add(line, where, f"“{text}” is already in {self.places[key]}.")
            self.places.setdefault(key, f"{faults.file}, line {line}")


@dataclass
class Draft:
    """What has been read so far."""

    problems: list[Problem] = field(default_factory=list)
    levers: list[Lever] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)
    named: list[tuple[Faults, int, str]] = field(default_factory=list)


def read_base(folder: Path) -> KnowledgeBase:
    """Read every `problems_<theme>.yaml` and `levers_<theme>.yaml` of ``folder``.

    Raises:
        BaseRefused: something is wrong; it lists every fault with its file, line and field.
    """
    draft = Draft()
    files: list[Faults] = []
    for path in sorted(folder.glob("*.yaml")):
        faults = Faults(path.name)
        files.append(faults)
        kind, _, theme = path.stem.partition("_")
        if kind not in ("problems", "levers") or theme not in (*THEMES, BLOCKERS):
            faults.add(1, "", "a file is named problems_<theme>.yaml or levers_<theme>.yaml.")
            continue
        for record in _records(path, faults):
            if kind == "levers":
                _read_lever(record, draft)
            else:
                _read_problem(record, draft, theme)
    if not files:
        files.append(
            Faults(folder.name, [BaseProblem(folder.name, 1, "", "this folder holds no .yaml file.")])
        )
    _check_levers(draft)
    if found := [problem for faults in files for problem in faults.found]:
        raise BaseRefused(found)
    return KnowledgeBase(
        tuple(sorted(draft.problems, key=lambda problem: problem.id)),
        tuple(sorted(draft.levers, key=lambda lever: lever.id)),
    )


def _records(path: Path, faults: Faults) -> list[Record]:
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError:
        faults.add(1, "", "this file is not in UTF-8.")
        return []
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        faults.add(line, "", f"this is not YAML: {error.problem}.")
        return []
    except yaml.YAMLError as error:
        faults.add(1, "", f"this is not YAML: {' '.join(str(error).split())}.")
        return []
    if not isinstance(root, yaml.SequenceNode):
        faults.add(1, "", "a file is a list of entries, each starting with “- id:”.")
        return []
    found = []
    for node in root.value:
        if isinstance(node, yaml.MappingNode):
            found.append(Record(node, faults))
        else:
            faults.add(line_of(node), "", "an entry starts with “- id:” and has fields.")
    return found


def _read_problem(record: Record, draft: Draft, theme: str) -> None:
    record.check_fields(("id", "themes", "name", "symptoms", "causes", "levers"), ("contexts",))
    identifier = _read_id(record, draft, "problem")
    themes = record.codes("themes", known=THEMES, most=4)
    first = themes[0] if themes else BLOCKERS
    if "themes" in record.fields and first != theme:
        record.faults.add(
            line_of(record.fields["themes"]),
            "themes",
            f"the main theme here is “{theme}”: an entry belongs in the file of its first theme, "
            f"and one without themes in the file of {BLOCKERS}.",
        )
    name, name_lines = record.text("name", longest=LONGEST_NAME)
    symptoms, symptom_lines = record.texts("symptoms", SYMPTOMS)
    causes, _ = record.texts("causes", CAUSES)
    levers = record.identifiers("levers", LEVERS)
    for language in LANGUAGES:
        said = zip(symptom_lines[language], symptoms.in_language(language), strict=True)
        draft.seen.check(record.faults, "symptom", language, f"symptoms.{language}", said)
        named = [(name_lines.get(language, record.line), name.in_language(language))]
        draft.seen.check(record.faults, "problem", language, f"name.{language}", named)
    contexts = record.codes("contexts", known=CONTEXTS, most=len(CONTEXTS))
    draft.named += [(record.faults, line, lever) for line, lever in levers]
    draft.problems.append(
        Problem(identifier, themes, contexts, name, symptoms, causes, tuple(lever for _, lever in levers))
    )


def _read_lever(record: Record, draft: Draft) -> None:
    record.check_fields(("id", "name", "terms", "needs", "excludes"))
    identifier = _read_id(record, draft, "lever")
    name, name_lines = record.text("name", longest=LONGEST_NAME)
    terms, term_lines = record.texts("terms", TERMS)
    for language in LANGUAGES:
        said = list(zip(term_lines[language], terms.in_language(language), strict=True))
        named = [(name_lines.get(language, record.line), name.in_language(language))]
        draft.seen.check(record.faults, "lever", language, f"name.{language}", named)
        draft.seen.check(record.faults, "lever", language, f"terms.{language}", said)
    needs, _ = record.texts("needs", NEEDS)
    excludes = record.codes("excludes", known=SUBJECT_CODES, most=len(SUBJECT_CODES))
    draft.levers.append(Lever(identifier, name, terms, needs, excludes))


def _read_id(record: Record, draft: Draft, kind: str) -> str:
    identifier = record.identifier("id")
    if identifier:
        line = line_of(record.fields["id"])
        draft.seen.check(record.faults, f"{kind} id", "", "id", [(line, identifier)])
    return identifier


def _check_levers(draft: Draft) -> None:
    known = {lever.id for lever in draft.levers}
    for faults, line, lever in draft.named:
        if lever and lever not in known:
            faults.add(line, "levers", f"no lever is called “{lever}”.")
