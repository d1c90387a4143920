"""An experimenter writes a solution, is told what to change, and finds needs within seconds; then a peer."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit, number_in
from tests.journeys.site import Site

FIRST_SUGGESTIONS_MS = 30_000
TITLE = "Les rondes du samedi"
SUMMARY = "Un triporteur qui enlève les encombrants au pied des tours avant qu'ils ne fassent un tas."
TEXT = (
    "Chaque samedi, deux personnes passent en triporteur dans la résidence et enlèvent les encombrants, "
    "même quand un gardien n'est pas là. Les habitants déposent au pied de la tour entre neuf heures et "
    "midi, sans rendez-vous.\n\nNous avons essayé dix mois dans un grand ensemble : les dépôts sauvages "
    "devant les locaux poubelles ont baissé de moitié. Il faut un local de vingt mètres carrés fermé à clé "
    "chez le bailleur."
)


@pytest.fixture
def experimenter(visit: Visit) -> Page:
    return visit("/for-you/", role="experimenter")


def open_new_solution(page: Page) -> None:
    page.goto("/mine/")
    page.get_by_role("main").locator("a[href='/solutions/new/']").first.click()
    page.wait_for_url("**/solutions/new/")


def test_each_unusable_text_gets_a_sentence_and_is_kept(experimenter: Page) -> None:
    experimenter.goto("/solutions/new/")
    save = experimenter.get_by_role("button", name="Save")
    name = experimenter.get_by_role("textbox", name="Name")
    summary = experimenter.get_by_role("textbox", name="In one sentence")
    text = experimenter.get_by_role("textbox", name="Tell it as you would to a colleague")
    errors = experimenter.get_by_role("alert")

    experimenter.locator("form[data-keep]").evaluate("form => { form.noValidate = true; }")
    save.click()
    expect(errors).to_contain_text("Nothing was lost")
    expect(errors).to_be_focused()
    expect(errors).to_contain_text("This is empty. Write a few sentences")
    expect(text).to_have_attribute("aria-invalid", "true")

    name.fill(TITLE)
    summary.fill(SUMMARY)
    text.fill("Encombrants")
    save.click()
    expect(errors).to_contain_text("One word is not enough")
    expect(text).to_have_value("Encombrants")

    text.fill(f"<p>{TEXT}</p>")
    save.click()
    expect(errors).to_contain_text("This contains web page code")
    expect(text).to_have_value(f"<p>{TEXT}</p>")
    expect(summary).to_have_value(SUMMARY)
    errors.get_by_role("link", name="Tell it as you would to a colleague").click()
    expect(text).to_be_focused()


def test_a_new_solution_finds_the_needs_it_answers_within_seconds(experimenter: Page, site: Site) -> None:
    open_new_solution(experimenter)
    experimenter.get_by_role("textbox", name="Name").fill(TITLE)
    experimenter.get_by_role("textbox", name="In one sentence").fill(SUMMARY)
    experimenter.get_by_role("textbox", name="Tell it as you would to a colleague").fill(TEXT)
    experimenter.get_by_label("Circular economy").check()
    experimenter.locator("input[name=stage]").nth(2).check()
    experimenter.get_by_label("French", exact=True).check()
    experimenter.get_by_role("button", name="Save").click()
    experimenter.wait_for_url("**/solutions/*/")
    expect(experimenter.get_by_role("heading", level=1)).to_have_text(TITLE)

    need = (
        experimenter.locator("article.suggestion")
        .filter(has=experimenter.locator("a[href^='/needs/']"))
        .first
    )
    expect(need).to_be_visible(timeout=FIRST_SUGGESTIONS_MS)
    expect(need.get_by_text("They write")).to_be_visible()
    expect(need.locator("a[href^='/needs/']").first).to_contain_text("matelas et canapés")
    need.get_by_role("link", name="Why this suggestion?").click()
    expect(experimenter.get_by_role("heading", level=1)).to_have_text("Why this suggestion?")
    expect(experimenter.get_by_role("heading", name=TITLE)).to_be_visible()


def test_an_ask_finds_a_peer_who_went_through_it(experimenter: Page) -> None:
    experimenter.goto("/mine/")
    experimenter.locator("main a[href^='/asks/']:not([href$='/new/'])").first.click()
    peer = (
        experimenter.locator("article.suggestion")
        .filter(has=experimenter.locator("a[href^='/offers/']"))
        .first
    )
    expect(peer).to_be_visible()
    title = peer.get_by_role("heading").inner_text()
    peer.get_by_role("heading").get_by_role("link").click()
    expect(experimenter.get_by_role("heading", level=1)).to_have_text(title)
    assert number_in(experimenter.url) > 0
