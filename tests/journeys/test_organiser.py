"""An organiser brings a file in: told what is wrong and where, corrects it, confirms, sees the matches."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.site import Site

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "needs.csv"
TITLE = "Éclairer les cheminements de la dalle sans éblouir les logements"
WRITTEN_MS = 30_000
MATCHED_MS = 60_000


@pytest.fixture
def organiser(visit: Visit) -> Page:
    return visit("/for-you/", role="organiser")


def choose(page: Page, name: str, text: str) -> None:
    page.get_by_label("File", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")}
    )
    page.get_by_label("What the rows are").select_option("needs")
    page.get_by_role("button", name="Look at the file").click()
    page.wait_for_url("**/imports/*/")


def test_a_file_is_corrected_then_confirmed_then_matched(organiser: Page, site: Site) -> None:
    organiser.locator("summary", has_text="Your account and display").click()
    organiser.get_by_role("link", name="Import a file").click()
    good = EXAMPLE.read_text("utf-8-sig")
    wrong = good.replace("public_space|local_life", "public_space|lumiere")
    assert wrong != good

    choose(organiser, "besoins.csv", wrong)
    expect(organiser.get_by_text("1 row cannot be written as it is")).to_be_visible()
    problem = organiser.get_by_role("region", name="What to correct").get_by_role("row").nth(1)
    expect(problem.get_by_role("rowheader")).to_contain_text("2")
    expect(problem.get_by_role("cell").nth(0)).to_have_text("themes")
    expect(problem.get_by_role("cell").nth(1)).to_contain_text("lumiere")
    assert site.value("SELECT count(*) FROM community_profile WHERE title = %s", TITLE) == 0

    organiser.get_by_role("button", name="Throw the file away").click()
    organiser.goto("/imports/")
    choose(organiser, "besoins.csv", good)
    expect(organiser.get_by_text("Nothing is written yet. Here is what would change.")).to_be_visible()
    expect(organiser.get_by_role("cell", name=TITLE)).to_be_visible()
    organiser.get_by_role("button", name="Write these rows").click()
    expect(organiser.get_by_text("It is done")).to_be_visible(timeout=WRITTEN_MS)

    need = site.value("SELECT id FROM community_profile WHERE title = %s", TITLE)
    organiser.goto(f"/needs/{need}/")
    expect(organiser.get_by_role("heading", level=1)).to_have_text(TITLE)
    card = (
        organiser.locator("article.suggestion").filter(has=organiser.locator("a[href^='/solutions/']")).first
    )
    expect(card).to_be_visible(timeout=MATCHED_MS)
    expect(card.get_by_role("link", name="Why this suggestion?")).to_be_visible()


def test_the_same_file_again_changes_nothing(organiser: Page) -> None:
    organiser.goto("/imports/")
    choose(organiser, "besoins.csv", EXAMPLE.read_text("utf-8-sig"))
    write = organiser.get_by_role("button", name="Write these rows")
    if write.count():
        write.click()
        expect(organiser.get_by_text("It is done")).to_be_visible(timeout=WRITTEN_MS)
        organiser.goto("/imports/")
        choose(organiser, "besoins.csv", EXAMPLE.read_text("utf-8-sig"))
    expect(organiser.get_by_text("Nothing to change")).to_be_visible()
