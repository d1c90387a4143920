"""What the JavaScript modules add, in a real browser, on pages written for the test."""

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import django_htmx
import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tools.browser import find

STATIC = Path(__file__).resolve().parents[2] / "static"
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
SITE = "http://faubourg.test"
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'"
FRAME = """<!DOCTYPE html><html lang="en"><head><title>t</title>
<meta name="htmx-config" content='{{"allowEval": false, "includeIndicatorStyles": false}}'>
<script src="/htmx.js" defer></script>
<script src="/static/js/site.js" type="module"></script>
<script src="/static/js/fragments.js" type="module"></script>
<script src="/static/js/keep-typed.js" type="module"></script></head>
<body data-shortcut="{shortcut}" {body} data-restored-text="Put back." data-offline-text="No answer."
 data-failure-text="Failed.">
<input id="search" data-search name="q"><main tabindex="-1">{main}</main>
<div id="announcer" role="status"></div></body></html>"""
FORM = """<form data-keep="need" method="post" action="/form"><textarea name="text"></textarea>
<input type="checkbox" name="themes" value="climate"><input type="checkbox" name="themes" value="mobility">
<input type="password" name="secret"><input type="hidden" name="token" value="fresh">
<button>Save</button></form>"""
SIGN_OUT = '<form method="post" action="/signed-out" data-forget><button>Leave</button></form>'


class Site:
    """Answers the browser's requests from a dictionary of pages and the static folder."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.requests: list[tuple[str, str | None]] = []

    def page(self, path: str, main: str, *, body: str = 'data-member="1"', shortcut: str = "on") -> None:
        self.pages[path] = FRAME.format(main=main, body=body, shortcut=shortcut)

    def answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        self.requests.append((path, route.request.post_data))
        if path == "/htmx.js":
            route.fulfill(body=HTMX.read_text(), content_type="text/javascript")
        elif path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_text(), content_type=mimetypes.guess_type(file.name)[0])
        elif path in self.pages:
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=self.pages[path], content_type="text/html", headers=headers)
        else:
            route.fulfill(status=404, body="")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(base_url=SITE)
    context.route("**/*", site.answer)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors


def test_slash_goes_to_the_search(page, site):
    site.page("/", "<textarea></textarea>")
    page.goto("/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    assert page.input_value("#search") == ""
    page.locator("textarea").press("/")
    assert page.input_value("textarea") == "/"


def test_slash_does_nothing_when_turned_off(page, site):
    site.page("/", "text", shortcut="off")
    page.goto("/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == ""


def test_appearance_changes_at_once_and_is_sent(page, site):
    site.page(
        "/",
        """<form data-preference method="post" action="/preferences/">
        <button name="theme" value="auto" aria-pressed="true">A</button>
        <button name="theme" value="dark" aria-pressed="false">D</button></form>""",
    )
    site.pages["/preferences/"] = ""
    page.goto("/")
    page.get_by_role("button", name="D").click()
    page.wait_for_selector('html[data-theme="dark"]')
    assert page.get_attribute("[value=dark]", "aria-pressed") == "true"
    assert page.get_attribute("[value=auto]", "aria-pressed") == "false"
    sent = dict(site.requests)["/preferences/"]
    assert "theme" in sent
    assert "dark" in sent
    assert urlsplit(page.url).path == "/"


def test_what_was_typed_comes_back_after_signing_in_again(page, site):
    site.page("/form", FORM)
    page.goto("/form")
    page.fill("textarea", "Bins overflow on Sundays.")
    page.fill("[name=secret]", "hunter2")
    page.check("[value=mobility]")
    site.page("/form", "Sign in", body="data-signed-out")
    page.click("text=Save")
    page.wait_for_url("**/form")
    assert "hunter2" not in page.evaluate("JSON.stringify({...sessionStorage})")
    site.page("/form", FORM)
    page.goto("/form")
    assert page.input_value("textarea") == "Bins overflow on Sundays."
    assert page.is_checked("[value=mobility]")
    assert not page.is_checked("[value=climate]")
    assert page.input_value("[name=token]") == "fresh"
    expect(page.locator("#announcer")).to_have_text("Put back.")
    page.goto("/form")
    assert page.input_value("textarea") == ""


def interrupted(page: Page, site: Site) -> None:
    """Type, then meet the sign-in page."""
    site.page("/form", FORM)
    site.page("/sign-in", "Sign in", body="data-signed-out")
    page.goto("/form")
    page.fill("textarea", "Only mine.")
    page.goto("/sign-in")


def test_another_member_does_not_find_what_was_typed(page, site):
    interrupted(page, site)
    site.page("/form", FORM, body='data-member="2"')
    page.goto("/form")
    assert page.input_value("textarea") == ""
    assert "Only mine" not in page.evaluate("JSON.stringify({...sessionStorage})")


def test_signing_out_forgets_what_was_typed(page, site):
    interrupted(page, site)
    site.page("/signed-out", "Bye", body="data-signed-out")
    site.page("/leave", SIGN_OUT)
    page.goto("/leave")
    page.click("text=Leave")
    page.wait_for_url("**/signed-out")
    page.goto("/form")
    assert page.input_value("textarea") == ""


def test_a_form_that_was_left_or_sent_starts_empty(page, site):
    site.page("/form", FORM)
    site.page("/other", "Other")
    page.goto("/form")
    page.fill("textarea", "Left.")
    page.goto("/other")
    page.goto("/form")
    assert page.input_value("textarea") == ""


def test_a_swap_is_announced_and_keeps_the_keyboard_s_place(page, site):
    site.page(
        "/",
        '<div id="card"><button hx-post="/answer" hx-target="#card" hx-swap="outerHTML">Later</button></div>',
    )
    site.pages["/answer"] = (
        '<div id="card" data-announce="Kept for later."><p>Kept.</p><button data-focus>Undo</button></div>'
    )
    page.goto("/")
    page.get_by_role("button", name="Later").press("Enter")
    expect(page.locator("#announcer")).to_have_text("Kept for later.")
    assert page.evaluate("document.activeElement.textContent") == "Undo"


def test_a_failed_fragment_is_said(page, site):
    site.page("/", '<button hx-get="/missing">Go</button>')
    page.goto("/")
    page.get_by_role("button", name="Go").click()
    expect(page.locator("#announcer")).to_have_text("Failed.")


def test_sentences_that_answer_each_other_light_up_together(page, site):
    site.page(
        "/", '<p data-pair="1" tabindex="0">Mine</p><p data-pair="1">Theirs</p><p data-pair="2">Other</p>'
    )
    page.goto("/")
    page.focus("text=Mine")
    assert page.locator(".is-linked").all_inner_texts() == ["Mine", "Theirs"]
    page.evaluate("document.activeElement.blur()")
    assert page.locator(".is-linked").count() == 0


def test_messages_can_be_dismissed(page, site):
    site.page("/", "<div data-toast>Saved <button data-dismiss hidden>Close</button></div>")
    page.goto("/")
    page.get_by_role("button", name="Close").click()
    assert page.locator("[data-toast]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


@pytest.mark.parametrize(("width", "is_open"), [(375, False), (1280, True)])
def test_filters_are_folded_on_a_small_screen_only(page, site, width, is_open):
    site.page("/", "<details data-fold open><summary>Filters</summary>Many</details>")
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/")
    assert page.evaluate("document.querySelector('details').open") is is_open
