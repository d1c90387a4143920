"""The demonstration as it really runs, for the journeys: a database of its own, a web process, a worker."""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from psycopg import sql

from community.models import Member
from config.postgres.connecting import locate
from tools.demo import listen
from tools.processes import Child, Supervisor

ROOT = Path(__file__).resolve().parents[2]
PREPARE_SECONDS = 300
START_SECONDS = 90


@dataclass(frozen=True)
class Site:
    """A running demonstration: its address, and its database for what a browser cannot do or see."""

    address: str
    database: str

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database) as connection:
            cursor = connection.execute(query, parameters)
            return cursor.fetchall() if cursor.description else []

    def value(self, query: str, *parameters: Any) -> Any:
        return self.rows(query, *parameters)[0][0]

    def let_a_minute_pass(self) -> None:
        """Move what happened, and what is to come, back in time: the minute for undoing is over."""
        self.rows(
            "UPDATE matching_introduction SET proposed_at = proposed_at - interval '2 minutes',"
            " answered_at = answered_at - interval '2 minutes' WHERE told_state <> state"
        )
        self.rows(
            "UPDATE procrastinate_jobs SET scheduled_at = scheduled_at - interval '2 minutes'"
            " WHERE status = 'todo' AND scheduled_at IS NOT NULL"
        )

    def session_of(self, email: str) -> str:
        """Return the key of a new session of this member, as if they had just signed in."""
        pk, password = self.rows("SELECT id, password FROM community_member WHERE email = %s", email)[0]
        key = secrets.token_hex(16)
        data = {
            "_auth_user_id": str(pk),
            "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[0],
            "_auth_user_hash": Member(pk=pk, password=password).get_session_auth_hash(),
        }
        self.rows(
            "INSERT INTO django_session VALUES (%s, %s, now() + interval '1 day')",
            key,
            SessionStore().encode(data),
        )
        return key


@contextlib.contextmanager
def running_site(folder: Path, name: str) -> Iterator[Site]:
    """Prepare a demonstration in a new database and run it; nothing of it is left afterwards."""
    with own_database(name) as (database, url), listen(20000) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        environment = os.environ | {
            "FAUBOURG_DEMO": "1",
            "DATABASE_URL": url,
            "SITE_URL": address,
            "FAUBOURG_STATIC_FOLDER": str(folder / "static"),
            "PYTHONUNBUFFERED": "1",
        }
        prepare(environment)
        fd = listener.fileno()
        daphne = ["-m", "daphne", "--fd", str(fd), "--no-server-name", "config.asgi:application"]
        children = [
            Child("web process", daphne, folder / "web.log", fds=(fd,)),
            Child("worker", ["manage.py", "procrastinate", "worker"], folder / "worker.log"),
        ]
        supervisor = Supervisor(children, folder=ROOT, environment=environment)
        supervisor.start()
        try:
            wait_for(address, children)
            yield Site(address, database)
        finally:
            supervisor.stop()


def prepare(environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.prepare"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PREPARE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def wait_for(address: str, children: list[Child]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        for child in children:
            assert not child.is_dead(), child.log.read_text("utf-8")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/", timeout=10):
            return
        time.sleep(0.1)
    raise AssertionError(children[0].log.read_text("utf-8"))


@contextlib.contextmanager
def own_database(name: str) -> Iterator[tuple[str, str]]:
    """Make an empty database on the tests' server; yield how psycopg and how Django reach it."""
    configured = settings.DATABASES["default"]
    place = {key: configured[key.upper()] for key in ("host", "port", "user", "password")}
    place = {key: str(value) for key, value in (place | locate(configured)).items() if value}
    quoted = sql.Identifier(name)
    with psycopg.connect(**place, dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(quoted))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(quoted))
    known = {key: quote(value, safe="") for key, value in place.items()}
    account = ":".join(filter(None, (known["user"], known.get("password"))))
    url = f"postgres://{account}@{known['host']}:{known.get('port', '5432')}/{name}"
    try:
        yield psycopg.conninfo.make_conninfo(**place, dbname=name), url
    finally:
        with psycopg.connect(**place, dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(quoted))
