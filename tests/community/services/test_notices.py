"""Notices: one each, in the reader's language, theirs alone to read."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from community.models import Member, Notice
from community.services import notices
from tests.factories import NoticeFactory


def test_tells_each_active_member_once(ada: Member, benoit: Member, emma: Member) -> None:
    emma.is_active = False
    made = notices.notify(
        members=[ada, benoit, ada, emma], text="Hello %(name)s", params={"name": 3}, url="/"
    )
    assert {notice.member for notice in made} == {ada, benoit}
    assert {str(notice) for notice in made} == {"Hello 3"}


def test_keeps_the_source_sentence_so_that_it_is_read_in_the_language_of_the_moment(ada: Member) -> None:
    (notice,) = notices.notify(members=[ada], text="Yes", url="/")
    with override("fr"):
        assert notice.sentence == "Oui"
    assert notice.sentence_in("en") == "Yes"


def test_reading_is_for_oneself(ada: Member, emma: Member) -> None:
    notice = NoticeFactory.create(member=ada)
    notices.open_notice(notice, by=emma)
    assert notices.unread_count(ada) == 1
    assert notices.open_notice(notice, by=ada) == notice.url
    assert notices.unread_count(ada) == 0


def test_marks_everything_read_at_once(ada: Member, emma: Member) -> None:
    NoticeFactory.create_batch(3, member=ada)
    NoticeFactory.create(member=emma)
    assert notices.mark_all_read(by=ada) == 3
    assert notices.mark_all_read(by=ada) == 0
    assert notices.unread_count(emma) == 1


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_leads_inside_the_site_only(ada: Member, url: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(member=ada, text="x", url=url)


def test_notices_are_erased_after_a_year(ada: Member) -> None:
    NoticeFactory.create(member=ada)
    assert notices.forget_old_notices() == 0
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert notices.forget_old_notices() == 1
