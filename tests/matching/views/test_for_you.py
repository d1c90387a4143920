"""The main page and the lists of one profile."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.models import Commune, Member, Need, Solution
from matching.models import Answer, Introduction, Relation
from tests import factories
from tests.matching.world import suggest

pytestmark = pytest.mark.django_db
FOR_YOU = "/for-you/"


def needs_with_matches(commune: Commune, count: int) -> None:
    """Give the commune so many needs, each with three suggestions."""
    place = factories.NeighbourhoodFactory.create(commune=commune)
    for _ in range(count):
        need = factories.NeedFactory.create(neighbourhood=place, edition=commune.edition)
        for position in range(3):
            suggest(need, factories.SolutionFactory.create(), position=position)


def test_an_officer_sees_what_answers_each_need(
    client: Client, benoit: Member, need: Need, solution: Solution
) -> None:
    suggest(need, solution)
    client.force_login(benoit)
    page = client.get(FOR_YOU).content.decode()
    assert need.title in page
    assert solution.title in page
    assert "warns the collection team" in page
    assert "Not for us" in page


def test_the_same_number_of_queries_with_1_and_30_needs(
    client: Client, benoit: Member, commune: Commune, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(benoit)
    needs_with_matches(commune, 1)
    client.get(FOR_YOU)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(FOR_YOU)
    needs_with_matches(commune, 29)
    with django_assert_num_queries(len(few)):
        client.get(FOR_YOU)


def test_what_was_answered_is_not_shown_again(
    client: Client, benoit: Member, need: Need, solution: Solution
) -> None:
    suggest(need, solution)
    Answer.objects.create(
        relation=Relation.NEED_SOLUTION, source=need, target=solution, kind=Answer.Kind.NOT_FOR_US, by=benoit
    )
    client.force_login(benoit)
    assert solution.title not in client.get(FOR_YOU).content.decode()


def test_what_is_being_discussed_is_not_suggested(
    client: Client, benoit: Member, need: Need, solution: Solution
) -> None:
    suggest(need, solution)
    Introduction.objects.create(
        relation=Relation.SOLUTION_NEED,
        source=solution,
        target=need,
        message="Hello",
        expires_at=timezone.now(),
        told_at=timezone.now(),
    )
    client.force_login(benoit)
    page = client.get(FOR_YOU).content.decode()
    assert solution.title not in page
    assert "1 introduction awaits your answer" in page


def test_a_reader_reads_and_does_not_answer(client: Client, need: Need, solution: Solution) -> None:
    reader = factories.MembershipFactory.create(organisation=need.organisation, role="reader").member
    suggest(need, solution)
    client.force_login(reader)
    page = client.get(FOR_YOU).content.decode()
    assert solution.title in page
    assert "Not for us" not in page


def test_an_expert_sees_whom_to_help(client: Client, driss: Member, need: Need, expertise) -> None:
    suggest(need, expertise, relation=Relation.PROFILE_EXPERTISE)
    client.force_login(driss)
    page = client.get(FOR_YOU).content.decode()
    assert "Who you could help" in page
    assert need.title in page


def test_an_organiser_sees_the_needs_least_well_answered(
    client: Client, chloe: Member, commune: Commune, need: Need
) -> None:
    client.force_login(chloe)
    page = client.get(FOR_YOU).content.decode()
    assert need.title in page
    answered = factories.NeedFactory.create(
        neighbourhood=need.neighbourhood, edition=need.edition, title="Nobody crosses the square in July"
    )
    suggest(answered, factories.SolutionFactory.create())
    page = client.get(FOR_YOU).content.decode()
    assert page.index(need.title) < page.index(answered.title)


def test_a_newcomer_is_told_what_to_do(client: Client, emma: Member, ada: Member) -> None:
    client.force_login(emma)
    assert "You are not in an organisation yet" in client.get(FOR_YOU).content.decode()
    client.force_login(ada)
    assert "Write your first text" in client.get(FOR_YOU).content.decode()


def test_a_text_just_saved_says_it_is_being_read(
    client: Client, benoit: Member, need: Need, run_jobs
) -> None:
    from community.services.profiles import save_profile

    need.text = "On market days the bins of the square overflow, and the wind carries everything away."
    save_profile(profile=need, by=benoit)
    client.force_login(benoit)
    assert "Your texts are being read" in client.get(FOR_YOU).content.decode()
    run_jobs("matching.prepare_profile")
    assert "Your texts are being read" not in client.get(FOR_YOU).content.decode()


def test_lists_of_a_profile_are_for_its_side(
    client: Client, ada: Member, benoit: Member, need: Need, solution: Solution
) -> None:
    suggest(need, solution)
    url = reverse("matching:profile_matches", args=[need.pk])
    client.force_login(benoit)
    assert solution.title in client.get(url).content.decode()
    fragment = client.get(url, headers={"hx-request": "true"}).content.decode()
    assert solution.title in fragment
    assert "<html" not in fragment
    client.force_login(ada)
    assert client.get(url).status_code == 404


def test_a_profile_says_how_it_meets_the_readers_own(
    client: Client, benoit: Member, emma: Member, need: Need, solution: Solution
) -> None:
    suggest(need, solution)
    url = reverse("matching:meets", args=[solution.pk])
    client.force_login(benoit)
    assert need.title in client.get(url).content.decode()
    assert url in client.get(solution.get_absolute_url()).content.decode()
    client.force_login(emma)
    assert need.title not in client.get(url).content.decode()
