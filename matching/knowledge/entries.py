"""What the urban knowledge base is made of: problems as people say them, and the levers that answer them."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property

LANGUAGES = ("fr", "en")
THEMES = ("public_space", "climate", "mobility", "circular", "local_life", "urban_renewal", "buildings")
BLOCKERS = "blockers"
CONTEXTS = (
    "station_area",
    "housing_estate",
    "dense_housing",
    "urban_park",
    "campus",
    "business_hub",
    "suburban_houses",
    "town_centre",
)


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    fr: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in ``language``; any other than French gives English."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Texts:
    """Several texts in each language; one is not the translation of the other, nor are they as many."""

    fr: tuple[str, ...]
    en: tuple[str, ...]

    def in_language(self, language: str) -> tuple[str, ...]:
        """Return the texts in ``language``; any other than French gives English."""
        return self.fr if language == "fr" else self.en

    @property
    def both(self) -> tuple[str, ...]:
        """Every text, French first."""
        return self.fr + self.en


@dataclass(frozen=True, slots=True)
class Lever:
    """A family of answers: how dossiers name it, what it needs from a site, what a need may refuse in it."""

    id: str
    name: Text
    terms: Texts
    needs: Texts
    excludes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of a neighbourhood, or of an experimenter when it has no theme; best levers first."""

    id: str
    themes: tuple[str, ...]
    contexts: tuple[str, ...]
    name: Text
    symptoms: Texts
    causes: Texts
    levers: tuple[str, ...]

    @property
    def is_blocker(self) -> bool:
        """Whether experimenters meet it, rather than neighbourhoods."""
        return not self.themes


@dataclass(frozen=True)
class KnowledgeBase:
    """Every problem and every lever, ordered by id."""

    problems: tuple[Problem, ...]
    levers: tuple[Lever, ...]

    @cached_property
    def problem(self) -> dict[str, Problem]:
        """Problems by id."""
        return {problem.id: problem for problem in self.problems}

    @cached_property
    def lever(self) -> dict[str, Lever]:
        """Levers by id."""
        return {lever.id: lever for lever in self.levers}

    @cached_property
    def answered_by(self) -> dict[str, tuple[str, ...]]:
        """For each lever, the ids of the problems it answers."""
        found: dict[str, list[str]] = {lever.id: [] for lever in self.levers}
        for problem in self.problems:
            for lever in problem.levers:
                found[lever].append(problem.id)
        return {lever: tuple(problems) for lever, problems in found.items()}

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change whenever an entry does; comments and layout don't count."""
        content = [[asdict(entry) for entry in entries] for entries in (self.problems, self.levers)]
        plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()[:12]
