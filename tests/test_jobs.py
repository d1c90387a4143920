"""Background jobs: every deferred name exists, and a killed worker's job is done by the next."""

import ast
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from community.services.jobs import defer

ROOT = Path(__file__).resolve().parent.parent
APPS = ("community", "chat", "matching", "events", "config")
QueuedJobs = Callable[[], list[tuple[str, dict[str, Any]]]]


def deferred_names() -> Iterator[tuple[str, ast.expr | None]]:
    """Every call of defer() in the sources, with its first argument."""
    for source in sorted(path for name in APPS for path in (ROOT / name).rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("defer", "jobs.defer"):
                yield f"{source.relative_to(ROOT)}:{node.lineno}", node.args[0] if node.args else None


CALLS = list(deferred_names())


@pytest.mark.parametrize(("place", "name"), CALLS, ids=[place for place, _ in CALLS])
def test_every_deferred_name_is_a_task(place: str, name: ast.expr | None) -> None:
    assert isinstance(name, ast.Constant), f"{place}: give defer() a plain text, so that it can be checked"
    assert name.value in app.tasks


def test_there_are_deferred_names() -> None:
    assert any(place.startswith("community/services/mails.py") for place, _ in CALLS)


def test_every_task_says_which_app_it_belongs_to() -> None:
    ours = [name for name in app.tasks if not name.startswith(("procrastinate.", "builtin:"))]
    assert ours
    assert all(name.partition(".")[0] in APPS for name in ours)


def test_a_job_is_part_of_the_transaction(db: None, queued_jobs: QueuedJobs) -> None:
    with transaction.atomic():
        defer("community.send_mail", mail_id=0)
        transaction.set_rollback(True)
    assert queued_jobs() == []
    assert defer("community.send_mail", mail_id=1)
    assert queued_jobs() == [("community.send_mail", {"mail_id": 1})]


def test_what_already_waits_is_not_queued_again(db: None, queued_jobs: QueuedJobs) -> None:
    with transaction.atomic():
        assert defer("community.send_mail", unless_queued="mail:1", mail_id=1)
        assert not defer("community.send_mail", unless_queued="mail:1", mail_id=1)
        assert defer("community.send_mail", unless_queued="mail:2", mail_id=2)
    assert [arguments["mail_id"] for _, arguments in queued_jobs()] == [1, 2]


def test_a_job_can_wait_for_its_moment(db: None) -> None:
    later = timezone.now() + timedelta(days=1)
    defer("community.send_mail", run_at=later, mail_id=1)
    assert ProcrastinateJob.objects.get().scheduled_at == later


def test_stalled_jobs_are_looked_for_every_minute() -> None:
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic["community.retry_stalled_jobs"] == "* * * * *"


WORKER = """
import os, sys, time
import django
django.setup()
from django.core.management import call_command
from procrastinate.contrib.django import app

@app.task(name="tests.slow", lock="tests.slow")
def slow(folder):
    with open(os.path.join(folder, "started"), "a") as file:
        file.write("x")
    if os.path.exists(os.path.join(folder, "be-slow")):
        time.sleep(60)
    open(os.path.join(folder, "done"), "w").close()

call_command("procrastinate", "worker")
"""


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start real workers on the tests' database, with a short heartbeat; none outlives the test."""
    name = connection.settings_dict["NAME"]
    script = tmp_path / "worker.py"
    script.write_text(f"import config.settings as s\ns.DATABASES['default']['NAME'] = {name!r}\n{WORKER}")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
        "WORKER_HEARTBEAT_S": "0.3",
        "FAUBOURG_DB_POOL_MAX": "0",
    }
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        log = (tmp_path / f"worker-{len(started)}.log").open("wb")
        with log:
            worker = subprocess.Popen(
                [sys.executable, str(script)], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        if worker.poll() is None:
            worker.kill()
        worker.wait(timeout=20)


def wait_for(condition: Callable[[], bool], what: str, folder: Path, within_s: float = 60) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline:
            logs = "\n".join(path.read_text("utf-8", "replace")[-3000:] for path in folder.glob("*.log"))
            pytest.fail(f"{what} did not happen within {within_s} s.\n{logs}")
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_killed_worker_is_done_by_the_next(
    tmp_path: Path, start_worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    """The killed job stays `doing` and keeps its lock; the rescue task gives it to the next worker."""
    (tmp_path / "be-slow").touch()
    with transaction.atomic():
        app.configure_task("tests.slow", allow_unknown=True, lock="tests.slow").defer(folder=str(tmp_path))
    first = start_worker()
    wait_for((tmp_path / "started").exists, "The start of the job", tmp_path)
    first.send_signal(signal.SIGKILL)
    first.wait(timeout=20)
    assert ProcrastinateJob.objects.get(task_name="tests.slow").status == "doing"
    (tmp_path / "be-slow").unlink()
    time.sleep(1.2)
    defer("community.retry_stalled_jobs", timestamp=0)
    start_worker()
    wait_for((tmp_path / "done").exists, "The end of the job", tmp_path)
    assert (tmp_path / "started").read_text() == "xx"


def test_a_worker_is_taken_for_dead_after_three_missed_signs_of_life() -> None:
    assert settings.STALLED_AFTER_S == 3 * settings.HEARTBEAT_S
    assert settings.PROCRASTINATE_WORKER_DEFAULTS["update_heartbeat_interval"] == settings.HEARTBEAT_S
