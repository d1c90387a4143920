"""A busy or absent database answers 503 with a sentence; a fault of ours stays a 500."""

import asyncio
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.template import loader
from django.test import AsyncClient, Client, override_settings
from psycopg_pool import PoolTimeout

from config.postgres.connecting import DatabaseRefusedError
from config.postgres.trouble import is_database_away, is_pool_exhausted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pool_of_one(transactional_db) -> Iterator[None]:
    """One connection in all, held by the test; anybody else waits 0.3 s at most."""
    options = connection.settings_dict["OPTIONS"]
    before = options["pool"]
    connection.close()
    connection.close_pool()
    options["pool"] = {"min_size": 1, "max_size": 1, "timeout": 0.3}
    connection.ensure_connection()
    yield
    connection.close()
    connection.close_pool()
    options["pool"] = before


def answer(path: str, *, language: str = "en") -> HttpResponse:
    """The answer given to another visitor, in a thread of its own as each request has."""
    found: list[HttpResponse] = []

    def visit() -> None:
        client = Client(raise_request_exception=False, headers={"accept-language": language})
        found.append(client.get(path))
        connection.close()

    thread = threading.Thread(target=visit)
    thread.start()
    thread.join()
    return found[0]


@override_settings(ROOT_URLCONF="tests.config.pages")
@pytest.mark.parametrize("path", ["/reading/", "/visiting/"])
def test_an_exhausted_pool_answers_503_with_a_sentence(pool_of_one, path):
    started = time.monotonic()
    busy = answer(path)
    assert busy.status_code == 503
    assert int(busy["Retry-After"]) > 0
    assert busy["Cache-Control"] == "no-store"
    assert "could not take your request just now" in busy.content.decode()
    assert time.monotonic() - started < 2
    connection.close()
    assert answer(path).status_code == 200


@override_settings(ROOT_URLCONF="tests.config.pages")
def test_an_asynchronous_request_gets_the_same_answer(pool_of_one):
    async def visit() -> HttpResponse:
        return await AsyncClient(raise_request_exception=False).get("/reading/")

    found: list[HttpResponse] = []
    thread = threading.Thread(target=lambda: found.append(asyncio.run(visit())))
    thread.start()
    thread.join()
    assert found[0].status_code == 503


@override_settings(ROOT_URLCONF="tests.config.pages")
def test_a_fault_of_ours_is_a_500(pool_of_one):
    failed = answer("/failing/")
    assert failed.status_code == 500
    assert "Retry-After" not in failed


@override_settings(ROOT_URLCONF="tests.config.pages")
def test_the_page_is_whole_even_without_its_template(pool_of_one, monkeypatch):
    def missing(name: str) -> None:
        raise loader.TemplateDoesNotExist(name)

    monkeypatch.setattr(loader, "get_template", missing)
    busy = answer("/reading/")
    assert busy.status_code == 503
    assert busy.content.decode().startswith('<!doctype html><html lang="en">')
    assert "could not take your request just now" in busy.content.decode()


def raised_from(outer: Exception, inner: Exception) -> Exception:
    try:
        try:
            raise inner
        except type(inner):
            raise outer  # noqa: B904 - the error that was being handled must be found too
    except type(outer) as error:
        return error


def test_exhaustion_is_recognised_under_any_wrapping():
    assert is_pool_exhausted(PoolTimeout())
    assert is_pool_exhausted(raised_from(ValueError(), PoolTimeout()))
    wrapped = OperationalError()
    wrapped.__cause__ = PoolTimeout()
    assert is_pool_exhausted(raised_from(KeyError(), wrapped))
    assert not is_pool_exhausted(raised_from(ValueError(), OperationalError()))
    assert not is_pool_exhausted(None)


def test_an_error_that_names_itself_as_its_cause_is_no_endless_walk():
    circle = ValueError()
    circle.__context__ = circle
    assert not is_pool_exhausted(circle)


def test_a_database_that_is_away_is_told_from_a_statement_that_fails():
    assert is_database_away(psycopg.OperationalError("connection refused"))
    assert is_database_away(psycopg.errors.AdminShutdown())
    assert is_database_away(psycopg.errors.CannotConnectNow())
    assert is_database_away(psycopg.errors.TooManyConnections())
    assert is_database_away(psycopg.InterfaceError("the connection is closed"))
    assert is_database_away(raised_from(ValueError(), DatabaseRefusedError("no")))
    assert not is_database_away(psycopg.errors.QueryCanceled())
    assert not is_database_away(psycopg.errors.DiskFull())
    assert not is_database_away(psycopg.errors.UniqueViolation())
