"""Rules of every test: templates without undefined variables, no network, jobs run when the test says so."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from asgiref.sync import async_to_sync, iscoroutinefunction
from django.core.cache import cache
from django.db import connection
from django.template import engines
from django.test import override_settings
from django.utils import translation
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.templates import Undefined

pytest_plugins = ["tests.cast"]


@pytest.fixture(scope="session", autouse=True)
def _plain_http_and_plain_files() -> Iterator[None]:
    """Tests speak HTTP to the client, and read static files where they are written."""
    with override_settings(
        SECURE_SSL_REDIRECT=False,
        # Otherwise each new client reads the folder of collected files, which may be being written.
        WHITENOISE_AUTOREFRESH=True,
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_undefined_template_variable() -> None:
    engines["django"].engine.string_if_invalid = Undefined()


@pytest.fixture(autouse=True)
def _source_language(settings: Any) -> Iterator[None]:
    """Pages and sentences are read in the language they are written in, whatever the catalogs hold.

    A test about French asks for it: by a cookie, a header, a member's language or ``override("fr")``.
    """
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Sign-in limits are counted in the cache."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Only this machine answers."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "unix"
        if host not in ("127.0.0.1", "::1", "localhost", "unix"):
            raise AssertionError(f"A test reaches for the network: {address!r}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


@pytest.fixture
def queued_jobs(db: None) -> Callable[[], list[tuple[str, dict[str, Any]]]]:
    """Return the jobs that wait, as (task name, arguments), oldest first."""

    def read() -> list[tuple[str, dict[str, Any]]]:
        waiting = ProcrastinateJob.objects.filter(status="todo").order_by("pk")
        return [(job.task_name, job.args) for job in waiting]

    return read


@pytest.fixture
def run_jobs(db: None) -> Callable[..., list[str]]:
    """Run the jobs that wait (only those named, if any) and those they queue; return their names."""

    def run(*names: str) -> list[str]:
        done: list[str] = []
        while True:
            waiting = ProcrastinateJob.objects.filter(status="todo").order_by("pk")
            job = (waiting.filter(task_name__in=names) if names else waiting).first()
            if job is None:
                return done
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])
            function = app.tasks[job.task_name].func
            (async_to_sync(function) if iscoroutinefunction(function) else function)(**job.args)
            done.append(job.task_name)

    return run
