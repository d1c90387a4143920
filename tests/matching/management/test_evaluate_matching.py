"""The measuring stick as others run it: a program, its output and its exit code, without a database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
GOLD = ROOT / "tests" / "data" / "gold"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command with a database address that nobody answers."""
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "SECRET_KEY": "x" * 60}
    return subprocess.run(
        [sys.executable, "manage.py", "evaluate_matching", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def options(**changed: str) -> list[str]:
    chosen = {
        "queries": str(GOLD / "asks.jsonl"),
        "documents": str(GOLD / "offers.jsonl"),
        "qrels": str(GOLD / "qrels_asks.tsv"),
        "relation": "ask-offer",
    } | changed
    return [part for name, value in chosen.items() for part in (f"--{name}", value)]


def test_json_is_all_that_is_printed_and_the_run_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.trec"
    done = run(*options(run=str(path)), "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found) == {"overall", "by_language_pair", "ms_per_query", "queries"}
    ndcg = found["overall"]["ndcg@10"]
    assert ndcg["low"] < ndcg["value"] < ndcg["high"]
    assert found["queries"] == 20
    assert len(path.read_text().splitlines()) == 20 * 60


def test_the_hybrid_beats_its_parts_on_the_development_set() -> None:
    values = {}
    for ranker in ("hybrid", "bm25", "dense"):
        done = run(*options(ranker=ranker), "--json")
        values[ranker] = json.loads(done.stdout)["overall"]["ndcg@10"]["value"]
    assert values["hybrid"] > max(values["bm25"], values["dense"]) + 0.05


def test_without_json_a_table_is_printed() -> None:
    done = run(*options(ranker="bm25"))
    assert "ndcg@10" in done.stdout
    assert "20 queries" in done.stdout


@pytest.mark.parametrize(
    "changed",
    [
        {"queries": "nowhere.jsonl"},
        {"documents": str(GOLD / "qrels_asks.tsv")},
        {"qrels": str(GOLD / "qrels_needs.tsv")},
        {"run": "/nowhere/out.trec"},
        {"relation": "friend-enemy"},
        {"ranker": "magic"},
    ],
)
def test_what_is_wrong_is_told_with_code_2(changed: dict[str, str]) -> None:
    done = run(*options(**changed), "--json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert next(iter(changed.values())) in done.stderr
    assert "Traceback" not in done.stderr
