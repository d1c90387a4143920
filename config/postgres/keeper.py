"""The process that starts the server and stops it after its last user: a script, standard library only.

Every user of the cluster holds the lock `users` shared. The keeper stops the server when it can have that
lock for itself, so an exit, a signal and a kill -9 all count alike. The server and its children inherit the
lock `server`: it tells whether any of them is alive, which a process number does not.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PAUSE_S = 0.2
LEFTOVERS_S = 15
READY_S = 120
FAST_STOP_S = 30


def lock(path: Path, *, within_s: float) -> int | None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + within_s
    while True:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        if time.monotonic() >= deadline:
            os.close(descriptor)
            return None
        time.sleep(0.02)


class Keeper:
    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.folder = Path(plan["folder"])
        self.socket = Path(plan["socket"])
        self.server: subprocess.Popen[bytes] | None = None
        self.pid: int = plan.get("adopt") or 0

    def start(self) -> str:
        """What went wrong, or nothing."""
        if lock(self.folder / "keeper.lock", within_s=LEFTOVERS_S) is None:
            return "another keeper is at work"
        if self.pid:
            return ""
        alive = lock(self.folder / "server.lock", within_s=LEFTOVERS_S)
        if alive is None:
            return "processes of a killed server are still running"
        pid_file = self.folder / "data" / "postmaster.pid"
        # Nobody holds the lock `server`, so the number in a file left behind is that of a stranger.
        pid_file.unlink(missing_ok=True)
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(  # noqa: S603 - the command comes from config.postgres.cluster
                self.plan["command"],
                pass_fds=[alive],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.plan["environment"],
                **self.plan["spawn"],
            )
        os.close(alive)
        self.pid = self.server.pid
        return self.wait_ready(pid_file)

    def wait_ready(self, pid_file: Path) -> str:
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            if self.has_ended():
                return "it ended at once"
            with contextlib.suppress(OSError):
                lines = pid_file.read_text().splitlines()
                if len(lines) >= 8 and lines[0] == str(self.pid) and lines[7].strip() == "ready":
                    return ""
            time.sleep(0.01)
        self.stop()
        return f"it was not ready after {READY_S} seconds"

    def has_ended(self) -> bool:
        if self.server is not None:
            return self.server.poll() is not None
        alive = lock(self.folder / "server.lock", within_s=0)
        if alive is not None:
            os.close(alive)
        return alive is not None

    def watch(self) -> None:
        while not self.has_ended():
            if lock(self.folder / "users.lock", within_s=0) is not None:
                # Newcomers wait on this lock until we have gone: they never meet a server that is stopping.
                self.stop()
                self.clear()
                return
            time.sleep(PAUSE_S)
        self.clear_if_unused()

    def clear_if_unused(self) -> None:
        """A user may be starting the next server in the same folders: then they are left to it."""
        with contextlib.suppress(OSError):
            if lock(self.folder / "users.lock", within_s=0) is not None:
                self.clear()

    def stop(self) -> None:
        for order, patience_s in ((signal.SIGINT, FAST_STOP_S), (signal.SIGQUIT, 5)):
            if self.has_ended():
                return
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, order)
            deadline = time.monotonic() + patience_s
            while not self.has_ended() and time.monotonic() < deadline:
                time.sleep(0.02)

    def clear(self) -> None:
        shutil.rmtree(self.socket, ignore_errors=True)
        if self.plan["ephemeral"]:
            shutil.rmtree(self.folder, ignore_errors=True)


def go_to_background() -> None:
    os.setsid()
    os.chdir("/")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def main() -> int:
    """Fork; the parent answers once the server is ready, the child stays with it."""
    plan = json.load(sys.stdin)
    verdict, answer = os.pipe()
    if os.fork():
        os.close(answer)
        with os.fdopen(verdict) as reading:
            said = reading.read()
        sys.stderr.write(said.removeprefix("ready"))
        return 0 if said == "ready" else 1
    os.close(verdict)
    go_to_background()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    keeper = Keeper(plan)
    problem = keeper.start()
    os.write(answer, (problem or "ready").encode())
    os.close(answer)
    if problem:
        return 1

    def stop_on_request(*_: object) -> None:
        keeper.stop()
        keeper.clear_if_unused()
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop_on_request)
    keeper.watch()
    return 0


if __name__ == "__main__":
    sys.exit(main())
