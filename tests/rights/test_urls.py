"""The tables "Pages" and "Public pages" of docs/rights.md, against every URL the resolver knows."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.rights.conftest import LOGIN, Ask
from tests.rights.tables import listed_public_names, named_patterns, rows_of

pytestmark = pytest.mark.django_db

ROWS = rows_of("Pages", subject_columns=2)
NAMES = {name for name, _ in named_patterns()}
SITE_NAMES = sorted(name for name in NAMES if not name.startswith("admin:"))
ADMIN_NAMES = sorted(NAMES - set(SITE_NAMES))
WITHOUT_POST = sorted(
    {row.subject[0] for row in ROWS} - {row.subject[0] for row in ROWS if row.subject[1] == "POST"}
)


@pytest.mark.parametrize("row", ROWS, ids=[" ".join(row.subject) for row in ROWS])
def test_each_role_gets_what_the_table_says(row: object, ask: Ask) -> None:
    name, method = row.subject
    assert {role: ask(role, method, name) for role in row.expected} == row.expected


def test_every_url_has_a_line_and_every_line_a_url() -> None:
    assert "None" not in {name.rpartition(":")[2] for name in SITE_NAMES}, "a URL has no name"
    assert sorted({row.subject[0] for row in ROWS}) == SITE_NAMES


@pytest.mark.parametrize("name", WITHOUT_POST)
def test_a_post_without_a_line_does_no_more_than_a_get(name: str, ask: Ask) -> None:
    expected = {row.subject[0]: row.expected for row in ROWS if row.subject[1] == "GET"}[name]
    for role in ("anonymous", "owner"):
        assert ask(role, "POST", name) in ("405", expected[role], "sign-in")


def test_the_public_pages_are_the_listed_ones() -> None:
    """What LoginRequiredMiddleware lets through is exactly the written list."""
    public = {name for name, entry in named_patterns() if not getattr(entry.callback, "login_required", True)}
    assert sorted(public - {"admin:jsi18n"}) == sorted(listed_public_names())


@pytest.mark.parametrize("name", ADMIN_NAMES)
def test_the_administration_is_for_staff(name: str, browser_of: Callable[[str], Client]) -> None:
    path = admin_path(name)
    assert Client().get(path).headers.get("Location", "").startswith((LOGIN, "/admin/"))
    for role in ("stranger", "owner", "organiser", "expert"):
        answer = browser_of(role).get(path)
        assert answer.status_code in (302, 403), (role, path)


def admin_path(name: str) -> str:
    """Any address of the administration; an object that does not exist is as closed as one that does."""
    for arguments in ((), ("1",), ("community",), (1, 1), ("x",)):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return "/admin/no-such-page/"
