"""The tests' own throw-away cluster: a pytest plugin, loaded by `-p` before Django reads its settings.

The controlling process names a temporary folder in the environment and holds it. The first test that needs
the database starts the server there; xdist's workers and the programs that tests start share it. When the
last of them is gone, whatever way, the cluster's keeper stops the server and removes the folder.
"""

import contextlib
import os
import secrets
import shutil
import tempfile
import time
from pathlib import Path

from config.postgres.account import server_account
from config.postgres.cluster import Cluster
from config.postgres.connecting import leave_clusters
from config.postgres.locks import alone, is_held

PREFIX = "faubourg-tests-"
CONTROLLER = "FAUBOURG_TESTS_CONTROLLER"
ABANDONED_AFTER_S = 60

_cluster: Cluster | None = None


def is_worker_of_controller() -> bool:
    """A pytest that a test starts inherits the same environment, and must have its own cluster."""
    return "PYTEST_XDIST_WORKER" in os.environ and os.environ.get(CONTROLLER) == str(os.getppid())


def start_of_run() -> Cluster:
    base = place_for_tests()
    remove_abandoned(base)
    folder = base / f"{PREFIX}{secrets.token_hex(6)}"
    cluster = Cluster(folder, durable=False, ephemeral=True)
    cluster.join()
    os.environ |= {
        CONTROLLER: str(os.getpid()),
        "DATABASE_URL": os.environ.get("FAUBOURG_TEST_DATABASE_URL", ""),
        "FAUBOURG_EMBEDDED_POSTGRES": "1",
        "FAUBOURG_POSTGRES_FOLDER": str(folder),
        "FAUBOURG_POSTGRES_DURABLE": "0",
        "FAUBOURG_POSTGRES_EPHEMERAL": "1",
    }
    os.environ.setdefault("SECRET_KEY", "only-for-tests")
    return cluster


def place_for_tests() -> Path:
    base = Path(tempfile.gettempdir())
    return base if server_account(base).can_enter(base) else Path("/tmp")


def remove_abandoned(base: Path) -> None:
    """What a kill -9 of a run and its keeper left; a folder that a run is just making is young, or held."""
    for folder in base.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if (
                folder.stat().st_uid != os.geteuid()
                or time.time() - folder.stat().st_mtime < ABANDONED_AFTER_S
            ):
                continue
            if is_abandoned(folder):
                Cluster(folder).stop(within_s=10)
                shutil.rmtree(folder, ignore_errors=True)


def is_abandoned(folder: Path) -> bool:
    if is_held(folder / "keeper.lock"):
        return False
    if not (folder / "users.lock").exists():
        return True
    with alone(folder / "users.lock", within_s=0) as unused:
        return unused


def end_of_run(cluster: Cluster) -> None:
    folder = cluster.places.folder
    has_started = is_held(folder / "keeper.lock")
    leave_clusters()
    cluster.leave()
    deadline = time.monotonic() + 15
    while has_started and folder.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    if not has_started:
        shutil.rmtree(folder, ignore_errors=True)


def pytest_unconfigure() -> None:
    global _cluster  # noqa: PLW0603 - pytest keeps one state per process, and so do we
    if _cluster is not None:
        end_of_run(_cluster)
        _cluster = None


if not is_worker_of_controller():
    _cluster = start_of_run()
