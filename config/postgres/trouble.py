"""Telling a database that is busy or away from a fault of ours, whatever wrapped the first error."""

from collections.abc import Iterator

import psycopg
from psycopg_pool import PoolClosed, PoolTimeout, TooManyRequests

from config.postgres.connecting import DatabaseRefusedError

# Connection exceptions (08), shutdowns and recovery (57P), too many connections (53300).
AWAY_STATES = ("08", "57P", "53300")


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it was raised from and what was being handled, each once."""
    waiting, seen = [error], set()
    while waiting:
        current = waiting.pop()
        if current is not None and id(current) not in seen:
            seen.add(id(current))
            yield current
            waiting += [current.__context__, current.__cause__]


def is_pool_exhausted(error: BaseException | None) -> bool:
    """Whether every connection that this process may open was busy for too long."""
    return any(isinstance(cause, PoolTimeout | TooManyRequests) for cause in causes(error))


def is_database_away(error: BaseException | None) -> bool:
    """Whether the server does not answer, is stopping or starting, or was refused."""
    return any(_says_away(cause) for cause in causes(error))


def _says_away(error: BaseException) -> bool:
    if isinstance(error, DatabaseRefusedError | PoolClosed):
        return True
    if isinstance(error, psycopg.InterfaceError):
        return "closed" in str(error)
    if isinstance(error, psycopg.OperationalError):
        # No state means that no server answered; a statement timeout or a full disk have one.
        return error.sqlstate is None or error.sqlstate.startswith(AWAY_STATES)
    return False
