"""Pages of profiles: who sees them, what they show, how they are written and closed."""

import pytest
from django.urls import reverse

from community.models import Ask, Need, Neighbourhood, Profile, Solution, Status
from tests import factories

pytestmark = pytest.mark.django_db

GOOD = "Les bacs du marché débordent chaque samedi, et le vent emporte les cartons jusque dans le square."
KINDS = ["need", "solution", "ask", "offer", "expertise", "commune"]


@pytest.fixture
def world(need, solution, expertise, commune, edition):
    factories.AskFactory.create(organisation=solution.organisation)
    factories.OfferFactory.create(organisation=need.organisation, edition=edition)
    return {profile.kind: profile.specific for profile in Profile.objects.all()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_member_reads_open_profiles(client, emma, world, kind):
    client.force_login(emma)
    page = client.get(world[kind].get_absolute_url())
    assert page.status_code == 200
    text = page.content.decode()
    assert world[kind].title in text
    assert world[kind].text in text
    assert reverse("community:profile_matching", args=[world[kind].pk]) not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_visitor_is_sent_to_sign_in(client, world, kind):
    page = client.get(world[kind].get_absolute_url())
    assert page.status_code == 302
    assert reverse("account_login") in page.url


@pytest.mark.parametrize("kind", KINDS)
def test_organisers_open_every_edit_form(client, chloe, world, kind):
    client.force_login(chloe)
    Profile.objects.update(edition=chloe.organised_editions.get())
    page = client.get(reverse(f"community:{kind}_edit", args=[world[kind].pk]))
    assert page.status_code == 200
    assert world[kind].text in page.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_stranger_edits_nothing(client, emma, world, kind):
    client.force_login(emma)
    assert client.get(reverse(f"community:{kind}_edit", args=[world[kind].pk])).status_code == 403


def test_another_kind_or_number_is_unknown(client, emma, need):
    client.force_login(emma)
    assert client.get(f"/solutions/{need.pk}/").status_code == 404
    assert client.get("/needs/99999999999999999999999/").status_code == 404


def test_a_closed_profile_is_unknown_to_others(client, emma, ada, solution):
    Profile.objects.update(status=Status.CLOSED)
    client.force_login(emma)
    assert client.get(solution.get_absolute_url()).status_code == 404
    client.force_login(ada)
    assert client.get(solution.get_absolute_url()).status_code == 200


def test_a_new_ask_is_written_in_the_name_of_the_only_organisation(client, ada, tournebac):
    client.force_login(ada)
    url = reverse("community:ask_new")
    assert 'name="organisation"' not in client.get(url).content.decode()
    page = client.post(
        url, {"title": "Assurer un banc", "text": GOOD, "themes": ["public_space"]}, follow=True
    )
    ask = Ask.objects.get()
    assert (ask.organisation, ask.themes, ask.created_by) == (tournebac, ["public_space"], ada)
    assert page.redirect_chain == [(ask.get_absolute_url(), 302)]
    assert ask.title in page.content.decode()


def test_the_running_edition_is_proposed(client, ada, edition):
    factories.EditionFactory.create(starts_on="2015-01-01", ends_on="2016-01-01")
    client.force_login(ada)
    assert client.get(reverse("community:ask_new")).context["form"]["edition"].value() == edition.pk


def test_with_several_organisations_one_chooses(client, ada, tournebac):
    second = factories.OrganisationFactory.create()
    other = factories.OrganisationFactory.create()
    factories.MembershipFactory.create(member=ada, organisation=second, role="editor")
    factories.MembershipFactory.create(member=ada, organisation=other, role="reader")
    client.force_login(ada)
    form = client.get(reverse("community:solution_new")).context["form"]
    assert set(form.fields["organisation"].queryset) == {tournebac, second}
    data = {
        "title": "Bacs",
        "text": GOOD,
        "stage": "pilot",
        "summary": "Des bacs qui préviennent avant de déborder.",
    }
    client.post(reverse("community:solution_new"), {**data, "organisation": other.pk})
    assert not Solution.objects.exists()
    client.post(reverse("community:solution_new"), {**data, "organisation": second.pk})
    assert Solution.objects.get().organisation == second


def test_an_organiser_who_picks_the_edition_of_others_loses_nothing(client, chloe, edition, tournebac):
    other = factories.EditionFactory.create()
    client.force_login(chloe)
    url = reverse("community:ask_new")
    data = {"title": "Assurer un banc", "text": GOOD, "organisation": tournebac.pk}
    page = client.post(url, data | {"edition": other.pk})
    assert page.status_code == 200
    assert "another edition" in str(page.context["form"].errors["edition"])
    assert GOOD in page.content.decode()
    assert client.post(url, data | {"edition": edition.pk}).status_code == 302
    assert Ask.objects.get().edition == edition


@pytest.mark.parametrize("kind", ["need", "solution", "ask", "offer", "expertise"])
def test_one_who_belongs_nowhere_publishes_nothing(client, emma, kind):
    client.force_login(emma)
    assert client.get(reverse(f"community:{kind}_new")).status_code == 403
    assert client.post(reverse(f"community:{kind}_new"), {"title": "x", "text": GOOD}).status_code == 403


def test_an_experimenter_states_no_need_and_a_commune_presents_no_solution(client, ada, benoit, need):
    client.force_login(ada)
    assert client.get(reverse("community:need_new")).status_code == 403
    client.force_login(benoit)
    assert client.get(reverse("community:solution_new")).status_code == 403


def test_a_need_belongs_to_the_commune_of_its_neighbourhood(client, benoit, need):
    place = Neighbourhood.objects.get()
    elsewhere = factories.NeighbourhoodFactory.create()
    client.force_login(benoit)
    url = reverse("community:need_new") + f"?neighbourhood={place.pk}"
    assert client.get(url).context["form"]["neighbourhood"].value() == place.pk
    data = {"title": "Des cartons au vent", "text": GOOD, "priority": 1}
    client.post(url, {**data, "neighbourhood": elsewhere.pk})
    assert Need.objects.count() == 1
    client.post(url, {**data, "neighbourhood": place.pk})
    created = Need.objects.exclude(pk=need.pk).get()
    assert (created.organisation, created.contexts) == (need.organisation, place.contexts)


@pytest.mark.parametrize("value", ["", "abc", "0", "99999999999999999999", "-1", "²"])
def test_an_odd_neighbourhood_in_the_address_is_ignored(client, benoit, need, value):
    client.force_login(benoit)
    assert client.get(reverse("community:need_new"), {"neighbourhood": value}).status_code == 200


def test_a_refused_text_is_kept_and_explained(client, ada, tournebac):
    client.force_login(ada)
    html = f"<p>{GOOD}</p>"
    page = client.post(reverse("community:ask_new"), {"title": "Assurer un banc", "text": html})
    assert page.status_code == 200
    assert not Ask.objects.exists()
    assert page.context["form"]["text"].value() == html
    text = page.content.decode()
    assert "&lt;p&gt;Les bacs" in text
    assert 'value="Assurer un banc"' in text
    assert "plain text" in str(page.context["form"].errors["text"])


def test_fifty_thousand_characters_come_back_whole(client, ada):
    client.force_login(ada)
    page = client.post(reverse("community:ask_new"), {"title": "Long", "text": "é" * 50_000})
    assert "é" * 50_000 in page.content.decode()
    assert "42000" in str(page.context["form"].errors["text"])


def test_two_editors_at_once_lose_nothing(client, ada, solution):
    client.force_login(ada)
    url = reverse("community:solution_edit", args=[solution.pk])
    stale = client.get(url).context["form"]["version"].value()
    data = {"title": solution.title, "text": solution.text, "summary": solution.summary, "stage": "pilot"}
    theirs = "Deux voisins vident les bacs eux-mêmes quand le capteur les prévient le samedi matin."
    yours = "Un voisin vide le bac lui-même quand un capteur le prévient, le dimanche soir surtout."
    assert client.post(url, {**data, "text": theirs, "version": stale}).status_code == 302

    conflict = client.post(url, {**data, "text": yours, "version": stale, "stage": "market"})
    text = conflict.content.decode()
    assert conflict.status_code == 200
    assert Solution.objects.get().text == theirs
    assert theirs in text
    assert yours in text
    labels = {str(d.label): (d.theirs, d.yours) for d in conflict.context["form"].differences}
    assert labels["How far it has come"] == ("Tried on one or a few sites", "On the market")

    again = {**data, "text": yours, "version": conflict.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 302
    assert Solution.objects.get().text == yours


def test_a_refusal_keeps_the_version_one_started_from(client, ada, solution):
    client.force_login(ada)
    url = reverse("community:solution_edit", args=[solution.pk])
    stale = client.get(url).context["form"]["version"].value()
    Solution.objects.get().save()
    page = client.post(url, {"title": "", "text": "", "version": stale})
    assert page.context["form"]["version"].value() == stale


def test_closing_reopening_leaving_and_deleting(client, ada, solution):
    client.force_login(ada)
    client.post(reverse("community:profile_close", args=[solution.pk]), {"as": "answered"})
    assert Profile.objects.get().status == Status.ANSWERED
    client.post(reverse("community:profile_reopen", args=[solution.pk]))
    assert Profile.objects.get().status == Status.OPEN
    client.post(reverse("community:profile_matching", args=[solution.pk]), {"matching": "out"})
    assert not Profile.objects.get().is_matched
    client.post(reverse("community:profile_matching", args=[solution.pk]), {"matching": "in"})
    assert Profile.objects.get().is_matched
    url = reverse("community:profile_delete", args=[solution.pk])
    assert solution.title in client.get(url).content.decode()
    assert Profile.objects.exists()
    assert client.post(url).url == reverse("community:mine")
    assert not Profile.objects.exists()


def test_a_poor_text_is_not_reopened_but_opened_for_editing(client, ada, solution):
    Profile.objects.update(text="Bacs", status=Status.CLOSED)
    client.force_login(ada)
    page = client.post(reverse("community:profile_reopen", args=[solution.pk]), follow=True)
    assert page.redirect_chain[0][0] == reverse("community:solution_edit", args=[solution.pk])
    assert "One word is not enough" in " ".join(str(m) for m in page.context["messages"])


@pytest.mark.parametrize("action", ["close", "reopen", "matching", "delete"])
def test_actions_are_closed_to_others_and_to_links(client, benoit, ada, solution, action):
    url = reverse(f"community:profile_{action}", args=[solution.pk])
    client.force_login(benoit)
    assert client.post(url).status_code == 403
    client.force_login(ada)
    assert client.get(url).status_code == (200 if action == "delete" else 405)
    assert Profile.objects.matchable().exists()


def test_an_expert_of_another_organisation_is_refused(client, chloe, expertise, ada):
    client.force_login(chloe)
    Profile.objects.update(edition=chloe.organised_editions.get())
    url = reverse("community:expertise_edit", args=[expertise.pk])
    data = {"title": expertise.title, "text": expertise.text, "expert": ada.pk}
    client.post(url, data)
    expertise.refresh_from_db()
    assert expertise.expert != ada


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "²", "-1", "%00", "x"])
def test_a_strange_neighbourhood_is_no_reason_to_break(client, benoit, need, number):
    client.force_login(benoit)
    assert client.get(f"/needs/new/?neighbourhood={number}").status_code == 200
