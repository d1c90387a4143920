"""Whom one may propose to meet, and how often: nobody is written to in bulk, nor after leaving matching."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from community.models import Member, Need, Organisation, Profile, Solution, Status
from matching.models import Introduction
from matching.services import introductions
from matching.services.answers import show_interest
from matching.services.introductions import IntroductionError, propose_introduction, step_introduction
from tests import factories

MESSAGE = "Our market square would suit your bins: shall we talk about it?"


def propose(source: Profile, target: Profile, by: Member) -> Introduction:
    return propose_introduction(
        source=source, target=target, relation="need-solution", message=MESSAGE, by=by
    )


@pytest.fixture
def _two_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(introductions, "PROPOSED_A_DAY", 2)


@pytest.mark.usefixtures("_two_a_day")
def test_an_organisation_proposes_so_many_a_day(benoit: Member, need: Need) -> None:
    first, second, third = factories.SolutionFactory.create_batch(3)
    made = propose(need, first, benoit)
    step_introduction(introduction=made, step="withdraw", by=benoit)
    propose(need, second, benoit)
    with pytest.raises(IntroductionError, match="2 introductions"):
        propose(need, third, benoit)
    assert Introduction.objects.count() == 2
    # Repeating what is already proposed, and other organisations, are not concerned.
    assert propose(need, second, benoit).target_id == second.pk
    theirs = factories.MembershipFactory.create(organisation=third.organisation).member
    assert propose(third, need, theirs).source_id == third.pk
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        other = factories.SolutionFactory.create()
        assert propose(need, other, benoit).target_id == other.pk


@pytest.mark.usefixtures("_two_a_day")
def test_agreeing_to_what_the_other_side_proposed_is_always_possible(benoit: Member, need: Need) -> None:
    first, second, third = factories.SolutionFactory.create_batch(3)
    propose(need, first, benoit)
    propose(need, second, benoit)
    theirs = factories.MembershipFactory.create(organisation=third.organisation).member
    propose(third, need, theirs)
    assert propose(need, third, benoit).state == Introduction.State.ACCEPTED


@pytest.mark.django_db(transaction=True)
def test_a_burst_does_not_pass_the_limit(benoit: Member, need: Need, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(introductions, "PROPOSED_A_DAY", 1)
    targets = factories.SolutionFactory.create_batch(4)
    sources = [need, *factories.NeedFactory.create_batch(3, neighbourhood=need.neighbourhood)]
    barrier = threading.Barrier(len(targets))

    def go(source: Profile, target: Profile) -> None:
        barrier.wait()
        try:
            propose(source, target, benoit)
        except IntroductionError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=pair) for pair in zip(sources, targets, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Introduction.objects.count() == 1


@pytest.mark.parametrize("left", ["profile", "organisation", "closed"])
def test_nobody_is_introduced_who_has_left_matching(
    benoit: Member, need: Need, solution: Solution, left: str
) -> None:
    """The list that is still on the screen may be older than the choice of the other side."""
    if left == "organisation":
        Organisation.objects.filter(pk=solution.organisation_id).update(is_matched=False)
    else:
        change = {"is_matched": False} if left == "profile" else {"status": Status.CLOSED}
        Profile.objects.filter(pk=solution.pk).update(**change)
    with pytest.raises(IntroductionError, match="no longer takes part"):
        show_interest(source=need, target=solution, relation="need-solution", message=MESSAGE, by=benoit)
    assert not Introduction.objects.exists()
