"""The demonstration programme: complete, safe to load again, and refused beside real members."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.management.commands.load_demo import FOLDER
from community.models import Commune, Edition, Expertise, Member, Need, Organisation, Profile, Solution
from community.policies import can_edit_profile, organises
from community.services.demo import DEMO_ACCOUNTS, demo_member
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]


def snapshot() -> dict[str, list]:
    models = (Edition, Organisation, Commune, Need, Solution, Profile, Member)
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
    return rows | {"links": list(Edition.communes.through.objects.order_by("pk").values())}


def test_every_row_of_the_files_is_there():
    load()
    assert Edition.objects.count() == len(lines("editions"))
    assert Organisation.objects.count() == len(lines("organisations")) + len(lines("communes"))
    for name in ("communes", "needs", "solutions", "asks", "offers", "expertises"):
        kind = name.rstrip("s")
        stored = set(Profile.objects.filter(kind=kind).values_list("external_id", flat=True))
        assert stored == {row["id"] for row in lines(name)}
    assert set(Member.objects.values_list("email", flat=True)) == {row["email"] for row in lines("members")}
    assert not Organisation.objects.filter(is_demo=False).exists()
    assert not Member.objects.filter(is_demo=False).exists()


def test_the_second_time_nothing_changes(queued_jobs):
    load()
    before, jobs = snapshot(), queued_jobs()
    with CaptureQueriesContext(connection) as queries:
        said = load()
    assert snapshot() == before
    assert queued_jobs() == jobs
    assert " created" not in said.replace("0 created", "")
    assert not [q for q in queries if q["sql"].startswith("INSERT")]


def test_a_corrected_row_is_put_back():
    load()
    Need.objects.filter(external_id="need-argenteuil-ilot-chaleur").update(title="Something else")
    assert "needs: 1 updated, 28 unchanged" in load()


def test_the_texts_are_where_they_belong():
    load()
    row = next(row for row in lines("solutions") if row["id"] == "sol-canopee-legere")
    solution = Solution.objects.get(external_id="sol-canopee-legere")
    assert (solution.title, solution.text, solution.summary) == (
        row["name"],
        row["description"],
        row["summary"],
    )
    assert solution.edition.external_id == row["edition"]
    need = Need.objects.get(external_id="need-argenteuil-ilot-chaleur")
    assert need.organisation.external_id == "commune-argenteuil"
    assert need.contexts == need.neighbourhood.contexts != []


def test_the_current_edition_always_runs_today():
    load()
    for days in (0, 40):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            load()
            edition = Edition.objects.get(external_id="qmi-3")
            assert edition.is_running(timezone.localdate())
            assert edition.starts_on == timezone.localdate() - timedelta(days=120)


@pytest.mark.parametrize("role", DEMO_ACCOUNTS)
def test_the_four_accounts_open_and_play_their_role(role):
    load()
    member = demo_member(role)
    assert not member.has_usable_password()
    assert EmailAddress.objects.get(user=member).verified
    assert organises(member) == (role == "organiser")
    assert Expertise.objects.filter(expert=member).exists() == (role == "expert")
    own = Profile.objects.filter(organisation__members=member).first()
    assert own is None or can_edit_profile(member, own)


def test_it_is_refused_beside_a_real_member():
    MemberFactory.create()
    with pytest.raises(CommandError, match="never mixed"):
        load()
    assert not Organisation.objects.exists()


def test_it_is_refused_outside_the_demonstration(settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="FAUBOURG_DEMO=1"):
        load()
    assert not Member.objects.exists()
