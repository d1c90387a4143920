"""`manage.py postgres`: where the embedded database is, its address, keeping it up, stopping it."""

import signal
import subprocess
import sys
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command

from community.management.commands import postgres
from config.postgres.cluster import Cluster
from tests.config.conftest import ROOT, ask, eventually


class Connection:
    """What the command asks of Django's connection."""

    def __init__(self, cluster: Cluster | None) -> None:
        self.cluster = cluster

    def get_connection_params(self) -> dict[str, object]:
        if self.cluster is None:
            return {"host": "db.example", "port": 6432, "user": "ada", "dbname": "site"}
        return {"host": str(self.cluster.ensure()), "port": "5432", "user": "faubourg", "dbname": "faubourg"}


@pytest.fixture
def say(cluster, monkeypatch):
    def run(*arguments: str, cluster: Cluster | None = cluster) -> tuple[str, str]:
        monkeypatch.setattr(postgres, "connection", Connection(cluster))
        out, err = StringIO(), StringIO()
        call_command(postgres.Command(), *arguments, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return run


def test_status_before_during_and_after(cluster, say):
    said, _ = say("status")
    assert [line.split()[-1] for line in said.splitlines()[1:]] == ["no", "no", "no"]
    place = cluster.ensure()
    said, _ = say("status")
    assert [line.split()[-1] for line in said.splitlines()[1:]] == ["yes", "yes", "yes", str(place)]
    cluster.leave()
    assert cluster.wait_stopped(within_s=10)
    said, _ = say("status")
    assert [line.split()[-1] for line in said.splitlines()[1:]] == ["yes", "no", "no"]


def test_the_address_is_one_that_other_programs_understand(cluster, say):
    said, warned = say("url")
    assert "postgres run" in warned
    with psycopg.connect(said.strip()) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("faubourg",)
    _, warned = say("url")
    assert warned == ""


def test_a_real_server_has_an_address_and_nothing_to_look_after(say):
    assert say("url", cluster=None)[0] == "postgresql://ada@/site?host=db.example&port=6432\n"
    with pytest.raises(CommandError, match="no embedded database"):
        say("stop", cluster=None)


def test_it_is_stopped_under_others_only_by_force(cluster, clusters, say):
    user = clusters()
    ask(user, "SELECT 1")
    with pytest.raises(CommandError, match="--force"):
        say("stop")
    assert ask(user, "SELECT 1") == [(1,)]
    assert say("stop", "--force")[0] == "The database is stopped.\n"
    assert not cluster.status().is_running
    assert ask(user, "SELECT 1") == [(1,)]


def test_run_keeps_it_up_until_ctrl_c(cluster):
    program = subprocess.Popen(
        [sys.executable, "manage.py", "postgres", "run"],
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": ":".join(sys.path),
            "SECRET_KEY": "only-for-tests",
            "FAUBOURG_EMBEDDED_POSTGRES": "1",
            "FAUBOURG_POSTGRES_FOLDER": str(cluster.wanted),
            "FAUBOURG_POSTGRES_DURABLE": "0",
        },
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    address = program.stdout.readline().strip()
    assert program.stdout.readline() == "The database is up until Ctrl-C.\n"
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not eventually(lambda: not cluster.status().is_running, within_s=1)
    program.send_signal(signal.SIGINT)
    assert program.wait(timeout=20) == 0
    program.stdout.close()
    assert cluster.wait_stopped(within_s=10)
