"""Pages with lists: what they show to whom, and as many queries for thirty rows as for one."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.models import Edition, Membership, Neighbourhood, OrganisationKind, Profile, Status
from community.views.editions import timeline_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def queries(client) -> Callable[[str], int]:
    def count(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    return count


def test_mine_costs_the_same_with_thirty(client, ada, tournebac, solution, queries):
    client.force_login(ada)
    few = queries(reverse("community:mine"))
    factories.AskFactory.create_batch(15, organisation=tournebac)
    factories.OfferFactory.create_batch(14, organisation=tournebac, status=Status.CLOSED)
    assert queries(reverse("community:mine")) == few


def test_mine_costs_the_same_with_thirty_organisations(client, ada, solution, queries):
    client.force_login(ada)
    few = queries(reverse("community:mine"))
    for membership in factories.MembershipFactory.create_batch(29, member=ada):
        factories.SolutionFactory.create(organisation=membership.organisation)
    assert queries(reverse("community:mine")) == few


def test_an_organisation_costs_the_same_with_thirty(client, emma, ada, solution, queries):
    tournebac = solution.organisation
    for reader in (emma, ada):
        client.force_login(reader)
        Profile.objects.exclude(pk=solution.pk).delete()
        few = queries(tournebac.get_absolute_url())
        factories.AskFactory.create_batch(29, organisation=tournebac)
        Membership.objects.bulk_create(
            Membership(member=m, organisation=tournebac) for m in factories.MemberFactory.create_batch(29)
        )
        assert queries(tournebac.get_absolute_url()) == few


def test_a_neighbourhood_costs_the_same_with_thirty(client, emma, need, queries):
    client.force_login(emma)
    few = queries(need.neighbourhood.get_absolute_url())
    factories.NeedFactory.create_batch(29, neighbourhood=need.neighbourhood)
    assert queries(need.neighbourhood.get_absolute_url()) == few


def test_a_commune_costs_the_same_with_thirty(client, emma, need, commune, queries):
    client.force_login(emma)
    few = queries(commune.get_absolute_url())
    for place in factories.NeighbourhoodFactory.create_batch(29, commune=commune):
        factories.NeedFactory.create(neighbourhood=place)
    assert queries(commune.get_absolute_url()) == few


def test_an_edition_costs_the_same_with_thirty(client, emma, need, edition, queries):
    client.force_login(emma)
    few = queries(edition.get_absolute_url())
    for place in factories.NeighbourhoodFactory.create_batch(29):
        edition.communes.add(place.commune)
        factories.NeedFactory.create(neighbourhood=place, edition=edition)
    assert queries(edition.get_absolute_url()) == few


def test_the_need_form_costs_the_same_with_thirty_neighbourhoods(client, benoit, need, commune, queries):
    client.force_login(benoit)
    few = queries(reverse("community:need_new"))
    factories.NeighbourhoodFactory.create_batch(29, commune=commune)
    assert queries(reverse("community:need_new")) == few


def test_mine_shows_what_is_open_and_what_is_closed(client, ada, tournebac, solution):
    closed = factories.AskFactory.create(
        organisation=tournebac, title="An old question", status=Status.CLOSED
    )
    client.force_login(ada)
    page = client.get(reverse("community:mine"))
    (shelf,) = page.context["shelves"]
    assert [p.pk for group in shelf.groups for p in group.profiles] == [solution.pk]
    assert [p.pk for p in shelf.closed] == [closed.pk]
    text = page.content.decode()
    assert reverse("community:solution_new") in text
    assert reverse("community:need_new") not in text
    assert "An old question" in text


def test_a_reader_finds_no_button_to_write(client, driss):
    client.force_login(driss)
    assert reverse("community:expertise_new") not in client.get(reverse("community:mine")).content.decode()


def test_one_who_belongs_nowhere_is_told_what_to_do(client, emma):
    client.force_login(emma)
    assert client.get(reverse("community:mine")).context["shelves"] == []


def test_an_organisation_keeps_closed_texts_and_names_to_its_own(client, emma, ada, tournebac, solution):
    factories.AskFactory.create(organisation=tournebac, title="An old question", status=Status.CLOSED)
    client.force_login(emma)
    text = client.get(tournebac.get_absolute_url()).content.decode()
    assert solution.title in text
    assert "An old question" not in text
    assert ada.name not in text
    assert ada.email not in text
    client.force_login(ada)
    text = client.get(tournebac.get_absolute_url()).content.decode()
    assert "An old question" in text
    assert reverse("community:members", args=[tournebac.pk]) in text


def test_organisers_read_names_without_contact_details(client, ada, chloe, tournebac):
    client.force_login(chloe)
    text = client.get(tournebac.get_absolute_url()).content.decode()
    assert ada.name in text
    assert ada.email not in text


def test_an_organisation_that_left_is_unknown(client, emma, tournebac):
    tournebac.is_active = False
    tournebac.save()
    client.force_login(emma)
    assert client.get(tournebac.get_absolute_url()).status_code == 404


def test_an_organisation_leaves_matching_and_comes_back(client, ada, benoit, tournebac, solution):
    url = reverse("community:organisation_matching", args=[tournebac.pk])
    client.force_login(benoit)
    assert client.post(url, {"matching": "out"}).status_code == 403
    client.force_login(ada)
    client.post(url, {"matching": "out"})
    assert not Profile.objects.matchable().exists()
    client.post(url, {"matching": "in"})
    assert Profile.objects.matchable().exists()


def test_an_organisation_is_changed_and_created(client, ada, chloe, tournebac):
    client.force_login(ada)
    url = reverse("community:organisation_edit", args=[tournebac.pk])
    form = client.get(url).context["form"]
    assert "kind" not in form.fields
    data = {
        "name": "Tournebac",
        "country": "fr",
        "website": "tournebac.example",
        "version": form["version"].value(),
    }
    assert client.post(url, data).status_code == 302
    tournebac.refresh_from_db()
    assert (tournebac.country, tournebac.website) == ("FR", "https://tournebac.example")
    assert client.get(reverse("community:organisation_new")).status_code == 403
    client.force_login(chloe)
    url = reverse("community:organisation_new")
    assert client.get(url).status_code == 200
    bad = client.post(
        url, {"name": "Bank", "kind": "stakeholder", "legal_form": "startup", "country": "France"}
    )
    assert set(bad.context["form"].errors) == {"legal_form", "country"}
    assert client.post(url, {"name": "Bank", "kind": "stakeholder", "country": "FR"}).status_code == 302


def test_a_neighbourhood_is_changed_and_added_once(client, benoit, ada, need, commune):
    place = need.neighbourhood
    url = reverse("community:neighbourhood_edit", args=[place.pk])
    new = reverse("community:neighbourhood_new", args=[commune.pk])
    client.force_login(ada)
    assert client.get(url).status_code == client.get(new).status_code == 403
    client.force_login(benoit)
    form = client.get(url).context["form"]
    data = {"name": "Gare", "contexts": ["campus"], "version": form["version"].value()}
    assert client.post(url, data).url == place.get_absolute_url()
    need.refresh_from_db()
    assert need.contexts == ["campus"]
    assert "name" in client.post(new, {"name": "Gare"}).context["form"].errors
    assert client.post(new, {"name": "Port"}).status_code == 302
    assert Neighbourhood.objects.filter(commune=commune).count() == 2


def test_an_edition_shows_its_needs_and_no_closed_one(client, emma, need, edition):
    factories.NeedFactory.create(title="An old need", edition=edition, status=Status.CLOSED)
    client.force_login(emma)
    text = client.get(edition.get_absolute_url()).content.decode()
    assert need.title in text
    assert need.neighbourhood.commune.title in text
    assert "An old need" not in text


@pytest.mark.parametrize("page", ["0", "-3", "abc", "9999"])
def test_an_odd_page_is_the_nearest_one(client, emma, need, edition, page):
    client.force_login(emma)
    assert client.get(edition.get_absolute_url(), {"page": page}).status_code == 200


def test_the_timeline_places_quarters_and_today():
    edition = Edition(starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 1))
    running = timeline_of(edition, date(2025, 7, 2))
    assert [mark.on.month for mark in running.quarters] == [4, 7, 10]
    assert running.today is not None
    assert running.today.x == running.elapsed.x == "49.9%"
    assert [mark.is_half_year for mark in running.quarters] == [False, True, False]
    assert timeline_of(edition, date(2024, 1, 1)).elapsed.x == "0.0%"
    over = timeline_of(edition, date(2027, 1, 1))
    assert (over.elapsed.x, over.today) == ("100.0%", None)


def test_every_kind_of_organisation_has_something_to_write(client):
    for kind in OrganisationKind:
        membership = factories.MembershipFactory.create(organisation__kind=kind)
        client.force_login(membership.member)
        (shelf,) = client.get(reverse("community:mine")).context["shelves"]
        assert shelf.new
