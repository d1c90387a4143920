"""Who is told what of an introduction, when, and only once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from community.models import Mail, Member, Need, Notice, Solution
from matching.models import Introduction
from matching.services.introductions import propose_introduction, step_introduction
from matching.services.telling import tell_introduction

State = Introduction.State


@pytest.fixture
def introduction(benoit: Member, ada: Member, need: Need, solution: Solution) -> Introduction:
    return propose_introduction(
        source=need, target=solution, relation="need-solution", message="Shall we talk about bins?", by=benoit
    )


def tell(introduction: Introduction, state: State) -> bool:
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        return tell_introduction(introduction_id=introduction.pk, state=state)


def test_a_proposal_is_told_once_with_a_link(introduction: Introduction, ada: Member) -> None:
    assert tell(introduction, State.PROPOSED)
    assert not tell(introduction, State.PROPOSED)
    notice = Notice.objects.get()
    assert notice.member == ada
    mail = Mail.objects.get()
    assert mail.to == ada.email
    assert "Shall we talk about bins?" in mail.text
    assert "/answer/" in mail.text


def test_what_was_taken_back_is_told_to_nobody(introduction: Introduction, ada: Member) -> None:
    accepted = step_introduction(introduction=introduction, step="accept", by=ada)
    step_introduction(introduction=accepted, step="undo_accept", by=ada)
    assert not tell(introduction, State.ACCEPTED)
    assert not Notice.objects.exists()


def test_an_acceptance_is_told_to_the_side_that_proposed(
    introduction: Introduction, ada: Member, benoit: Member
) -> None:
    step_introduction(introduction=introduction, step="accept", by=ada)
    assert tell(introduction, State.ACCEPTED)
    assert Notice.objects.get().member == benoit
    assert "Tournebac" in Mail.objects.get().subject


def test_a_refusal_carries_its_reason(introduction: Introduction, ada: Member, benoit: Member) -> None:
    step_introduction(introduction=introduction, step="decline", by=ada, reason="Our sensors need shade.")
    assert tell(introduction, State.DECLINED)
    assert "Our sensors need shade." in Mail.objects.get().text


def test_a_proposal_withdrawn_before_it_was_told_is_never_told(
    introduction: Introduction, benoit: Member
) -> None:
    step_introduction(introduction=introduction, step="withdraw", by=benoit)
    assert not tell(introduction, State.WITHDRAWN)
    assert not Notice.objects.exists()


def test_too_early_asks_again(
    introduction: Introduction, ada: Member, queued_jobs: Callable[[], list]
) -> None:
    step_introduction(introduction=introduction, step="accept", by=ada)
    before = len(queued_jobs())
    assert not tell_introduction(introduction_id=introduction.pk, state=State.ACCEPTED)
    assert len(queued_jobs()) == before + 1


def test_a_proposal_to_an_expert_is_told_to_that_expert(
    need: Need, expertise, driss: Member, benoit: Member
) -> None:
    asked = propose_introduction(
        source=need, target=expertise, relation="profile-expertise", message="Who funds such bins?", by=benoit
    )
    assert tell(asked, State.PROPOSED)
    assert [notice.member for notice in Notice.objects.all()] == [driss]
