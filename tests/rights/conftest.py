"""One world for all the rights tables: built once per module, and left as it was after each question."""

from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from tests.rights.world import World, build_world

LOGIN = "/accounts/login/"
Ask = Callable[[str, str, str], str]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sessions(world: World, django_db_blocker: DjangoDbBlocker) -> dict[str, SimpleCookie]:
    """The cookies of a browser where each role is signed in."""
    with django_db_blocker.unblock():
        browsers = {role: Client() for role in world.members}
        for role, browser in browsers.items():
            browser.force_login(world.members[role])
    return {role: browser.cookies for role, browser in browsers.items()} | {"anonymous": SimpleCookie()}


@pytest.fixture
def browser_of(sessions: dict[str, SimpleCookie]) -> Callable[[str], Client]:
    """Return a fresh browser where the role is signed in."""

    def browser(role: str) -> Client:
        client = Client()
        client.cookies = SimpleCookie({key: morsel.value for key, morsel in sessions[role].items()})
        return client

    return browser


@pytest.fixture
def ask(world: World, browser_of: Callable[[str], Client]) -> Ask:
    """Return what a role gets from a URL, as the table writes it; what the question changed is undone."""

    def answer(role: str, method: str, name: str) -> str:
        cache.clear()
        with transaction.atomic():
            path = reverse(name, kwargs=world.arguments(name))
            response = getattr(browser_of(role), method.lower())(path)
            # A file is closed by whoever reads it to its end.
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        return as_written(response)

    return answer


def as_written(response: HttpResponse) -> str:
    """A status, or `sign-in` for the way to the sign-in page."""
    location = response.headers.get("Location", "")
    if response.status_code == 302 and location.partition("?")[0] == LOGIN:
        return "sign-in"
    return str(response.status_code)
