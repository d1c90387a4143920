"""The demonstration's introductions: as its file says, told to nobody, and left alone once answered."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from community.models import Mail, Member, Notice
from matching.management.commands.load_demo_introductions import FILE
from matching.models import Answer, Connection, Introduction
from matching.services.introductions import step_introduction

pytestmark = pytest.mark.django_db
ROWS = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


@pytest.fixture
def _loaded(settings):
    settings.DEMO = True
    call_command("load_demo", stdout=StringIO())
    load()


def load() -> str:
    out = StringIO()
    call_command("load_demo_introductions", stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("_loaded")
def test_each_is_in_the_state_of_the_file():
    stored = {
        (i.source.external_id, i.target.external_id): (i.state, i.reason, i.message)
        for i in Introduction.objects.select_related("source", "target")
    }
    assert stored == {(r["source"], r["target"]): (r["state"], r["reason"], r["message"]) for r in ROWS}
    accepted = [row for row in ROWS if row["state"] == "accepted"]
    assert Connection.objects.count() == len(accepted) > 0
    assert Answer.objects.filter(kind="interested").count() == len(ROWS)


@pytest.mark.usefixtures("_loaded")
def test_nobody_is_written_to(queued_jobs):
    assert not Mail.objects.exists()
    assert not Notice.objects.exists()
    assert not [name for name, _arguments in queued_jobs() if name == "matching.tell_introduction"]


@pytest.mark.usefixtures("_loaded")
def test_the_second_time_nothing_changes():
    before = list(Introduction.objects.order_by("pk").values())
    assert load() == f"introductions: 0 created, {len(ROWS)} already there\n"
    assert list(Introduction.objects.order_by("pk").values()) == before
    assert Answer.objects.count() == len(ROWS)


@pytest.mark.usefixtures("_loaded")
def test_one_that_waits_still_waits_a_month_later():
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        load()
        waiting = Introduction.objects.filter(state="proposed")
        assert waiting.count() == sum(row["state"] == "proposed" for row in ROWS)
        assert not [i for i in waiting if i.is_overdue(timezone.now())]


@pytest.mark.usefixtures("_loaded")
def test_what_a_visitor_answered_is_kept():
    introduction = Introduction.objects.get(source__external_id="sol-canopee-legere", state="proposed")
    benoit = Member.objects.get(email="benoit@exemple.faubourg.test")
    step_introduction(introduction=introduction, step="decline", by=benoit, reason="Not this year.")
    load()
    introduction.refresh_from_db()
    assert (introduction.state, introduction.reason) == ("declined", "Not this year.")


def test_without_the_programme_it_says_what_to_run_first():
    with pytest.raises(CommandError, match="run load_demo first"):
        load()
