"""What pages say of the worker's queue, one text or many at a time."""

import pytest
from django.core.management import call_command

from community.models import Need, Organisation, Solution
from community.services.jobs import defer
from matching.models import Suggestion
from matching.queries.work import is_being_read, profiles_being_read, waiting_readings

pytestmark = pytest.mark.django_db


def organisations(profile):
    return Organisation.objects.filter(pk=profile.organisation_id)


@pytest.mark.parametrize("many", [False, True])
def test_a_text_in_the_queue_is_said_to_be_read(need: Need, solution: Solution, many: bool) -> None:  # noqa: FBT001 - pytest gives it by name
    assert not is_being_read(need)
    if many:
        defer("matching.prepare_profiles", profile_ids=[need.pk, 999_999])
    else:
        defer("matching.prepare_profile", profile_id=need.pk)
    assert is_being_read(need)
    assert profiles_being_read(organisations(need))
    assert not is_being_read(solution)
    assert not profiles_being_read(organisations(solution))


def test_computing_everything_empties_the_queue_of_readings(need: Need, solution: Solution) -> None:
    defer("matching.prepare_profiles", profile_ids=[need.pk, solution.pk])
    defer("matching.refresh_profile", profile_id=need.pk)
    defer("matching.tell_introduction", introduction_id=1, state="proposed")
    call_command("compute_matches", verbosity=0)
    assert waiting_readings() == []
    assert not is_being_read(need)
    assert Suggestion.objects.filter(source=need, target=solution).exists()


def test_the_queue_keeps_what_computing_does_not_do(need: Need, queued_jobs) -> None:
    defer("matching.tell_introduction", introduction_id=1, state="proposed")
    call_command("compute_matches", verbosity=0)
    assert [name for name, _ in queued_jobs()] == ["matching.tell_introduction"]
