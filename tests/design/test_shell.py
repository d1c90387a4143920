"""The frame of every page: landmarks, menu, preferences, error pages and the weight of a first view."""

import gzip
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

FIRST_VIEW_BYTES = 150_000


class Outline(HTMLParser):
    """Landmarks, headings and identifiers of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]


def text_of(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    "name", ["community:home", "matching:how", "community:legal", "community:accessibility"]
)
def test_public_pages_have_landmarks_and_ordered_headings(client, db, name):
    page = text_of(client.get(reverse(name)))
    outline = Outline(page)
    headings = [int(tag[1]) for tag in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))
    assert {"header", "main", "footer"} <= set(outline.tags)
    assert len(outline.ids) == len(set(outline.ids))
    assert 'href="#main"' in page


def test_a_visitor_sees_a_way_in_and_no_menu(client, db):
    page = text_of(client.get("/"))
    assert reverse("account_login") in page
    assert 'class="mainnav"' not in page


def test_a_member_sees_a_menu_of_pages_that_exist(client, ada):
    client.force_login(ada)
    page = text_of(client.get("/"))
    menu = re.search(r'<nav class="mainnav".*?</nav>', page, re.DOTALL)[0]
    assert reverse("matching:for_you") in menu
    assert reverse("matching:directory") in menu
    assert 'role="search"' in page
    assert f'data-member="{ada.pk}"' in page
    with pytest.raises(NoReverseMatch):
        reverse("chat:conversations")
    assert "messages-square" not in menu
    assert menu.count("<li>") == len(re.findall(r'href="/', menu))


def test_appearance_is_chosen_without_javascript_and_drawn_by_the_server(client, db):
    answer = client.post("/preferences/", {"theme": "dark", "next": "/legal/"})
    assert answer.headers["Location"] == "/legal/"
    assert answer.cookies["theme"]["httponly"]
    assert '<html lang="en" data-theme="dark">' in text_of(client.get("/"))
    client.post("/preferences/", {"theme": "auto"})
    assert '<html lang="en">' in text_of(client.get("/"))


def test_the_shortcut_can_be_turned_off(client, ada):
    client.force_login(ada)
    assert 'data-shortcut="on"' in text_of(client.get("/"))
    answer = client.post("/preferences/", {"shortcut": "off"}, headers={"accept": "application/json"})
    assert answer.status_code == 204
    page = text_of(client.get("/"))
    assert 'data-shortcut="off"' in page
    assert "aria-keyshortcuts" not in page


@pytest.mark.parametrize(
    ("sent", "kept"),
    [({"theme": "blink"}, False), ({"theme": "light"}, True), ({"other": "dark"}, False), ({}, False)],
)
def test_only_known_preferences_are_kept(client, db, sent, kept):
    assert bool(client.post("/preferences/", sent).cookies) is kept


@pytest.mark.parametrize(
    "page", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
)
def test_preferences_lead_to_this_site_only(client, db, page):
    assert client.post("/preferences/", {"theme": "dark", "next": page}).headers["Location"] == "/"


def test_preferences_are_not_changed_by_a_link(client, db):
    assert client.get("/preferences/?theme=dark").status_code == 405


def test_a_cookie_of_somebody_else_s_making_changes_nothing(client, db):
    client.cookies["theme"] = '"><script>'
    assert '<html lang="en">' in text_of(client.get("/"))


@override_settings(DEBUG=False)
def test_an_unknown_address_is_answered_in_the_site_s_own_look(client, ada):
    client.force_login(ada)
    answer = client.get("/nowhere/at/all/")
    assert answer.status_code == 404
    assert 'class="street"' in text_of(answer)
    assert 'class="mainnav"' in text_of(answer)


def test_a_form_without_its_token_says_what_to_do(db):
    answer = Client(enforce_csrf_checks=True).post("/preferences/", {"theme": "dark"})
    assert answer.status_code == 403
    assert 'class="error-page"' in text_of(answer)


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html", "503.html"])
def test_error_pages_need_neither_request_nor_database(name):
    page = get_template(name).render({})
    outline = Outline(page)
    assert outline.tags.count("h1") == 1
    assert "main" in outline.tags


def served(address: str) -> bytes:
    path = finders.find(address.removeprefix("/static/"))
    assert path, address
    with open(path, "rb") as file:  # noqa: PTH123 -- finders give a str
        return file.read()


@pytest.mark.parametrize("address", ["/", "/how-matching-works/"])
def test_a_first_view_is_light(client, db, address):
    page = text_of(client.get(address))
    parts = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    assert len(parts) > 10
    total = len(gzip.compress(page.encode())) + sum(len(gzip.compress(served(part))) for part in parts)
    assert total < FIRST_VIEW_BYTES, f"{total} bytes compressed"
