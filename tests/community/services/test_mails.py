"""Mails: in the reader's language, never lost, sent once, erased afterwards, tracking nobody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as outbox
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from community.models import Language, Mail, Member
from community.services import mails
from community.services.notices import notify

RunJobs = Callable[..., list[str]]


def write(member: Member, **context: object) -> Mail | None:
    return mails.send_mail_to(
        member=member,
        subject="%(name)s joined %(organisation)s.",
        template="community/mails/notice",
        context={
            "name": "Zoé <b>",
            "organisation": "O'Neil & Co",
            "sentence": "L'été & <i>",
            "url": "/x/",
            **context,
        },
    )


def test_is_a_row_first_then_leaves_then_keeps_no_body(ada: Member, run_jobs: RunJobs) -> None:
    row = write(ada)
    assert row is not None
    assert outbox.outbox == []
    assert row.text
    assert run_jobs() == ["community.send_mail"]
    row.refresh_from_db()
    assert (row.text, row.html) == ("", "")
    assert row.sent_at is not None
    assert [message.to for message in outbox.outbox] == [["ada@example.org"]]


def test_a_rollback_takes_the_mail_and_its_job_back(
    ada: Member, queued_jobs: Callable[[], list[tuple[str, dict]]]
) -> None:
    with transaction.atomic():
        write(ada)
        transaction.set_rollback(True)
    assert not Mail.objects.exists()
    assert queued_jobs() == []


def test_text_is_not_escaped_and_html_is(ada: Member, run_jobs: RunJobs) -> None:
    write(ada)
    run_jobs()
    (message,) = outbox.outbox
    assert message.subject == "Zoé <b> joined O'Neil & Co."
    assert "L'été & <i>" in message.body
    html = message.alternatives[0][0]
    assert "L&#x27;été &amp; &lt;i&gt;" in html
    assert "<img" not in html
    assert "src=" not in html


def test_is_written_in_the_language_of_each_member(ada: Member, benoit: Member, run_jobs: RunJobs) -> None:
    benoit.language = Language.FRENCH
    benoit.save()
    write(ada)
    write(benoit)
    run_jobs()
    english, french = (message.alternatives[0][0] for message in outbox.outbox)
    assert '<html lang="en">' in english
    assert '<html lang="fr">' in french


def test_sends_once_however_often_the_job_runs(ada: Member) -> None:
    row = write(ada)
    assert row is not None
    assert mails.deliver_mail(row.pk)
    assert not mails.deliver_mail(row.pk)
    assert len(outbox.outbox) == 1


def test_a_failure_keeps_the_mail_for_the_next_attempt(
    ada: Member, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = write(ada)
    assert row is not None

    def refuse(self: EmailMultiAlternatives) -> int:
        raise OSError("the server is away")

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", refuse)
        with pytest.raises(OSError, match="away"):
            run_jobs()
    row.refresh_from_db()
    assert row.sent_at is None
    assert row.text
    assert mails.deliver_mail(row.pk)


def test_a_closed_account_gets_nothing(ada: Member) -> None:
    ada.is_active = False
    assert write(ada) is None


def test_a_subject_keeps_to_one_line(ada: Member) -> None:
    row = write(ada, name="Zoé\r\nBcc: everyone@example.org")
    assert row is not None
    assert "\n" not in row.subject


def test_a_notice_by_mail_carries_its_sentence_and_a_whole_address(ada: Member, run_jobs: RunJobs) -> None:
    notify(
        members=[ada, ada],
        text="%(name)s joined %(organisation)s.",
        params={"name": "Zoé", "organisation": "Tournebac"},
        url="/notices/",
        email=True,
    )
    run_jobs()
    (message,) = outbox.outbox
    assert "Zoé joined Tournebac." in message.body
    assert "http://127.0.0.1:8000/notices/" in message.body


def test_the_trace_of_a_sent_mail_is_erased_after_half_a_year(ada: Member) -> None:
    sent, waiting = write(ada), write(ada)
    assert sent is not None
    mails.deliver_mail(sent.pk)
    assert mails.forget_sent_mails() == 0
    with time_machine.travel(timezone.now() + timedelta(days=183)):
        assert mails.forget_sent_mails() == 1
    assert Mail.objects.get() == waiting
