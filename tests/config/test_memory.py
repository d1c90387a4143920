"""The web process gives freed memory back where the allocator lets it."""

import ctypes
import platform

import pytest

from config import memory


def test_glibc_takes_the_advice() -> None:
    assert memory.return_freed_memory() == (platform.libc_ver()[0] == "glibc")


def test_another_libc_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    assert memory.return_freed_memory() is False
