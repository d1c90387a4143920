"""One running demonstration and one browser for all journeys; each visitor has a context of their own."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.site import Site, running_site
from tools.browser import find

HERE = Path(__file__).parent
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
)
ACTION_MS = 15_000
# Filled before any script of the page runs; the tests read it.
WATCH_POLICY = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs them all, so that the demonstration is started once."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with running_site(tmp_path_factory.mktemp("journeys"), f"journeys_{worker}") as site:
        yield site


@pytest.fixture(scope="package")
def browser(site: Site) -> Iterator[Browser]:
    """A browser of the system; stopped with the package, or its loop would stand in other tests' way."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """Open a page as a new visitor, signed in by one click with `role`, or through a session with `email`.

    A journey that meets an error in a script or an answer of the server above 499 fails at its end.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(path: str = "/", *, role: str = "", email: str = "", **options: Any) -> Page:
        context = browser.new_context(
            base_url=site.address,
            locale="en-GB",
            reduced_motion="reduce",
            **({"viewport": {"width": 1280, "height": 900}} | options),
        )
        contexts.append(context)
        context.set_default_timeout(ACTION_MS)
        context.add_init_script(WATCH_POLICY)
        context.add_cookies([{"name": "django_language", "value": "en", "url": site.address}])
        if email:
            key = site.session_of(email)
            context.add_cookies([{"name": "sessionid", "value": key, "url": site.address}])
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("response", lambda answer: problems.extend(server_error(answer)))
        if role:
            page.goto("/")
            page.locator(f"form[action='/demo/{role}/']").get_by_role("button").click()
            page.wait_for_url("**/for-you/")
        if path != "/for-you/" or not role:
            page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems


def server_error(answer: Any) -> list[str]:
    return [f"{answer.status} {answer.url}"] if answer.status >= 500 else []


def number_in(path: str) -> int:
    """Return the last number of an address."""
    return int(re.findall(r"/(\d+)/", path)[-1])
