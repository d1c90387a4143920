"""The Django backend: it brings the cluster up, and up again after a kill, and refuses in plain words."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from config.postgres import connecting, database_settings
from config.postgres.connecting import DatabaseRefusedError, check_server
from config.postgres.locks import is_held
from tests.config.conftest import ROOT, ask, eventually, kill_everything, postmaster

SURVIVE = """
import os, signal, sys, django
django.setup()
from django.db import OperationalError, connection
def one():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        found = cursor.fetchone()
    connection.close()
    return found
print(one(), flush=True)
sys.stdin.readline()
print(one(), flush=True)
sys.stdin.readline()
with connection.cursor() as cursor:
    print("held", flush=True)
    sys.stdin.readline()
    try:
        cursor.execute("SELECT 1")
    except OperationalError:
        print("lost", flush=True)
connection.close()
print(one(), flush=True)
"""


@pytest.fixture
def surroundings(cluster) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("FAUBOURG", "DATABASE_URL"))
    }
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "tests.config.small_settings",
        "FAUBOURG_EMBEDDED_POSTGRES": "1",
        "FAUBOURG_POSTGRES_FOLDER": str(cluster.wanted),
        "FAUBOURG_POSTGRES_DURABLE": "0",
        "PYTHONPATH": os.pathsep.join([str(ROOT), *kept.get("PYTHONPATH", "").split(os.pathsep)]),
        "PGPORT": "1",
    }


def django_command(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "django", *arguments]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("pool_size", ["0", "1", "5"])
def test_a_process_survives_the_kill_of_the_server_with_and_without_a_pool(cluster, surroundings, pool_size):
    program = subprocess.Popen(
        [sys.executable, "-c", SURVIVE],
        env={**surroundings, "FAUBOURG_DB_POOL_MAX": pool_size},
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    def kill_and_go_on() -> None:
        kill_everything(cluster)
        program.stdin.write("\n")
        program.stdin.flush()

    assert program.stdout.readline() == "(1,)\n"
    kill_and_go_on()
    assert program.stdout.readline() == "(1,)\n"
    program.stdin.write("\n")
    program.stdin.flush()
    assert program.stdout.readline() == "held\n"
    kill_and_go_on()
    rest, _ = program.communicate()
    assert rest == "lost\n(1,)\n"
    assert cluster.wait_stopped(within_s=10)


def test_a_worker_brings_the_cluster_up_and_survives_its_kill(cluster, surroundings):
    assert django_command("migrate", env=surroundings).returncode == 0
    assert cluster.wait_stopped(within_s=10)
    worker = subprocess.Popen(
        [sys.executable, "-m", "django", "procrastinate", "worker"], env=surroundings, cwd=ROOT
    )
    try:
        assert eventually(lambda: is_held(cluster.places.lock("server")))
        queue_and_await_job(cluster, surroundings, done_after=1)
        kill_everything(cluster)
        # Nobody else is there to notice: the worker itself brings the server back.
        assert eventually(lambda: is_held(cluster.places.lock("server")), within_s=40)
        queue_and_await_job(cluster, surroundings, done_after=2)
        assert worker.poll() is None
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(timeout=20)
    assert cluster.wait_stopped(within_s=10)


def queue_and_await_job(cluster, surroundings, *, done_after: int) -> None:
    task = "builtin:procrastinate.builtin_tasks.remove_old_jobs"
    assert (
        django_command("procrastinate", "defer", task, '{"max_hours": 1}', env=surroundings).returncode == 0
    )
    done = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'succeeded'"
    assert eventually(lambda: ask(cluster, done) == [(done_after,)], within_s=30)
    cluster.leave()


def test_outside_debug_the_embedded_cluster_must_be_asked_for(cluster, surroundings):
    refused = django_command("showmigrations", env={**surroundings, "FAUBOURG_EMBEDDED_POSTGRES": "0"})
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "FAUBOURG_EMBEDDED_POSTGRES=1" in refused.stderr
    assert not cluster.places.data.exists()
    assert (
        django_command(
            "showmigrations", env={**surroundings, "FAUBOURG_EMBEDDED_POSTGRES": "0", "DEBUG": "1"}
        ).returncode
        == 0
    )


def test_a_real_server_is_used_when_an_address_names_it(cluster, surroundings):
    place = cluster.ensure()
    server = postmaster(cluster)
    address = f"postgres://faubourg@{quote(str(place), safe='')}:5432/postgres"
    env = {
        **surroundings,
        "DATABASE_URL": address,
        "FAUBOURG_POSTGRES_FOLDER": str(cluster.wanted / "unused"),
    }
    assert django_command("migrate", "contenttypes", env=env).returncode == 0
    found = ask(cluster, "SELECT to_regclass('django_content_type') IS NOT NULL", database="postgres")
    assert found == [(True,)]
    assert postmaster(cluster) == server
    assert not (cluster.wanted / "unused").exists()


def test_a_server_that_is_away_is_one_sentence_at_once(surroundings):
    started = time.monotonic()
    refused = django_command(
        "showmigrations", env={**surroundings, "DATABASE_URL": "postgres://u:p@127.0.0.1:1/x"}
    )
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "cannot be reached" in refused.stderr
    assert time.monotonic() - started < 15


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("OLDEST_POSTGRESQL", 19, "PostgreSQL 18: Faubourg needs 19"),
        ("OLDEST_PGVECTOR", (9, 1), "pgvector 0.8.5: Faubourg needs 9.1"),
    ],
)
def test_too_old_a_server_is_refused(cluster, monkeypatch, name, value, said):
    parameters = {"host": str(cluster.ensure()), "port": "5432", "user": "faubourg", "dbname": "faubourg"}
    monkeypatch.setattr(connecting, "_accepted", set())
    check_server(parameters)
    monkeypatch.setattr(connecting, "_accepted", set())
    monkeypatch.setattr(connecting, name, value)
    with pytest.raises(DatabaseRefusedError, match=said):
        check_server(parameters)


@pytest.mark.parametrize(
    ("available", "installed", "said"),
    [
        (None, None, "has no pgvector"),
        ("0.7.4", None, "pgvector 0.7.4"),
        ("0.8.5", "0.7.0", "ALTER EXTENSION"),
    ],
)
def test_a_server_without_a_recent_pgvector_is_refused(monkeypatch, available, installed, said):
    monkeypatch.setattr(connecting, "_versions", lambda _: (180004, available, installed))
    with pytest.raises(DatabaseRefusedError, match=said):
        check_server({"host": "elsewhere", "port": "1", "dbname": "x"})


def test_settings_of_a_real_server_and_of_the_embedded_one(monkeypatch):
    for name in (
        "DATABASE_URL",
        "FAUBOURG_POSTGRES_FOLDER",
        "FAUBOURG_POSTGRES_DURABLE",
        "DEBUG",
        "FAUBOURG_EMBEDDED_POSTGRES",
    ):
        monkeypatch.delenv(name, raising=False)
    env, base = environ.Env(), Path("/somewhere")
    embedded = database_settings(env, base)
    assert embedded["EMBEDDED"]["folder"] == "/somewhere/var/postgres"
    assert embedded["EMBEDDED"]["allowed"] is False
    assert embedded["EMBEDDED"]["durable"] is True
    monkeypatch.setenv("DATABASE_URL", "postgres://ada:secret@db.example:6432/site?sslmode=require")
    server = database_settings(env, base)
    assert "EMBEDDED" not in server
    assert (server["ENGINE"], server["HOST"], server["PORT"]) == ("config.postgres", "db.example", 6432)
    assert (server["NAME"], server["USER"], server["PASSWORD"]) == ("site", "ada", "secret")
    assert server["OPTIONS"]["sslmode"] == "require"
    assert server["OPTIONS"]["pool"]["max_size"] == 20
    assert server["CONN_MAX_AGE"] == 0
    monkeypatch.setenv("DATABASE_URL", "mysql://ada@db.example/site")
    with pytest.raises(ImproperlyConfigured, match="needs PostgreSQL"):
        database_settings(env, base)
