"""Tasks of matching: run twice, they leave the same rows; run late, they do no harm."""

import pytest
from django.utils import timezone

from community.models import Need, Solution
from community.services.jobs import defer
from community.services.profiles import save_profile
from matching import tasks
from matching.models import Document, Introduction, Passage, Suggestion

pytestmark = pytest.mark.django_db


def rows() -> list:
    return [
        *Document.objects.order_by("pk").values_list("pk", "text_hash"),
        *Passage.objects.order_by("document", "position").values_list("document", "position", "text"),
        *Suggestion.objects.order_by("relation", "source", "position").values_list(
            "relation", "source", "target", "score"
        ),
    ]


def test_reading_a_text_twice_changes_nothing(need: Need, solution: Solution) -> None:
    for _ in range(2):
        tasks.prepare_profile(need.pk)
        tasks.prepare_profile(solution.pk)
    before = rows()
    assert Suggestion.objects.filter(source=need, target=solution).exists()
    tasks.prepare_profile(need.pk)
    tasks.prepare_profiles([need.pk, solution.pk])
    tasks.refresh_profile(solution.pk)
    assert rows() == before


def test_the_last_job_of_an_import_computes_the_lists(need: Need, solution: Solution, run_jobs) -> None:
    defer("matching.prepare_profiles", profile_ids=[solution.pk])
    tasks.prepare_profiles([need.pk])
    assert Document.objects.filter(profile=need).exists()
    assert not Suggestion.objects.exists()
    run_jobs("matching.prepare_profiles")
    assert Suggestion.objects.filter(source=need, target=solution).exists()


def test_a_text_deleted_meanwhile_is_no_error() -> None:
    tasks.prepare_profile(123456)
    tasks.refresh_profile(123456)
    tasks.tell_introduction(123456, Introduction.State.PROPOSED)
    tasks.prepare_profiles([123456])


def test_saving_a_text_queues_its_reading(need: Need, solution: Solution, benoit, run_jobs) -> None:
    tasks.prepare_profile(solution.pk)
    need.text = "Every market day the bins of the square overflow before noon and gulls come down."
    save_profile(profile=need, by=benoit)
    assert "matching.prepare_profile" in run_jobs("matching.prepare_profile")
    assert Suggestion.objects.filter(source=need, target=solution).exists()
    assert Suggestion.objects.filter(source=solution, target=need).exists()


def test_overdue_introductions_expire_by_themselves(need: Need, solution: Solution) -> None:
    Introduction.objects.create(
        relation="need-solution", source=need, target=solution, message="Hello", expires_at=timezone.now()
    )
    tasks.expire_introductions(0)
    assert Introduction.objects.get().state == Introduction.State.EXPIRED
