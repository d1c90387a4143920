"""Signed links: one purpose, an end, once where asked, and nothing stored before."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from community.models import Member, UsedLink
from community.services import links

DAY = timedelta(days=1)


def sign(member: Member, **changes: object) -> str:
    return links.sign(**{"purpose": "answer", "member": member, "subject": "12", "max_age": DAY, **changes})


def test_reads_back_what_was_signed_as_often_as_asked(ada: Member) -> None:
    token = sign(ada)
    assert [links.read(token, purpose="answer") for _ in range(3)] == [(ada, "12")] * 3
    assert not UsedLink.objects.exists()


def test_refuses_another_purpose_and_any_changed_token(ada: Member) -> None:
    token = sign(ada)
    for bad, purpose in [
        (token, "registration"),
        (token[:-1] + "x", "answer"),
        ("", "answer"),
        ("a:b", "answer"),
    ]:
        with pytest.raises(links.BadLink):
            links.read(bad, purpose=purpose)


def test_stops_at_its_end(ada: Member) -> None:
    token = sign(ada)
    with time_machine.travel(timezone.now() + DAY + timedelta(seconds=2)), pytest.raises(links.LinkExpired):
        links.read(token, purpose="answer")


def test_stops_with_the_account(ada: Member) -> None:
    token = sign(ada)
    ada.is_active = False
    ada.save()
    with pytest.raises(links.BadLink):
        links.read(token, purpose="answer")


def test_works_once_where_asked(ada: Member) -> None:
    token = sign(ada)
    assert not links.is_used(token, purpose="answer")
    assert links.use(token, purpose="answer").subject == "12"
    assert links.is_used(token, purpose="answer")
    with pytest.raises(links.LinkUsed):
        links.use(token, purpose="answer")


def test_two_links_for_the_same_thing_are_two_uses(ada: Member) -> None:
    links.use(sign(ada), purpose="answer")
    assert links.use(sign(ada, max_age=2 * DAY), purpose="answer").member == ada


def test_the_trace_of_a_used_link_is_dropped_when_it_would_have_expired(ada: Member) -> None:
    token = sign(ada)
    links.use(token, purpose="answer")
    assert links.forget_expired_links() == 0
    with time_machine.travel(timezone.now() + 2 * DAY):
        assert links.forget_expired_links() == 1
        with pytest.raises(links.LinkExpired):
            links.use(token, purpose="answer")
