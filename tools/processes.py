"""Starts long-running children, restarts those that die, and leaves none behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

RESTARTS_PER_MINUTE = 4
STOP_SECONDS = 10


class Stop:
    """Set by a signal, or when the process that started this one is gone."""

    def __init__(self) -> None:
        self.asked = False
        self.parent = os.getppid()

    def __bool__(self) -> bool:
        return self.asked or os.getppid() != self.parent

    def ask(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self.asked = True

    @contextlib.contextmanager
    def on_signals(self) -> Iterator[Stop]:
        names = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {name: signal.signal(name, self.ask) for name in names}
        try:
            yield self
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)


class Tether:
    """A pipe that closes when this process ends, however it ends; see tools/tethered.py."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()

    def command(self, program: list[str]) -> list[str]:
        return [sys.executable, "-m", "tools.tethered", str(self.reading), *program]

    def close(self) -> None:
        os.close(self.writing)
        os.close(self.reading)


@dataclass
class Child:
    """One program that must keep running: its name for people, its command, its log."""

    name: str
    program: list[str]
    log: Path
    fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=deque)

    def start(self, tether: Tether, *, folder: Path, environment: Mapping[str, str]) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                tether.command(self.program),
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=(tether.reading, *self.fds),
                start_new_session=True,  # a terminal's Ctrl-C reaches the supervisor alone
            )

    def is_dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def dies_too_often(self) -> bool:
        """Record a death; tell whether there were too many within a minute."""
        now = time.monotonic()
        self.deaths.append(now)
        while now - self.deaths[0] > 60:
            self.deaths.popleft()
        return len(self.deaths) > RESTARTS_PER_MINUTE

    def signal(self, number: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def sweep(self) -> None:
        """Kill what the program itself left running in its session."""
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Keeps `children` running until `stop`."""

    def __init__(
        self,
        children: list[Child],
        *,
        folder: Path,
        environment: Mapping[str, str],
        say: Callable[[str], None] = print,
    ) -> None:
        self.children = children
        self.folder = folder
        self.environment = environment
        self.say = say
        self.tether = Tether()

    def start(self) -> None:
        for child in self.children:
            child.start(self.tether, folder=self.folder, environment=self.environment)

    def check(self) -> bool:
        """Restart the dead; tell whether the whole is still worth keeping."""
        for child in filter(Child.is_dead, self.children):
            status = child.process.returncode if child.process else None
            if child.dies_too_often():
                self.say(f"The {child.name} keeps stopping (last status {status}). See {child.log}.")
                return False
            self.say(f"The {child.name} stopped (status {status}); starting it again. See {child.log}.")
            child.start(self.tether, folder=self.folder, environment=self.environment)
        return True

    def run(self, stop: Stop) -> bool:
        """Watch until `stop`, and return True; return False when a child cannot be kept running."""
        while not stop:
            if not self.check():
                return False
            time.sleep(0.2)
        return True

    def stop(self) -> None:
        """Ask every child to stop, wait, then kill those that did not."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and not all(map(Child.is_dead, self.started())):
            time.sleep(0.05)
        for child in self.started():
            child.sweep()
            if child.process:
                child.process.wait()
        self.tether.close()

    def started(self) -> list[Child]:
        return [child for child in self.children if child.process]
