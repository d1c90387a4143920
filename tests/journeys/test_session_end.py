"""A session that ends while somebody writes: the whole page signs in again, and the text is put back."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.site import Site

LOGIN_CODE = re.compile(r"[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}")
NEW_MAILS = 'SELECT text FROM community_demomail WHERE "to" = %s AND id > %s'
MAIL_S = 30
# Signing in brings back the language of the member.
ENGLISH_EXPERIMENTER = "o.blackwood@exemple.faubourg.test"
MESSAGE = "Bonjour, nous avons une cour de fret libre tous les matins jusqu'à dix heures. Venez la voir."


def open_composer(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Interested").first.click()
    page.get_by_role("textbox", name="Your message").wait_for()


def test_what_was_typed_in_a_fragment_comes_back(visit: Visit, site: Site) -> None:
    page = visit("/for-you/", email=ENGLISH_EXPERIMENTER)
    before = site.value("SELECT count(*) FROM matching_introduction")
    open_composer(page)
    page.get_by_role("textbox", name="Your message").fill(MESSAGE)
    site.rows("DELETE FROM django_session WHERE session_key = %s", session_key(page))
    page.get_by_role("button", name="Propose to meet").click()

    page.wait_for_url("**/accounts/login/**")
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("textbox", name="Your message")).to_have_count(0)
    assert "next=/for-you/" in page.url.replace("%2F", "/")

    sign_in_by_code(page, site)
    page.wait_for_url(f"{site.address}/for-you/")
    open_composer(page)
    expect(page.get_by_role("textbox", name="Your message")).to_have_value(MESSAGE)
    expect(page.locator("#announcer")).to_have_text("What you had typed has been put back.")
    assert site.value("SELECT count(*) FROM matching_introduction") == before


def sign_in_by_code(page: Page, site: Site) -> None:
    last = site.value("SELECT coalesce(max(id), 0) FROM community_demomail")
    page.get_by_role("link", name="Send me a code by e-mail").click()
    page.get_by_role("textbox", name="Email").fill(ENGLISH_EXPERIMENTER)
    page.get_by_role("button", name="Send me the code").click()
    code = page.get_by_role("textbox", name="Code")
    code.fill(code_sent(page, site, last))
    code.press("Enter")


def code_sent(page: Page, site: Site, last: int) -> str:
    """The worker sends the mail, so that how long the answer takes tells nothing."""
    for _ in range(MAIL_S * 4):
        for (text,) in site.rows(NEW_MAILS, ENGLISH_EXPERIMENTER, last):
            return next(line for line in text.splitlines() if LOGIN_CODE.fullmatch(line))
        page.wait_for_timeout(250)
    raise AssertionError(f"No code after {MAIL_S} s")


def session_key(page: Page) -> str:
    return next(str(cookie["value"]) for cookie in page.context.cookies() if cookie["name"] == "sessionid")
