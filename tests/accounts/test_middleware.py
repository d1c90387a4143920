"""A session that ends: full-page sign-in from anywhere, and back to the page that was being read."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, RequestFactory

from config.middleware import own_path

FRAGMENT = "/notices/"


def target(address: str) -> str | None:
    parts = urlsplit(address)
    assert parts.path == "/accounts/login/"
    return parse_qs(parts.query).get("next", [None])[0]


def fragment(browser: Client, page: str | None, method: str = "get") -> str:
    headers = {"HX-Request": "true"} | ({"HX-Current-URL": page} if page else {})
    answer = getattr(browser, method)(FRAGMENT, headers=headers)
    assert answer.status_code == 200
    assert answer.content == b""
    return answer["HX-Redirect"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_fragment_leads_the_whole_page_to_sign_in_and_back(browser: Client, db: None, method: str) -> None:
    page = "http://testserver/directory/?theme=climate&q=l%27eau"
    assert target(fragment(browser, page, method)) == "/directory/?theme=climate&q=l%27eau"


@pytest.mark.parametrize(
    "page",
    [
        None,
        "",
        "https://elsewhere.example/directory/",
        "//elsewhere.example/",
        "http://testserver.elsewhere.example/",
        "http://testserver@elsewhere.example/",
        "javascript:alert(1)",
        "http://testserver//elsewhere.example/",
        "\\\\elsewhere.example",
    ],
)
def test_only_a_page_of_this_site_is_a_way_back(browser: Client, db: None, page: str | None) -> None:
    assert target(fragment(browser, page)) is None


def test_a_plain_form_leads_back_to_its_page_not_to_its_address(browser: Client, db: None) -> None:
    answer = browser.post("/notices/read/", headers={"Referer": "http://testserver/notices/?page=2"})
    assert answer.status_code == 302
    assert target(answer["Location"]) == "/notices/?page=2"
    answer = browser.post("/notices/read/", headers={"Referer": "https://elsewhere.example/"})
    assert target(answer["Location"]) is None


def test_a_plain_page_leads_back_to_itself(browser: Client, db: None) -> None:
    assert target(browser.get("/notices/?page=3")["Location"]) == "/notices/?page=3"


def test_over_https_a_page_in_clear_is_not_a_way_back() -> None:
    request = RequestFactory().get("/", secure=True)
    assert own_path(request, "https://testserver/x/") == "/x/"
    assert own_path(request, "http://testserver/x/") == ""


def test_every_page_says_which_devices_and_origins_it_may_use(browser: Client, ada: object) -> None:
    for path in ("/", "/accounts/login/", "/notices/", "/no-such-page/"):
        headers = browser.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"


def test_a_members_page_stays_out_of_shared_caches(browser: Client, ada: object) -> None:
    browser.force_login(ada)
    assert "private" in browser.get("/notices/")["Cache-Control"]


def test_a_members_page_is_not_kept_for_the_next_person_at_the_machine(browser: Client, ada: object) -> None:
    """Once signed out, the button Back shows nothing."""
    browser.force_login(ada)
    for path in ("/", "/notices/", "/for-you/", "/no-such-page/"):
        assert "no-store" in browser.get(path)["Cache-Control"], path
    assert "no-store" in browser.post("/notices/read/")["Cache-Control"]
    assert "Cache-Control" not in Client().get("/legal/")
