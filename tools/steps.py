"""Runs one step of a longer preparation: a line for people, the rest in a log, one sentence on failure."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from tools.processes import Stop

PROGRESS = re.compile(r"\d+%\|")
NAMED_ERROR = re.compile(r"(?:[\w.]+\.)?\w*(?:Error|Exception|Configured|Exit): (.+)")


class StepError(Exception):
    """A step failed; the text is a sentence for the person at the keyboard."""


class Screen:
    """Prints lines, and one moving line below them in a terminal."""

    def __init__(self) -> None:
        self.moving = sys.stderr.isatty()
        self.dirty = False

    def line(self, text: str) -> None:
        self.clear()
        print(text, flush=True)

    def progress(self, text: str) -> None:
        if self.moving:
            print(f"\r\033[K  {text[:76]}", end="", file=sys.stderr, flush=True)
            self.dirty = True

    def clear(self) -> None:
        if self.dirty:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
            self.dirty = False


class Output(threading.Thread):
    """Copies what a program says into a log, and shows its progress bars."""

    def __init__(self, fd: int, *, log: Path, screen: Screen) -> None:
        super().__init__(daemon=True)
        self.fd = fd
        self.log = log
        self.screen = screen
        self.last = ""
        self.reason = ""

    def run(self) -> None:
        with self.log.open("a", encoding="utf-8") as log:
            rest = ""
            while block := self.read():
                *lines, rest = re.split(r"[\r\n]+", rest + block)
                for line in lines:
                    self.take(line, log)
            self.take(rest, log)
        os.close(self.fd)

    def read(self) -> str:
        # A terminal whose other side is closed answers with an error where a pipe answers with nothing.
        with contextlib.suppress(OSError):
            return os.read(self.fd, 65536).decode("utf-8", "replace")
        return ""

    def take(self, line: str, log: TextIO) -> None:
        if PROGRESS.search(line):
            self.screen.progress(line.strip())
        elif line.strip():
            log.write(line + "\n")
            log.flush()
            if re.search(r"\w", line):
                self.last = line.strip()
            if named := NAMED_ERROR.match(line):
                self.reason = named[1]


def step(
    sentence: str,
    command: list[str],
    *,
    log: Path,
    stop: Stop,
    folder: Path,
    environment: Mapping[str, str],
    screen: Screen,
) -> None:
    """Run `command` to its end; raise StepError with its last words when it fails or `stop` is asked."""
    screen.line(sentence)
    reading, writing = pty.openpty() if screen.moving else os.pipe()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=writing,
        start_new_session=True,
    )
    os.close(writing)
    output = Output(reading, log=log, screen=screen)
    output.start()
    try:
        while process.poll() is None and not stop:
            time.sleep(0.05)
    finally:
        if process.poll() is None:
            end(process)
    output.join(timeout=5)
    screen.clear()
    if stop:
        raise StepError("Stopped.")
    if process.returncode:
        raise StepError(
            f"{sentence} failed: {output.reason or output.last or 'it said nothing'}\nDetails: {log}"
        )


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask, then insist."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
