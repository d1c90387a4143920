"""Exporting and checking the base from the command line."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from matching.knowledge import read_base

from .test_reading import LEVERS, PROBLEM, changed, write


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("export_knowledge", *arguments, stdout=out)
    return out.getvalue()


def test_json_holds_every_entry_and_the_version(tmp_path: Path) -> None:
    base = read_base(write(tmp_path))
    found = json.loads(run("--folder", str(tmp_path)))
    assert found["version"] == base.version
    assert [entry["id"] for entry in found["problems"]] == ["empty_square"]
    assert found["problems"][0]["symptoms"]["fr"][2] == "aucun banc"
    assert [entry["id"] for entry in found["levers"]] == ["moveable_chairs", "shade_sail"]


def test_csv_has_one_row_a_text_and_no_formula(tmp_path: Path) -> None:
    write(tmp_path, problems=changed(PROBLEM, '"no bench"', '"=1+1 benches"'))
    target = tmp_path / "base.csv"
    assert run("--folder", str(tmp_path), "--format", "csv", "--out", str(target)) == ""
    rows = list(csv.DictReader(StringIO(target.read_text(encoding="utf-8"))))
    assert {"kind", "id", "field", "language", "value"} == set(rows[0])
    symptoms = [(row["language"], row["value"]) for row in rows if row["field"] == "symptom"]
    assert len(symptoms) == 6
    assert ("en", "'=1+1 benches") in symptoms
    assert [row["value"] for row in rows if row["field"] == "excludes"] == ["anchoring"]


def test_check_says_that_all_is_right(tmp_path: Path) -> None:
    assert "1 problems, 2 levers" in run("--folder", str(write(tmp_path)), "--check")


def test_check_prints_the_faults_and_ends_with_one(tmp_path: Path) -> None:
    write(tmp_path, levers=changed(LEVERS, "[anchoring]", "[gravity]"))
    with pytest.raises(CommandError) as error:
        run("--folder", str(tmp_path), "--check")
    assert error.value.returncode == 1
    assert "levers_public_space.yaml, line 10, excludes: “gravity”" in str(error.value)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    write(tmp_path)
    with pytest.raises(CommandError, match="cannot be written") as error:
        run("--folder", str(tmp_path), "--out", str(tmp_path / "none" / "base.json"))
    assert error.value.returncode == 2
