"""Writing profiles: checked, owned, in one piece, and matched after each change that matters."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from community.models import Ask, Need, Profile, Solution, Status
from community.services.edits import EditConflict, TextRefused, version_of
from community.services.profiles import (
    close_profile,
    delete_profile,
    reopen_profile,
    save_profile,
    set_profile_matching,
)
from tests import factories

pytestmark = pytest.mark.django_db

GOOD = "Les bacs du marché débordent chaque samedi, et le vent emporte les cartons jusque dans le square."


def prepared(profile_id: int) -> tuple[str, dict[str, int]]:
    return ("matching.prepare_profile", {"profile_id": profile_id})


def test_a_new_profile_is_saved_signed_and_prepared(ada, tournebac, queued_jobs):
    ask = save_profile(profile=Ask(organisation=tournebac, title="Assurer un banc", text=GOOD), by=ada)
    assert ask.created_by == ada
    assert ask.language == "fr"
    assert queued_jobs() == [prepared(ask.pk)]


def test_the_language_follows_the_text(ada, solution):
    solution.text = "Un capteur dans chaque bac prévient l'équipe un jour avant qu'il ne déborde."
    save_profile(profile=solution, by=ada)
    assert Solution.objects.get().language == "fr"


def test_texts_are_cleaned(ada, tournebac):
    ask = Ask(
        organisation=tournebac,
        title=" Assurer\r\nun  banc\x00 ",
        text=f"{GOOD}\u200b\r\n\r\n\r\n\r\nMerci à vous.",
    )
    save_profile(profile=ask, by=ada)
    assert (ask.title, ask.text) == ("Assurer un banc", f"{GOOD}\n\nMerci à vous.")


@pytest.mark.parametrize(
    "text", ["", "Chaud", "<p>" + GOOD, "En verano nadie se queda en la plaza porque no hay árboles."]
)
def test_noise_is_not_saved(ada, tournebac, queued_jobs, text):
    with pytest.raises(TextRefused) as refused:
        save_profile(profile=Ask(organisation=tournebac, title="Assurer un banc", text=text), by=ada)
    assert list(refused.value.problems) == ["text"]
    assert not Ask.objects.exists()
    assert queued_jobs() == []


def test_every_text_of_a_need_is_checked(benoit, need):
    need.constraints = "<b>aucune</b>"
    need.title = ""
    with pytest.raises(TextRefused) as refused:
        save_profile(profile=need, by=benoit)
    assert set(refused.value.problems) == {"title", "constraints"}


def test_a_need_takes_the_contexts_of_its_neighbourhood(benoit, need):
    need.contexts = ["campus"]
    save_profile(profile=need, by=benoit)
    assert Need.objects.get().contexts == ["station_area"]


def test_only_its_organisation_writes_it(emma, driss, benoit, solution):
    for stranger in (emma, driss, benoit):
        with pytest.raises(PermissionDenied):
            save_profile(profile=solution, by=stranger)


def test_a_profile_cannot_be_taken_from_another_organisation(benoit, valmont, solution):
    solution.organisation = valmont
    with pytest.raises(PermissionDenied):
        save_profile(profile=solution, by=benoit)


def test_the_second_of_two_editors_is_told(ada, solution):
    seen = version_of(solution)
    first, second = Solution.objects.get(), Solution.objects.get()
    first.title = "Bins that call"
    save_profile(profile=first, by=ada, version=seen)
    second.title = "Bins that shout"
    with pytest.raises(EditConflict) as conflict:
        save_profile(profile=second, by=ada, version=seen)
    assert isinstance(conflict.value.current, Solution)
    assert conflict.value.current.title == "Bins that call"
    assert Solution.objects.get().title == "Bins that call"
    save_profile(profile=second, by=ada, version=version_of(conflict.value.current))
    assert Solution.objects.get().title == "Bins that shout"


def test_the_programme_itself_writes_without_a_version(tournebac):
    ask = save_profile(profile=Ask(organisation=tournebac, title="Assurer un banc", text=GOOD), by=None)
    assert ask.created_by is None


@pytest.mark.parametrize("status", [Status.CLOSED, Status.ANSWERED])
def test_closing_and_reopening_prepare_again(ada, solution, queued_jobs, status):
    close_profile(profile=solution, by=ada, status=status)
    assert Profile.objects.get().status == status
    assert not Profile.objects.matchable().exists()
    reopen_profile(profile=solution, by=ada)
    assert Profile.objects.matchable().exists()
    assert queued_jobs() == [prepared(solution.pk)] * 2


def test_noise_is_not_reopened(ada, solution):
    Profile.objects.filter(pk=solution.pk).update(text="Chaud", status=Status.CLOSED)
    solution.refresh_from_db()
    with pytest.raises(TextRefused):
        reopen_profile(profile=solution, by=ada)
    assert Profile.objects.get().status == Status.CLOSED


def test_reopening_checks_what_only_the_solution_has(ada, solution):
    Solution.objects.update(summary="", status=Status.CLOSED)
    row = Profile.objects.get()
    with pytest.raises(TextRefused) as refused:
        reopen_profile(profile=row, by=ada)
    assert list(refused.value.problems) == ["summary"]


def test_leaving_matching_and_coming_back(ada, solution, queued_jobs):
    set_profile_matching(profile=solution, by=ada, is_matched=False)
    assert not Profile.objects.matchable().exists()
    assert Profile.objects.open().exists()
    set_profile_matching(profile=solution, by=ada, is_matched=True)
    assert Profile.objects.matchable().exists()
    assert queued_jobs() == [prepared(solution.pk)] * 2


def test_somebody_writing_while_it_is_closed_does_not_reopen_it(ada, solution):
    seen, written = version_of(solution), Solution.objects.get()
    close_profile(profile=solution, by=ada)
    written.text = GOOD
    with pytest.raises(EditConflict):
        save_profile(profile=written, by=ada, version=seen)
    assert Profile.objects.get().status == Status.CLOSED


def test_deleting_takes_both_halves_of_the_row(ada, solution):
    delete_profile(profile=Profile.objects.get(), by=ada)
    assert not Profile.objects.exists()
    assert not Solution.objects.exists()


@pytest.mark.parametrize("action", [close_profile, reopen_profile, delete_profile])
def test_a_reader_of_another_organisation_changes_nothing(driss, solution, action):
    with pytest.raises(PermissionDenied):
        action(profile=solution, by=driss)
    with pytest.raises(PermissionDenied):
        set_profile_matching(profile=solution, by=driss, is_matched=False)
    assert Profile.objects.matchable().exists()


def test_the_expert_writes_their_own_expertise_though_only_a_reader(driss, expertise):
    expertise.text = GOOD
    save_profile(profile=expertise, by=driss)
    assert Profile.objects.get().text == GOOD


def test_factories_make_texts_that_can_be_saved():
    for factory in (
        factories.NeedFactory,
        factories.SolutionFactory,
        factories.AskFactory,
        factories.OfferFactory,
        factories.ExpertiseFactory,
        factories.CommuneFactory,
    ):
        save_profile(profile=factory.create(), by=None)


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_is_told(solution):
    start, outcomes = Barrier(2), []

    def save(text: str) -> None:
        row = Solution.objects.get()
        seen = version_of(row)
        row.text = text
        start.wait(timeout=10)
        try:
            save_profile(profile=row, by=None, version=seen)
            outcomes.append(text)
        except EditConflict:
            outcomes.append("told")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(save, [f"{GOOD} Un.", f"{GOOD} Deux."]))
    assert outcomes.count("told") == 1
    assert Solution.objects.get().text in outcomes


def test_a_form_sent_twice_makes_one_profile(ada, tournebac, queued_jobs):
    made = [
        save_profile(profile=Ask(organisation=tournebac, title=" Assurer un  banc", text=GOOD), by=ada)
        for _ in range(2)
    ]
    assert made[0].pk == made[1].pk == Ask.objects.get().pk
    assert made[1].get_absolute_url() == made[0].get_absolute_url()
    assert queued_jobs() == [prepared(made[0].pk)]


def test_the_same_words_later_or_by_others_are_another_profile(ada, tournebac):
    other = factories.MembershipFactory.create(organisation=tournebac).member
    for by in (ada, other):
        save_profile(profile=Ask(organisation=tournebac, title="Assurer un banc", text=GOOD), by=by)
    assert Ask.objects.count() == 2
    Profile.objects.update(created_at=timezone.now() - timedelta(hours=1))
    save_profile(profile=Ask(organisation=tournebac, title="Assurer un banc", text=GOOD), by=ada)
    assert Ask.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_makes_one_profile(ada, tournebac):
    barrier = Barrier(4)

    def go(_number: int) -> int:
        barrier.wait()
        try:
            ask = Ask(organisation=tournebac, title="Assurer un banc", text=GOOD)
            return save_profile(profile=ask, by=ada).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(go, range(4)))
    assert made == {Ask.objects.get().pk}
