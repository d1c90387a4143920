"""A commune officer finds a solution, reads why, proposes to meet; the other side answers from its mail."""

import re
import secrets

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.site import Site

MAIL_MS = 30_000
SIDES = ("mine", "other")


@pytest.fixture
def officer(visit: Visit) -> Page:
    return visit("/for-you/", role="officer")


def first_card(page: Page) -> Locator:
    """The first suggestion that can be answered."""
    return page.locator("article.suggestion").filter(has=page.get_by_role("link", name="Interested")).first


def test_the_page_for_you_says_why_in_the_words_of_both(officer: Page) -> None:
    expect(officer.get_by_role("heading", level=1)).to_have_text("Hello Benoît")
    card = first_card(officer)
    expect(card.get_by_text("You write")).to_be_visible()
    expect(card.get_by_text("They write")).to_be_visible()
    expect(card.get_by_role("button", name="Not for us")).to_be_visible()
    expect(card.get_by_role("button", name="Later")).to_be_visible()
    assert "%" not in card.locator(".band").inner_text()


def test_the_match_page_shows_what_carried_it_and_what_is_missing(officer: Page) -> None:
    title = first_card(officer).get_by_role("heading").inner_text()
    first_card(officer).get_by_role("link", name="Why this suggestion?").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Why this suggestion?")
    expect(officer.get_by_role("heading", name=title)).to_be_visible()
    mine, theirs = (officer.locator(f"section[aria-labelledby={side}-title] mark").first for side in SIDES)
    assert mine.inner_text()
    assert theirs.inner_text()
    expect(officer.get_by_role("heading", name="What is missing")).to_be_visible()


def test_hover_and_focus_link_both_sentences_of_a_pair(officer: Page) -> None:
    first_card(officer).get_by_role("link", name="Why this suggestion?").click()
    mine = officer.locator("section[aria-labelledby=mine-title] mark").first
    number = mine.get_attribute("data-pair")
    pair = officer.locator(f'[data-pair="{number}"]')
    twin = officer.locator(f'section[aria-labelledby=other-title] mark[data-pair="{number}"]').first
    before = twin.evaluate("node => getComputedStyle(node).backgroundColor")
    mine.hover()
    expect(twin).to_have_class(re.compile("is-linked"))
    assert twin.evaluate("node => getComputedStyle(node).backgroundColor") != before
    officer.mouse.move(0, 0)
    expect(officer.locator(".is-linked")).to_have_count(0)
    twin.focus()
    expect(officer.locator(".is-linked")).to_have_count(pair.count())


def test_the_bars_have_a_table_that_says_the_same(officer: Page) -> None:
    first_card(officer).get_by_role("link", name="Why this suggestion?").click()
    chart = officer.get_by_role("figure").filter(has=officer.locator(".bars")).first
    labels = chart.locator(".bar-label").all_inner_texts()
    values = chart.locator(".bar-value").all_inner_texts()
    assert len(labels) >= 3
    chart.get_by_text("The same figures as a table").click()
    rows = chart.get_by_role("row").all()[1:]
    assert [row.get_by_role("rowheader").inner_text() for row in rows] == labels
    assert [row.get_by_role("cell").first.inner_text() for row in rows] == values


def test_from_interest_to_contact(officer: Page, visit: Visit, site: Site) -> None:
    invitation = f"We could walk the square together on Thursday ({secrets.token_hex(4)})."
    card = first_card(officer)
    box = officer.locator(f"#{card.locator('xpath=..').get_attribute('id')}")
    card.get_by_role("link", name="Interested").click()
    message = box.get_by_role("textbox", name="Your message")
    draft = message.input_value()
    assert len(draft) > 100
    message.fill(f"{draft}\n\n{invitation}")
    box.get_by_role("button", name="Propose to meet").click()
    expect(box.get_by_text("Proposed.")).to_be_visible()
    expect(box.get_by_role("button", name="Undo")).to_be_focused()

    number = site.value("SELECT max(id) FROM matching_introduction")
    assert site.value("SELECT told_at FROM matching_introduction WHERE id = %s", number) is None
    site.let_a_minute_pass()
    mails = visit("/demo/mails/")
    mail = mails.get_by_role("article").filter(has_text=invitation).first
    wait_for_mail(mails, mail)
    address = mail.locator(".card-kicker").inner_text()

    answer = visit(mail.locator("a[href*='/answer/']").get_attribute("href") or "")
    expect(answer.get_by_role("heading", level=1)).to_contain_text("would like to meet you")
    expect(answer.get_by_text(invitation)).to_be_visible()
    answer.get_by_role("button", name="Accept to meet").click()
    expect(answer.get_by_role("heading", level=1)).to_have_text("Thank you: you are in touch")
    answer.go_back()
    answer.reload()
    expect(answer.get_by_role("heading", level=1)).to_have_text("This link was already used")

    officer.goto(f"/introductions/{number}/")
    expect(officer.get_by_role("link", name=address)).to_be_visible()
    other = visit(f"/introductions/{number}/", email=address)
    expect(other.get_by_role("heading", name="You can write to")).to_be_visible()
    expect(other.get_by_role("link", name="benoit@exemple.faubourg.test")).to_be_visible()


def wait_for_mail(mails: Page, mail: Locator) -> None:
    """The mail page is not live: read it again until the worker has told the other side."""
    for _ in range(MAIL_MS // 1000):
        if mail.count():
            return
        mails.wait_for_timeout(1000)
        mails.reload()
    expect(mail).to_be_visible()
