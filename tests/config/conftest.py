"""Clusters of the tests of config/postgres: each in a folder of its own, gone at the end."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from config.postgres.account import server_account
from config.postgres.cluster import PORT, Cluster
from config.postgres.locks import is_held
from config.postgres.server import ROLE

ROOT = Path(__file__).resolve().parents[2]
USER_PROGRAM = """
import sys
from pathlib import Path
from config.postgres.cluster import Cluster
cluster = Cluster(Path(sys.argv[1]), durable=False, say=lambda sentence: None)
print(cluster.ensure(), flush=True)
sys.stdin.read()
"""


class UserProcess:
    """Another process that uses a cluster until it is told to end."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER_PROGRAM, str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def socket(self) -> Path:
        return Path(self.process.stdout.readline().strip())

    def end(self, how: signal.Signals | None = None) -> None:
        if how is not None:
            self.process.send_signal(how)
        self.process.communicate()


def eventually(condition: Callable[[], object], *, within_s: float = 20) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def postmaster(cluster: Cluster) -> int:
    return int(cluster.places.pid_file.read_text().split("\n", 1)[0])


def kill_everything(cluster: Cluster) -> None:
    """The keeper, the server and its children, all by SIGKILL, as a power cut would."""
    server = psutil.Process(postmaster(cluster))
    for process in (server.parent(), server, *server.children()):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    assert eventually(lambda: not is_held(cluster.places.lock("server")))
    assert cluster.places.pid_file.exists()


def ask(cluster: Cluster, statement: str, *, database: str = "faubourg") -> list[tuple]:
    place = cluster.ensure()
    with psycopg.connect(
        host=str(place), port=PORT, user=ROLE, dbname=database, autocommit=True
    ) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's account can enter, which pytest's own are not when we are root."""
    base = Path("/tmp") if os.geteuid() == 0 else Path(tempfile.gettempdir())
    made = Path(tempfile.mkdtemp(prefix="faubourg-test-", dir=base))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def clusters(folder: Path) -> Iterator[Callable[..., Cluster]]:
    made: list[Cluster] = []

    def make(name: str = "postgres", **options: object) -> Cluster:
        cluster = Cluster(folder / name, **{"durable": False, "say": lambda _: None, **options})
        made.append(cluster)
        return cluster

    yield make
    for cluster in made:
        cluster.leave()
    for cluster in made:
        assert cluster.stop()


@pytest.fixture
def cluster(clusters: Callable[..., Cluster]) -> Cluster:
    return clusters()


@pytest.fixture
def stranger(folder: Path) -> Iterator[int]:
    """A live process of the server's account, whose number a stale file will carry."""
    process = subprocess.Popen(["sleep", "600"], **server_account(folder).spawn_options())
    yield process.pid
    assert process.poll() is None
    process.kill()
    process.wait()
