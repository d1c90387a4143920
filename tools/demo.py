"""Prepares the demonstration, runs its web process and worker until Ctrl-C, and leaves nothing running."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tools.processes import Child, Stop, Supervisor
from tools.steps import Screen, StepError, step

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("FAUBOURG_DEMO_FOLDER") or ROOT / "var")
LOGS = VAR / "log"
HOST = "127.0.0.1"
PORTS_TRIED = 50
ANSWER_SECONDS = 90


def listen(port: int) -> socket.socket:
    """Return a socket listening on `port` of this machine, or on the next free one."""
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, candidate))
            listener.listen(512)
        except OSError:
            listener.close()
            continue
        return listener
    raise StepError(f"No port is free from {port} on. Name another one: make demo PORT=9000")


def asked_port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise StepError(f"PORT must be a number from 1 to 65535; it is {text!r}.")
    return int(text)


@contextlib.contextmanager
def only_one(path: Path) -> Iterator[Path]:
    """Hold the folder's demonstration; say where the other one answers when there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as holder:
        try:
            fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            address = path.read_text("utf-8").strip()
            where = (
                f"already runs from this folder at {address}" if address else "is starting from this folder"
            )
            raise StepError(
                f"The demonstration {where}. Use it there, or stop it first with Ctrl-C in its terminal."
            ) from None
        path.write_text("", "utf-8")
        yield path
        path.write_text("", "utf-8")


def demo_environment(address: str) -> dict[str, str]:
    return os.environ | {
        "FAUBOURG_DEMO": "1",
        "FAUBOURG_EMBEDDED_POSTGRES": "1",
        "SITE_URL": address,
        "PYTHONUNBUFFERED": "1",
    }


@contextlib.contextmanager
def database(environment: dict[str, str]) -> Iterator[None]:
    """Keep the embedded server up between the steps, and see it stopped at the end."""
    import environ

    from config.postgres.cluster import Cluster
    from config.postgres.problems import ClusterError
    from config.postgres.settings import database_settings

    os.environ.update(environment)
    embedded = database_settings(environ.Env(), ROOT).get("EMBEDDED")
    if not embedded:
        yield
        return
    cluster = Cluster(Path(embedded["folder"]), durable=embedded["durable"])
    try:
        cluster.ensure()
    except ClusterError as error:
        raise StepError(str(error)) from error
    try:
        yield
    finally:
        cluster.leave()
        if not cluster.status().is_used:
            cluster.wait_stopped(within_s=40)


def prepare(environment: dict[str, str], *, stop: Stop, screen: Screen) -> None:
    log = LOGS / "demo.log"
    log.write_text("", "utf-8")
    manage = [sys.executable, "manage.py"]
    steps = {
        "Compiling the translations": [sys.executable, "-m", "tools.messages", "compile"],
        "Collecting the static files": [*manage, "collectstatic", "--noinput", "--verbosity=0"],
        "Bringing the database up to date": [*manage, "migrate", "--noinput", "--verbosity=0"],
        "Loading the demonstration programme": [*manage, "load_demo"],
        "Loading its introductions": [*manage, "load_demo_introductions"],
        "Computing the suggestions": [*manage, "compute_matches"],
    }
    for sentence, command in steps.items():
        step(sentence, command, log=log, stop=stop, folder=ROOT, environment=environment, screen=screen)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/", timeout=10) as answer:  # noqa: S310 -- our own http address
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_for_answer(address: str, supervisor: Supervisor, stop: Stop) -> bool:
    """Wait until the home page answers 200; False when it does not, or `stop` is asked."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline and not stop and supervisor.check():
        if answers(address):
            return True
        time.sleep(0.1)
    return False


def framed(lines: list[str]) -> str:
    width = max(map(len, lines))
    body = "\n".join(f"│ {line:<{width}} │" for line in lines)
    return f"┌{'─' * (width + 2)}┐\n{body}\n└{'─' * (width + 2)}┘"


def demo_accounts() -> list[str]:
    """One line for each account that opens with one click."""
    lines = (ROOT / "community" / "demo" / "members.jsonl").read_text("utf-8").splitlines()
    members = [json.loads(line) for line in lines if '"demo_role"' in line]
    members.sort(key=lambda member: member["name"])
    return [f"  {member['name']} ({member['demo_role']}), {member['job_title']}" for member in members]


def welcome(address: str) -> str:
    return framed(
        [
            f"Faubourg answers at {address}",
            "",
            "Sign in there with one click as",
            *demo_accounts(),
            "",
            "Ctrl-C stops everything.",
        ]
    )


def children(listener: socket.socket) -> list[Child]:
    fd = listener.fileno()
    daphne = ["-m", "daphne", "--fd", str(fd), "--no-server-name", "config.asgi:application"]
    return [
        Child("web process", daphne, LOGS / "web.log", fds=(fd,)),
        Child("worker", ["manage.py", "procrastinate", "worker"], LOGS / "worker.log"),
    ]


def serve(
    address: str, listener: socket.socket, environment: dict[str, str], *, stop: Stop, screen: Screen
) -> int:
    """Run the web process and the worker until `stop`; return the exit status."""
    screen.line("Starting the web process and the worker")
    supervisor = Supervisor(children(listener), folder=ROOT, environment=environment, say=screen.line)
    supervisor.start()
    try:
        if wait_for_answer(address, supervisor, stop):
            screen.line(welcome(address))
            (VAR / "demo.lock").write_text(address, "utf-8")
            return 0 if supervisor.run(stop) else 1
        if not stop:
            screen.line(f"The home page does not answer. See {LOGS / 'web.log'}.")
        return 0 if stop else 1
    finally:
        screen.line("Stopping")
        supervisor.stop()


def main() -> int:
    screen = Screen()
    LOGS.mkdir(parents=True, exist_ok=True)
    try:
        with Stop().on_signals() as stop, only_one(VAR / "demo.lock"), listen(asked_port()) as listener:
            port = listener.getsockname()[1]
            address = f"http://{HOST}:{port}"
            if port != asked_port():
                screen.line(f"Port {asked_port()} is taken; using {port}")
            environment = demo_environment(address)
            with database(environment):
                prepare(environment, stop=stop, screen=screen)
                return serve(address, listener, environment, stop=stop, screen=screen)
    except StepError as error:
        screen.line(str(error))
        return 1
    except OSError as error:
        screen.line(f"A file could not be written: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
