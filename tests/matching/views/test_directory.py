"""The directory and the search: filters in the URL, the same queries for 1 and 30, meaning before words."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from community.models import Member, Need, Solution, Status, Theme
from matching.services.documents import prepare_all
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("solution", factories.SolutionFactory),
        ("need", factories.NeedFactory),
        ("ask", factories.AskFactory),
        ("offer", factories.OfferFactory),
        ("expertise", factories.ExpertiseFactory),
        ("organisation", factories.OrganisationFactory),
    ],
)
def test_the_same_number_of_queries_with_1_and_30_rows(
    client: Client, emma: Member, kind: str, make, django_assert_num_queries
) -> None:
    client.force_login(emma)
    make.create()
    client.get("/directory/", {"kind": kind})
    with CaptureQueriesContext(connection) as few:
        client.get("/directory/", {"kind": kind})
    make.create_batch(29)
    with django_assert_num_queries(len(few)):
        client.get("/directory/", {"kind": kind})


def test_filters_are_in_the_url(client: Client, emma: Member) -> None:
    factories.SolutionFactory.create(title="On waste", themes=[Theme.CIRCULAR])
    factories.SolutionFactory.create(title="On heat", themes=[Theme.CLIMATE], stage="idea")
    client.force_login(emma)
    page = client.get("/directory/", {"theme": "climate"}).content.decode()
    assert "On heat" in page
    assert "On waste" not in page
    page = client.get("/directory/", {"stage": "pilot"}).content.decode()
    assert "On waste" in page
    assert "On heat" not in page


def test_nonsense_in_the_url_is_not_an_error(client: Client, emma: Member) -> None:
    client.force_login(emma)
    for query in (
        "kind=nothing",
        "theme=lava",
        "edition=x",
        "page=-4",
        "page=zz",
        "q=%00%27",
        "commune=999999&kind=need",
    ):
        assert client.get(f"/directory/?{query}").status_code == 200, query


def test_closed_entries_are_not_listed(client: Client, emma: Member) -> None:
    factories.SolutionFactory.create(title="Closed one", status=Status.CLOSED)
    client.force_login(emma)
    assert "Closed one" not in client.get("/directory/").content.decode()


def test_a_fragment_is_the_results_of_the_page(client: Client, emma: Member) -> None:
    factories.SolutionFactory.create(title="Bins that talk")
    client.force_login(emma)
    headers = {"hx-request": "true", "hx-target": "results"}
    fragment = client.get("/directory/", headers=headers).content.decode()
    assert "Bins that talk" in fragment
    assert "<html" not in fragment
    assert fragment.strip() in client.get("/directory/").content.decode()


def test_search_finds_by_meaning_across_languages(
    client: Client, emma: Member, need: Need, solution: Solution
) -> None:
    shade = factories.SolutionFactory.create(
        title="Canvas sails",
        summary="Shade over a square",
        text="Canvas sails stretched between lampposts give shade to a square in summer.",
    )
    list(prepare_all(profile_ids=[need.pk, solution.pk, shade.pk]))
    client.force_login(emma)
    page = client.get("/search/", {"q": "de l'ombre sur la place en été"}).content.decode()
    assert "Canvas sails" in page
    page = client.get("/directory/", {"q": "de l'ombre sur la place en été"}).content.decode()
    assert page.index("Canvas sails") < page.find(solution.title) or solution.title not in page


@pytest.mark.parametrize("query", ["", "   ", "?!…", "<script>alert(1)</script>", "x" * 5000, "😀"])
def test_search_takes_any_text(client: Client, emma: Member, solution: Solution, query: str) -> None:
    list(prepare_all(profile_ids=[solution.pk]))
    client.force_login(emma)
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
