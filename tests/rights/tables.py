"""Reads the tables of docs/rights.md, and the names of every URL."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

RIGHTS = Path(__file__).resolve().parents[2] / "docs" / "rights.md"
ROW = re.compile(r"^\|(?P<cells>.+)\|\s*$")


class Row(NamedTuple):
    """One line of a table: what it is about, then what is expected of each role."""

    subject: tuple[str, ...]
    expected: dict[str, str]


def rows_of(title: str, subject_columns: int) -> list[Row]:
    """Return the rows of the table under a heading; the columns after the subject are roles."""
    text = RIGHTS.read_text("utf-8")
    section = text.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    lines = [_cells(found["cells"]) for line in section.splitlines() if (found := ROW.match(line))]
    head, _, *body = lines
    roles = [role.lower() for role in head[subject_columns:]]
    return [
        Row(tuple(cells[:subject_columns]), dict(zip(roles, cells[subject_columns:], strict=True)))
        for cells in body
    ]


def _cells(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.split("|")]


def listed_public_names() -> list[str]:
    """Return the URL names written under "Public pages"."""
    section = RIGHTS.read_text("utf-8").split("\n## Public pages\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^- `([\w:-]+)`", section, re.MULTILINE)


def named_patterns(
    resolver: URLResolver | None = None, namespace: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Yield every URL of the site with its full name."""
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from named_patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name}", entry
