"""Everything a member does, in a browser that runs no script."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.site import Site


@pytest.fixture
def officer(visit: Visit) -> Page:
    return visit("/for-you/", role="officer", java_script_enabled=False)


def test_no_script_runs(officer: Page) -> None:
    expect(officer.locator("html.js")).to_have_count(0)
    expect(officer.get_by_role("heading", level=1)).to_have_text("Hello Benoît")


def test_answer_not_for_us_then_undo(officer: Page) -> None:
    card = (
        officer.locator("article.suggestion")
        .filter(has=officer.get_by_role("button", name="Not for us"))
        .first
    )
    title = card.get_by_role("heading").inner_text()
    card.get_by_role("button", name="Not for us").click()
    expect(officer.get_by_text("You answered “Not for us”")).to_be_visible()
    officer.goto("/for-you/")
    expect(officer.get_by_role("heading", name=title)).to_have_count(0)
    officer.go_back()
    officer.get_by_role("button", name="Undo").click()
    expect(officer.get_by_text("Taken back: it is as if you had not answered.")).to_be_visible()
    expect(officer.get_by_role("button", name="Not for us")).to_be_visible()


def test_propose_to_meet_then_take_it_back(officer: Page, site: Site) -> None:
    before = site.value("SELECT count(*) FROM matching_introduction")
    officer.get_by_role("link", name="Interested").first.click()
    message = officer.get_by_role("textbox", name="Your message")
    message.fill("Trop court")
    officer.get_by_role("button", name="Propose to meet").click()
    expect(officer.get_by_role("alert")).to_contain_text("Write at least a sentence")
    expect(message).to_have_value("Trop court")
    message.fill("Bonjour, votre solution nous intéresse : pouvons-nous en parler la semaine prochaine ?")
    officer.get_by_role("button", name="Propose to meet").click()
    officer.get_by_role("link", name="See the introduction").click()
    expect(officer.get_by_text("votre solution nous intéresse")).to_be_visible()
    assert site.value("SELECT count(*) FROM matching_introduction") == before + 1
    officer.get_by_role("button", name="Undo (within a minute)").click()
    expect(officer.get_by_text("the other side was told nothing")).to_be_visible()
    assert site.value("SELECT count(*) FROM matching_introduction") == before


def test_search_by_meaning(officer: Page) -> None:
    search = officer.get_by_role("banner").get_by_role("searchbox")
    search.fill("il fait trop chaud sur la place en été")
    search.press("Enter")
    expect(officer.get_by_role("heading", name="Solution", exact=True)).to_be_visible()
    results = officer.get_by_role("main").get_by_role("article")
    assert results.count() >= 3
    results.first.get_by_role("link").first.click()
    expect(officer.get_by_role("heading", level=1)).to_be_visible()


def test_filter_the_directory(officer: Page) -> None:
    officer.get_by_role("navigation", name="Main").get_by_role("link", name="Directory").click()
    count = officer.get_by_role("main").get_by_role("status")
    everything = number_of(count.inner_text())
    officer.get_by_label("Mobility").or_(officer.get_by_label("Accessibility and mobility")).first.check()
    officer.get_by_role("button", name="Show").click()
    assert "theme=mobility" in officer.url
    assert 0 < number_of(count.inner_text()) < everything
    officer.get_by_role("link", name="Remove every filter").first.click()
    assert number_of(count.inner_text()) == everything


def test_post_a_question(officer: Page, site: Site) -> None:
    officer.goto("/asks/new/")
    officer.get_by_role("textbox", name="Your question in a few words").fill(
        "Fermer une rue deux heures le matin"
    )
    officer.get_by_role("textbox", name="Tell it as you would to a colleague").fill(
        "Nous voulons fermer la rue de l'école de huit à neuf heures. Qui a obtenu l'arrêté, combien de "
        "temps cela a-t-il pris, et qui tenait la barrière les jours de pluie ?"
    )
    officer.get_by_role("button", name="Save").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Fermer une rue deux heures le matin")
    officer.get_by_role("link", name="See the suggestions").click()
    expect(officer.get_by_text("Everything suggested for")).to_be_visible()


def number_of(sentence: str) -> int:
    return int(sentence.split(maxsplit=1)[0])
