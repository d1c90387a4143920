"""The life of an introduction: every step from every state by every side, races included."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from community.models import Member, Need, Solution
from matching.models import Answer, Connection, Introduction
from matching.models.introductions import EXPIRES_AFTER, TRANSITIONS, UNDO_WITHIN, Side
from matching.services.answers import set_aside, show_interest, undo_answer
from matching.services.introductions import (
    NotYourSide,
    TooLate,
    expire_overdue,
    propose_introduction,
    step_introduction,
    take_back_proposal,
)

State = Introduction.State
MESSAGE = "Our market square would suit your bins: shall we talk about it?"


@pytest.fixture
def introduction(benoit: Member, ada: Member, need: Need, solution: Solution) -> Introduction:
    return propose(need, solution, benoit)


def propose(source: Need, target: Solution, by: Member) -> Introduction:
    return propose_introduction(
        source=source, target=target, relation="need-solution", message=MESSAGE, by=by
    )


def put_in(introduction: Introduction, state: State) -> Introduction:
    """Bring an introduction to a state the short way, a moment ago."""
    answered = None if state == State.PROPOSED else timezone.now()
    Introduction.objects.filter(pk=introduction.pk).update(state=state, answered_at=answered)
    introduction.refresh_from_db()
    return introduction


WALK = [(step, state, side) for step in TRANSITIONS for state in State for side in Side]


@pytest.mark.parametrize("taken", WALK, ids="-".join)
def test_every_step_works_from_its_state_by_its_side_and_no_other(
    taken: tuple[str, State, Side], introduction: Introduction, ada: Member, benoit: Member
) -> None:
    step, state, side = taken
    put_in(introduction, state)
    who = {Side.SOURCE: benoit, Side.TARGET: ada, Side.PROGRAM: None}[side]
    transition = TRANSITIONS[step]
    if side == transition.side and state == transition.origin:
        moved = step_introduction(introduction=introduction, step=step, by=who, reason="We already test one.")
        assert moved.state == transition.result
        assert Connection.objects.exists() == (moved.state == State.ACCEPTED)
        return
    with pytest.raises(NotYourSide if side != transition.side else TooLate):
        step_introduction(introduction=introduction, step=step, by=who)
    introduction.refresh_from_db()
    assert introduction.state == state


def test_a_stranger_takes_no_step(introduction: Introduction, emma: Member) -> None:
    for step in TRANSITIONS:
        with pytest.raises(NotYourSide):
            step_introduction(introduction=introduction, step=step, by=emma)


def test_proposing_twice_gives_the_same_introduction(
    introduction: Introduction, need: Need, solution: Solution, benoit: Member
) -> None:
    assert propose(need, solution, benoit).pk == introduction.pk
    assert Introduction.objects.count() == 1


def test_when_both_offer_both_have_agreed(
    introduction: Introduction, need: Need, solution: Solution, ada: Member
) -> None:
    agreed = propose_introduction(
        source=solution, target=need, relation="solution-need", message=MESSAGE, by=ada
    )
    assert agreed.pk == introduction.pk
    assert agreed.state == State.ACCEPTED
    assert Connection.objects.get().introduction_id == introduction.pk


def test_nobody_answers_after_21_days(
    introduction: Introduction, ada: Member, benoit: Member, need: Need, solution: Solution
) -> None:
    with time_machine.travel(timezone.now() + EXPIRES_AFTER + timedelta(minutes=1)):
        with pytest.raises(TooLate, match="21"):
            step_introduction(introduction=introduction, step="accept", by=ada)
        assert expire_overdue() == 1
        assert expire_overdue() == 0
        introduction.refresh_from_db()
        assert introduction.state == State.EXPIRED
        assert propose(need, solution, benoit).pk != introduction.pk


def test_an_overdue_introduction_makes_room_for_a_new_one(
    introduction: Introduction, need: Need, solution: Solution, benoit: Member
) -> None:
    with time_machine.travel(timezone.now() + EXPIRES_AFTER + timedelta(minutes=1)):
        fresh = propose(need, solution, benoit)
    introduction.refresh_from_db()
    assert (introduction.state, fresh.state) == (State.EXPIRED, State.PROPOSED)


def test_an_answer_is_undone_within_a_minute_only(introduction: Introduction, ada: Member) -> None:
    accepted = step_introduction(introduction=introduction, step="accept", by=ada)
    later = accepted.answered_at + UNDO_WITHIN + timedelta(seconds=1)
    with time_machine.travel(later), pytest.raises(TooLate, match="minute"):
        step_introduction(introduction=introduction, step="undo_accept", by=ada)
    back = step_introduction(introduction=introduction, step="undo_accept", by=ada)
    assert (back.state, back.answered_at, back.answered_by) == (State.PROPOSED, None, None)
    assert not Connection.objects.exists()


def test_a_proposal_taken_back_leaves_nothing(
    need: Need, solution: Solution, ada: Member, benoit: Member
) -> None:
    made = show_interest(source=need, target=solution, relation="need-solution", message=MESSAGE, by=benoit)
    take_back_proposal(introduction=made, by=benoit)
    assert not Introduction.objects.exists()
    assert not Answer.objects.exists()


def test_a_proposal_already_told_is_withdrawn_rather_than_taken_back(
    introduction: Introduction, benoit: Member
) -> None:
    Introduction.objects.update(told_at=timezone.now())
    with pytest.raises(TooLate):
        take_back_proposal(introduction=introduction, by=benoit)


def test_answers_hide_and_are_undone(need: Need, solution: Solution, benoit: Member, ada: Member) -> None:
    answer = set_aside(
        source=need,
        target=solution,
        relation="need-solution",
        kind=Answer.Kind.NOT_FOR_US,
        by=benoit,
        reason="Too many sensors",
    )
    assert list(Answer.objects.hiding(timezone.now())) == [answer]
    undo_answer(answer=answer, by=benoit)
    assert not Answer.objects.exists()


def test_later_means_in_a_month(need: Need, solution: Solution, benoit: Member) -> None:
    set_aside(source=need, target=solution, relation="need-solution", kind=Answer.Kind.LATER, by=benoit)
    assert Answer.objects.hiding(timezone.now()).exists()
    assert not Answer.objects.hiding(timezone.now() + timedelta(days=31)).exists()


def test_an_answer_is_not_undone_after_a_minute(need: Need, solution: Solution, benoit: Member) -> None:
    answer = set_aside(
        source=need, target=solution, relation="need-solution", kind=Answer.Kind.LATER, by=benoit
    )
    with time_machine.travel(timezone.now() + UNDO_WITHIN + timedelta(seconds=1)), pytest.raises(TooLate):
        undo_answer(answer=answer, by=benoit)


def test_only_editors_answer(need: Need, solution: Solution, emma: Member) -> None:
    with pytest.raises(NotYourSide):
        set_aside(source=need, target=solution, relation="need-solution", kind=Answer.Kind.LATER, by=emma)


def together(*calls) -> list:
    """Run calls at the same moment, each in its own connection; return results or errors, in order."""
    results: list = [None] * len(calls)
    ready = threading.Barrier(len(calls))

    def run(index: int) -> None:
        try:
            ready.wait(timeout=10)
            results[index] = calls[index]()
        except Exception as error:  # noqa: BLE001 - the race decides which
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


@pytest.mark.django_db(transaction=True)
def test_both_offering_at_the_same_moment_agree(
    need: Need, solution: Solution, ada: Member, benoit: Member
) -> None:
    first, second = together(
        lambda: propose(need, solution, benoit),
        lambda: propose_introduction(
            source=solution, target=need, relation="solution-need", message=MESSAGE, by=ada
        ),
    )
    assert first.pk == second.pk
    assert Introduction.objects.get().state == State.ACCEPTED


@pytest.mark.django_db(transaction=True)
def test_accepting_while_the_other_withdraws_has_one_winner(
    introduction: Introduction, ada: Member, benoit: Member
) -> None:
    results = together(
        lambda: step_introduction(introduction=introduction, step="accept", by=ada),
        lambda: step_introduction(introduction=introduction, step="withdraw", by=benoit),
    )
    lost = [result for result in results if isinstance(result, TooLate)]
    assert len(lost) == 1
    introduction.refresh_from_db()
    assert introduction.state in (State.ACCEPTED, State.WITHDRAWN)
    assert Connection.objects.exists() == (introduction.state == State.ACCEPTED)
