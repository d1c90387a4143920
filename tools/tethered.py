"""Runs a Python program that ends when the process that started it does, even by kill -9.

Usage: python -m tools.tethered FD (-m MODULE | SCRIPT) [ARGUMENTS]; FD is the reading end of a pipe whose
writing end only the starter holds.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time
from pathlib import Path

GRACE_SECONDS = 8


def watch(fd: int) -> None:
    """Wait for the pipe to close, ask this process to stop, then insist."""
    while os.read(fd, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)


def main() -> None:
    fd, *program = sys.argv[1:]
    os.set_inheritable(int(fd), False)  # noqa: FBT003 -- positional in the standard library
    threading.Thread(target=watch, args=(int(fd),), daemon=True, name="tether").start()
    if program[0] == "-m":
        sys.argv = program[1:]
        runpy.run_module(program[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = program
        sys.path[0] = str(Path(program[0]).resolve().parent)
        runpy.run_path(program[0], run_name="__main__")


if __name__ == "__main__":
    main()
