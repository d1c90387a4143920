"""File locks, which the kernel releases whatever way a process ends."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path


def open_lock(path: Path) -> int:
    """The descriptor is not inherited by programs we start."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def take(descriptor: int, kind: int, *, within_s: float) -> bool:
    """Whether the lock (LOCK_SH or LOCK_EX) was obtained in time; 0 tries once."""
    deadline = time.monotonic() + within_s
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.01)
        else:
            return True


def is_held(path: Path) -> bool:
    """Whether any process holds the lock alone; looking disturbs nobody who takes it with a delay."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return False
    try:
        return not take(descriptor, fcntl.LOCK_SH, within_s=0)
    finally:
        os.close(descriptor)


def is_linked(descriptor: int, path: Path) -> bool:
    """Whether the lock is still the file of that name: a removed folder leaves locks that exclude nobody."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def alone(path: Path, *, within_s: float) -> Iterator[bool]:
    """Hold the lock exclusively; yields False when it could not be had in time."""
    descriptor = open_lock(path)
    try:
        yield take(descriptor, fcntl.LOCK_EX, within_s=within_s)
    finally:
        os.close(descriptor)
