"""The tests' own cluster: private to a run, shared by its workers, gone after it however it ends."""

import functools
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.postgres.locks import is_held
from tests.cluster import PREFIX, place_for_tests
from tests.config.conftest import ROOT, eventually

SAMPLE = """
import os, time
from pathlib import Path
import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

@pytest.mark.parametrize("number", range(4))
def test_the_database_answers(number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        [name] = cursor.fetchone()
    seen = Path({seen!r})
    with seen.open("a") as report:
        report.write(os.environ["FAUBOURG_POSTGRES_FOLDER"] + " " + name + "\\n")
    if {wait_s}:
        time.sleep({wait_s})
"""


class Run:
    def __init__(self, place: Path, *, workers: int = 0, wait_s: int = 0) -> None:
        place.mkdir()
        self.seen = place / "seen"
        self.seen.touch()
        (place / "pytest.ini").write_text("[pytest]\n")
        test = place / "test_sample.py"
        test.write_text(textwrap.dedent(SAMPLE).format(seen=str(self.seen), wait_s=wait_s))
        options = [
            "-p",
            "tests.cluster",
            "-p",
            "no:cacheprovider",
            "--ds=tests.config.small_settings",
            f"-n{workers}",
        ]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", *options, "-c", str(place / "pytest.ini"), str(test)],
            cwd=ROOT,
            env={
                **kept,
                "PYTHONPATH": os.pathsep.join([str(ROOT), *kept.get("PYTHONPATH", "").split(os.pathsep)]),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            # Started behind `&` by a script, we ignore Ctrl-C, and what we start would inherit that.
            preexec_fn=functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread here
        )

    def ends(self) -> tuple[int, str]:
        said, _ = self.process.communicate(timeout=90)
        return self.process.returncode, said

    @property
    def folders(self) -> set[Path]:
        return {Path(line.split()[0]) for line in self.seen.read_text().splitlines()}

    def has_begun(self) -> bool:
        return bool(self.folders)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    runs: list[Run] = []

    def make(**options: int) -> Run:
        runs.append(Run(tmp_path / f"run{len(runs)}", **options))
        return runs[-1]

    yield make
    for run in runs:
        run.process.kill()
        run.process.communicate()


def test_two_runs_at_once_have_a_cluster_each_and_leave_nothing(start):
    runs = [start(), start(workers=2)]
    for run in runs:
        status, said = run.ends()
        assert status == 0, said
    one, two = (run.folders for run in runs)
    assert len(one) == len(two) == 1
    assert one != two
    assert Path(os.environ["FAUBOURG_POSTGRES_FOLDER"]) not in one | two
    assert not any(folder.exists() for folder in one | two)
    assert "test_faubourg_gw1" in runs[1].seen.read_text()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_leaves_nothing(start, how):
    run = start(wait_s=30)
    assert eventually(run.has_begun, within_s=60)
    [folder] = run.folders
    assert is_held(folder / "server.lock")
    run.process.send_signal(how)
    run.ends()
    assert eventually(lambda: not folder.exists(), within_s=15)


def test_what_a_killed_run_and_keeper_left_is_cleaned_by_the_next(start):
    left = place_for_tests() / f"{PREFIX}left-behind"
    fresh = place_for_tests() / f"{PREFIX}just-made"
    for folder in (left, fresh):
        folder.mkdir()
        (folder / "users.lock").touch()
    an_hour_ago = time.time() - 3600
    os.utime(left, (an_hour_ago, an_hour_ago))
    try:
        status, said = start().ends()
        assert status == 0, said
        assert not left.exists()
        assert fresh.exists()
    finally:
        (fresh / "users.lock").unlink()
        fresh.rmdir()
