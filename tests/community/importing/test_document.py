"""docs/import.md and its examples say what the code does."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from community.services.importing import TYPES

from .files import run

DOCS = Path(__file__).resolve().parents[3] / "docs"
DOCUMENT = (DOCS / "import.md").read_text("utf-8")
EXAMPLES = sorted(path for path in (DOCS / "examples").iterdir())
ROW = re.compile(r"^\| (\*\*)?`(\w+)`(?:\*\*)? \|", re.MULTILINE)


def documented() -> dict[str, list[tuple[str, bool]]]:
    """Return for each type its (column, is needed), in the order of the document."""
    _before, *sections = re.split(r"^### `(\w+)`$", DOCUMENT, flags=re.MULTILINE)
    texts = [section.split("\n## ")[0] for section in sections[1::2]]
    return {
        name: [(column, bool(bold)) for bold, column in ROW.findall(text)]
        for name, text in zip(sections[::2], texts, strict=True)
    }


def test_the_columns_are_those_of_the_code():
    assert documented() == {
        name: [(column.name, column.is_required) for column in row_type.columns]
        for name, row_type in TYPES.items()
    }


@pytest.mark.parametrize("row_type", TYPES.values(), ids=lambda row_type: row_type.name)
def test_every_code_is_written(row_type):
    for column in row_type.columns:
        field = next((f for f in row_type.model._meta.get_fields() if f.name == column.attribute), None)
        choices = getattr(getattr(field, "base_field", field), "choices", None) or []
        for code, _label in choices:
            assert f"`{code}`" in DOCUMENT, (row_type.name, column.name, code)


def test_there_is_an_example_for_each_format():
    assert {path.suffix for path in EXAMPLES} == {".csv", ".xlsx", ".jsonl"}
    assert all(f"examples/{path.name}" in DOCUMENT for path in EXAMPLES)


@pytest.mark.django_db
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_come_in_after_the_demonstration(settings, path):
    settings.DEMO = True
    call_command("load_demo", stdout=StringIO())
    report = run(path)
    assert report.problems == []
    assert report.warnings == []
    assert report.change_count == report.row_count > 1
    assert run(path).change_count == 0
