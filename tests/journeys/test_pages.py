"""Every page of the site in a browser: accessibility, both themes, two widths, nothing broken."""

import gzip
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, Response, expect

from tests.journeys.conftest import WATCH_POLICY
from tests.journeys.places import (
    ADMINISTRATOR,
    MORE,
    OFFICER,
    PLACES,
    VISITOR,
    Place,
    pages_of_allauth,
    pages_of_ours,
    pages_of_the_admin,
    path_of,
)
from tests.journeys.site import Site

NARROW, WIDE = 320, 1280
FIRST_VIEW_BYTES = 150_000
GRAVE = {"serious", "critical"}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
# Shown only in the middle of something: allauth sends elsewhere whoever opens them out of turn.
OUT_OF_TURN = {
    "account_email_verification_sent",
    "account_reauthenticate",
    "account_set_password",
    "account_signup",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_authenticate",
}

# Not pages: what a link downloads.
FILES = {"community:import_file"}

Tab = Callable[[str], Page]


class Watch:
    """What went wrong in a tab since it was last read."""

    def __init__(self, page: Page) -> None:
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(f"error in a script: {error}"))
        page.on("console", self.hear)
        page.on(
            "requestfailed", lambda request: self.problems.append(f"failed: {request.url} {request.failure}")
        )
        page.on("response", self.see)

    def hear(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text}")

    def see(self, answer: Response) -> None:
        if answer.status >= 400:
            self.problems.append(f"{answer.status} {answer.url}")


@pytest.fixture(scope="module")
def tabs(browser: Browser, site: Site) -> Iterator[Tab]:
    """One tab per reader, kept for the whole module."""
    pages: dict[str, Page] = {}

    def tab_of(reader: str) -> Page:
        if reader not in pages:
            context = browser.new_context(base_url=site.address, locale="en-GB", reduced_motion="reduce")
            context.add_init_script(WATCH_POLICY)
            context.add_cookies([{"name": "django_language", "value": "en", "url": site.address}])
            if reader:
                key = site.session_of(reader)
                context.add_cookies([{"name": "sessionid", "value": key, "url": site.address}])
            pages[reader] = context.new_page()
        return pages[reader]

    yield tab_of
    for page in pages.values():
        page.context.close()


def open_quietly(page: Page, path: str, width: int) -> list[str]:
    """Open the page, wait for its fragments, and return what is wrong with it as any page."""
    watch = Watch(page)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="light")
    answer = page.goto(path)
    expect(page.locator(".htmx-request")).to_have_count(0)
    problems = [f"{width} px, {problem}" for problem in watch.problems]
    problems += [f"policy: {text}" for text in page.evaluate("window.violations")]
    if answer is None or answer.status != 200:
        problems.append(f"answered {answer and answer.status}")
    if urlsplit(page.url).path != urlsplit(path).path:
        problems.append(f"led to {page.url}")
    return problems


FRAME = """() => ({
  lang: document.documentElement.lang,
  title: document.title.trim(),
  headings: [...document.querySelectorAll("h1")].length,
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  widest: [...document.querySelectorAll("main *")]
    .filter((node) => node.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 3).map((node) => node.outerHTML.slice(0, 120)),
})"""


def frame_problems(page: Page, width: int) -> list[str]:
    frame = page.evaluate(FRAME)
    problems = []
    if frame["lang"] != "en":
        problems.append(f"the language is {frame['lang']!r}")
    if not frame["title"].removesuffix("– faubourg").strip():
        problems.append("no title")
    if frame["headings"] != 1:
        problems.append(f"{frame['headings']} headings of the first level")
    if frame["overflow"] > 0:
        problems.append(f"{width} px: {frame['overflow']} px too wide: {frame['widest']}")
    return problems


def axe_problems(page: Page, where: str, options: dict[str, Any] | None = None) -> list[str]:
    results = Axe().run(page, options=options or {"resultTypes": ["violations"]})
    return [
        f"{where}: {found['id']} ({found['impact']}): {node['target']} {node['html'][:160]}"
        for found in results.response["violations"]
        for node in found["nodes"][:3]
    ]


def all_problems(page: Page, path: str) -> list[str]:
    problems = []
    for width in (NARROW, WIDE):
        problems += open_quietly(page, path, width)
        problems += frame_problems(page, width)
        problems += axe_problems(page, f"{width} px by day")
        page.emulate_media(color_scheme="dark")
        problems += axe_problems(page, f"{width} px by night", COLOURS)
    return problems


PAGES = [*PLACES.items(), *MORE.values()]


@pytest.mark.parametrize(("name", "place"), PAGES, ids=[*PLACES, *MORE])
def test_a_page_of_ours(name: str, place: Place, tabs: Tab, site: Site) -> None:
    problems = all_problems(tabs(place.reader), path_of(site, name, place))
    assert not problems, "\n".join(problems)


def test_every_page_of_ours_is_looked_at() -> None:
    assert set(PLACES) == pages_of_ours() - FILES


@pytest.mark.parametrize("path", ["/demo/mails/", "/needs/999999/"])
def test_a_page_outside_the_table(path: str, tabs: Tab) -> None:
    problems = [text for text in all_problems(tabs(OFFICER), path) if "404" not in text]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("name", sorted(pages_of_allauth() - OUT_OF_TURN))
def test_a_page_of_signing_in(name: str, tabs: Tab) -> None:
    is_public = name.startswith(("account_login", "account_request", "account_reset", "account_inactive"))
    page = tabs(VISITOR if is_public else OFFICER)
    problems = open_quietly(page, reverse(name), NARROW)
    problems += frame_problems(page, NARROW)
    problems += [problem for problem in axe_problems(page, "sign-in") if is_grave(problem)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("name", pages_of_the_admin())
def test_a_page_of_the_administration(name: str, tabs: Tab) -> None:
    page = tabs(ADMINISTRATOR)
    answer = page.goto(reverse(name))
    if answer is not None and answer.status == 403:
        assert name.endswith("_add"), "only adding may be closed to an administrator"
        return
    problems = [problem for problem in axe_problems(page, name) if is_grave(problem)]
    assert not problems, "\n".join(problems)


def is_grave(problem: str) -> bool:
    return any(f"({impact})" in problem for impact in GRAVE)


@pytest.mark.parametrize(("path", "reader"), [("/", VISITOR), ("/for-you/", OFFICER)])
def test_a_first_view_is_light(path: str, reader: str, tabs: Tab) -> None:
    page = tabs(reader).context.new_page()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    answer = page.goto(path)
    page.wait_for_load_state("networkidle")
    assert answer is not None
    # A page is compressed by the server in front, never by ours: a secret beside what a visitor typed.
    saved = len(answer.body()) - len(gzip.compress(answer.body(), 6))
    page.close()
    assert len(sizes) > 10
    assert sum(sizes) - saved <= FIRST_VIEW_BYTES, sizes
