"""What is said of a base that cannot be used: each fault with its file, its line and its field."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class BaseProblem:
    """One fault; ``line`` starts at 1, ``field`` is empty when the fault is not in one."""

    file: str
    line: int
    field: str
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}"
        return f"{where}, {self.field}: {self.sentence}" if self.field else f"{where}: {self.sentence}"


class BaseRefused(ValueError):
    """The base has faults, listed in ``problems``; nothing of it is used."""

    def __init__(self, problems: Sequence[BaseProblem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))
