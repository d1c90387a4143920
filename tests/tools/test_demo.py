"""The demonstration as a newcomer starts it: address, port, one at a time, nothing left behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from config.postgres.cluster import Cluster

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 240
ADDRESS = re.compile(r"Faubourg answers at (http://127\.0\.0\.1:(\d+))")


@dataclass
class Demo:
    """A running demonstration, started by a shell as make would."""

    folder: Path
    environment: dict[str, str]
    shell: subprocess.Popen[str]
    said: str = ""

    def wait_for(self, pattern: re.Pattern[str]) -> re.Match[str]:
        deadline = time.monotonic() + START_SECONDS
        while not (found := pattern.search(self.read())):
            assert self.shell.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.1)
        return found

    def read(self) -> str:
        self.said = (self.folder / "said").read_text("utf-8")
        return self.said

    def supervisor(self) -> psutil.Process:
        return psutil.Process(self.shell.pid).children()[0]

    def is_database_running(self) -> bool:
        return Cluster(self.folder / "postgres").status().is_running


def start(folder: Path, port: int) -> Demo:
    environment = os.environ | {
        "FAUBOURG_DEMO_FOLDER": str(folder),
        "FAUBOURG_POSTGRES_FOLDER": str(folder / "postgres"),
        "FAUBOURG_POSTGRES_EPHEMERAL": "0",
        "FAUBOURG_STATIC_FOLDER": str(folder / "static"),
        "DATABASE_URL": "",
        "PORT": str(port),
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = f"{sys.executable} -m tools.demo; true"
    with (folder / "said").open("w") as said:
        shell = subprocess.Popen(
            ["sh", "-c", command],
            cwd=ROOT,
            env=environment,
            stdout=said,
            stderr=said,
            text=True,
            start_new_session=True,
        )
    return Demo(folder, environment, shell)


def wait_gone(processes: list[psutil.Process]) -> None:
    _gone, alive = psutil.wait_procs(processes, timeout=40)
    assert alive == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    # The database's own account must be able to walk down to its files.
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def demo(folder, taken_port) -> Iterator[Demo]:
    running = start(folder, taken_port)
    yield running
    if running.shell.poll() is None:
        for process in psutil.Process(running.shell.pid).children(recursive=True):
            process.kill()
        running.shell.kill()
    running.shell.wait()


@pytest.mark.xdist_group("demo")
def test_it_answers_on_the_next_free_port_and_ctrl_c_stops_everything(demo, taken_port):
    address, port = demo.wait_for(ADDRESS).groups()
    assert int(port) > taken_port
    assert f"Port {taken_port} is taken; using {port}" in demo.said
    for name in ("Ada Morvan", "Benoît Ravel", "Chloé Vasseur", "Driss El Fassi"):
        assert name in demo.said
    assert "Traceback" not in demo.said
    with urllib.request.urlopen(address + "/") as page:
        assert page.status == 200

    processes = demo.supervisor().children(recursive=True)
    listening = [c.laddr for p in processes for c in p.net_connections("inet") if c.status == "LISTEN"]
    assert {place.ip for place in listening} == {"127.0.0.1"}

    second = subprocess.run(
        [sys.executable, "-m", "tools.demo"],
        cwd=ROOT,
        env=demo.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert f"already runs from this folder at {address}" in second.stdout

    demo.supervisor().send_signal(signal.SIGINT)
    wait_gone([*processes, psutil.Process(demo.shell.pid)])
    assert not demo.is_database_running()


@pytest.mark.xdist_group("demo")
def test_kill_9_leaves_nothing_running_and_the_next_start_works(demo, folder, taken_port):
    demo.wait_for(ADDRESS)
    processes = demo.supervisor().children(recursive=True)
    demo.supervisor().kill()
    wait_gone(processes)
    deadline = time.monotonic() + 40
    while demo.is_database_running():
        assert time.monotonic() < deadline
        time.sleep(0.1)
