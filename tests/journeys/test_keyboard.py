"""The keyboard alone: the way in, the answers, where focus goes, the shortcut and its switch."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

FARTHEST = 80


@pytest.fixture
def officer(visit: Visit) -> Page:
    return visit("/for-you/", role="officer")


def tab_to(page: Page, is_there: str) -> None:
    """Press Tab until the JavaScript condition on `document.activeElement` holds; focus is always visible."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        if page.evaluate(f"(node => {is_there})(document.activeElement)"):
            return
        assert page.evaluate(
            "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
            " || document.activeElement === document.body"
        ), page.evaluate("document.activeElement.outerHTML")
    raise AssertionError(f"{FARTHEST} presses of Tab do not reach: {is_there}")


def test_the_first_stop_skips_to_the_content(officer: Page) -> None:
    officer.keyboard.press("Tab")
    link = officer.get_by_role("link", name="Skip to the content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    officer.keyboard.press("Enter")
    officer.keyboard.press("Tab")
    assert officer.evaluate("document.activeElement.closest('main') !== null")


def test_answer_a_card_and_take_it_back(officer: Page) -> None:
    officer.keyboard.press("Tab")
    officer.keyboard.press("Enter")
    tab_to(officer, "node.matches('.suggestion .answers button[value=later]')")
    title = officer.evaluate("document.activeElement.closest('.suggestion').querySelector('h3').innerText")
    officer.keyboard.press("Enter")
    undo = officer.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    expect(officer.locator("#announcer")).to_contain_text("will come back in a month")
    officer.keyboard.press("Enter")
    expect(officer.get_by_role("heading", name=title)).to_be_visible()
    expect(undo).to_have_count(0)
    officer.wait_for_function("title => document.activeElement.innerText.includes(title)", arg=title)


def test_write_to_them(officer: Page) -> None:
    officer.keyboard.press("Tab")
    officer.keyboard.press("Enter")
    tab_to(officer, "node.matches('.suggestion .answers a')")
    officer.keyboard.press("Enter")
    expect(officer.get_by_role("heading", name="Write to ")).to_be_focused()
    tab_to(officer, "node.matches('textarea[name=message]')")


def test_slash_goes_to_the_search_until_it_is_switched_off(officer: Page) -> None:
    search = officer.get_by_role("banner").get_by_role("searchbox")
    officer.keyboard.press("/")
    expect(search).to_be_focused()
    assert search.input_value() == ""
    officer.keyboard.press("/")
    assert search.input_value() == "/"

    officer.locator("summary", has_text="Your account and display").focus()
    officer.keyboard.press("Enter")
    switch = officer.get_by_role("group", name="Key / goes to the search")
    switch.get_by_role("button", name="Off").press("Enter")
    expect(switch.get_by_role("button", name="Off")).to_have_attribute("aria-pressed", "true")
    officer.keyboard.press("Escape")
    officer.goto("/directory/")
    officer.keyboard.press("/")
    expect(search).not_to_be_focused()
    expect(search).to_have_value("")
