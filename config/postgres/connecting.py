"""How a process of Django reaches its server, checks that it is good enough, and says when it is not."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import CommandError
from django.db import OperationalError

from config.postgres.cluster import PORT, Cluster
from config.postgres.problems import ClusterError, EmbeddedRefusedError
from config.postgres.server import ROLE

OLDEST_POSTGRESQL = 16
OLDEST_PGVECTOR = (0, 8)

_clusters: dict[str, Cluster] = {}
_accepted: set[tuple[Any, ...]] = set()
_guard = threading.Lock()


class DatabaseRefusedError(OperationalError, CommandError):
    """The database cannot be used, for a reason somebody can act on; a command prints it as one sentence."""


class CheckedParameters(dict[str, Any]):
    """Connection parameters; a pool calls them before each new connection and gets those of a live server."""

    def __init__(self, parameters: dict[str, Any], *, locate: Callable[[], dict[str, Any]]) -> None:
        super().__init__(parameters)
        self._locate = locate

    def __call__(self) -> dict[str, Any]:
        return {**self, **self._locate()}


def cluster_of(settings: dict[str, Any]) -> Cluster | None:
    """The embedded cluster these settings name, one handle per process; None for a server of one's own."""
    embedded = settings.get("EMBEDDED")
    if not embedded:
        return None
    folder = str(embedded["folder"])
    with _guard:
        if folder not in _clusters:
            _clusters[folder] = Cluster(
                Path(folder), durable=embedded["durable"], ephemeral=embedded["ephemeral"]
            )
        return _clusters[folder]


def leave_clusters() -> None:
    """For a process that outlives its need of a database: the server may stop after its other users."""
    with _guard:
        for cluster in _clusters.values():
            cluster.leave()


def known_place(settings: dict[str, Any]) -> dict[str, Any]:
    """Where the server was last seen, at no cost; the first time, and for `locate`, it is looked at."""
    cluster = cluster_of(settings)
    if cluster is None or cluster.socket_folder is None:
        return locate(settings)
    return {"host": str(cluster.socket_folder), "port": PORT, "user": ROLE}


def locate(settings: dict[str, Any]) -> dict[str, Any]:
    """Host, port and role of the embedded cluster, brought up if need be; nothing for a real server."""
    cluster = cluster_of(settings)
    if cluster is None:
        return {}
    try:
        if not settings["EMBEDDED"]["allowed"]:
            raise EmbeddedRefusedError(
                "The embedded database is for development and demonstrations: set DATABASE_URL to a "
                "PostgreSQL server, or FAUBOURG_EMBEDDED_POSTGRES=1 to use it all the same."
            )
        return {"host": str(cluster.ensure()), "port": PORT, "user": ROLE}
    except ClusterError as problem:
        raise DatabaseRefusedError(str(problem)) from problem


def check_server(parameters: dict[str, Any]) -> None:
    """Refuse, once per process and database, a server that is away, too old or without pgvector.

    The look is taken on a connection of its own: a pool would only say that it could not get one in time.
    """
    key = tuple(parameters.get(name) for name in ("host", "port", "dbname"))
    if key in _accepted:
        return
    release, available, installed = _versions(parameters)
    oldest = ".".join(map(str, OLDEST_PGVECTOR))
    if release < OLDEST_POSTGRESQL * 10000:
        raise DatabaseRefusedError(
            f"The database server is PostgreSQL {release // 10000}: "
            f"Faubourg needs {OLDEST_POSTGRESQL} or newer."
        )
    if available is None:
        raise DatabaseRefusedError(
            f"The database server has no pgvector: install the extension `vector` {oldest} or newer on it."
        )
    if _numbers(available) < OLDEST_PGVECTOR:
        raise DatabaseRefusedError(
            f"The database server has pgvector {available}: Faubourg needs {oldest} or newer."
        )
    if installed is not None and _numbers(installed) < OLDEST_PGVECTOR:
        raise DatabaseRefusedError(
            f"The database still uses pgvector {installed}: run `ALTER EXTENSION vector UPDATE` in it "
            f"(Faubourg needs {oldest} or newer)."
        )
    _accepted.add(key)


def _versions(parameters: dict[str, Any]) -> tuple[int, str | None, str | None]:
    wanted = {"connect_timeout": 5, **parameters, "autocommit": True}
    try:
        with psycopg.connect(**wanted) as connection:
            row = connection.execute(
                "SELECT (SELECT default_version FROM pg_available_extensions WHERE name = 'vector'),"
                " (SELECT extversion FROM pg_extension WHERE extname = 'vector')"
            ).fetchone()
            available, installed = row or (None, None)
            return connection.info.server_version, available, installed
    except psycopg.OperationalError as error:
        reason = str(error).strip().partition("\n")[0]
        raise DatabaseRefusedError(f"The database cannot be reached: {reason}.") from error


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
