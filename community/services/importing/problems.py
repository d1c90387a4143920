"""What is wrong with a file or a row: where, and a sentence that says what to do."""

from dataclasses import dataclass
from typing import Any

QUOTED_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct; ``line`` is 0 for what concerns the whole file."""

    message: Any
    line: int = 0
    column: str = ""
    sheet: str = ""
    type: str = ""


class BadValue(Exception):
    """A cell that cannot be read; the message says why and what to write."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


class FileRefused(Exception):
    """A file that cannot be read at all; the message says why and what to do."""

    def __init__(self, message: Any, *, line: int = 0, column: str = "", sheet: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(message, line=line, column=column, sheet=sheet)

    def __str__(self) -> str:
        return str(self.problem.message)


class Filled:
    """A translated sentence with what it is about, put into words when it is shown."""

    def __init__(self, message: Any, **params: object) -> None:
        self.message, self.params = message, params

    def __str__(self) -> str:
        return str(self.message % self.params)


def quoted(value: object) -> str:
    """Return the value as it can be shown in a sentence: one short line."""
    text = " ".join(str(value).split())
    printable = "".join(c if c.isprintable() else "�" for c in text)
    return printable if len(printable) <= QUOTED_CHARACTERS else printable[: QUOTED_CHARACTERS - 1] + "…"
