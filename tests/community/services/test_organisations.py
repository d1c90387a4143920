"""Writing organisations, and taking the whole of one out of matching."""

import pytest
from django.core.exceptions import PermissionDenied

from community.models import Organisation, OrganisationKind, Profile, Role
from community.services.edits import EditConflict, TextRefused, version_of
from community.services.organisations import save_organisation, set_organisation_matching
from tests import factories

pytestmark = pytest.mark.django_db


def test_whoever_creates_an_organisation_owns_it(chloe):
    created = save_organisation(
        organisation=Organisation(name=" Atelier  des Berges ", kind=OrganisationKind.EXPERIMENTER), by=chloe
    )
    assert created.name == "Atelier des Berges"
    assert created.memberships.get().member == chloe
    assert created.memberships.get().role == Role.OWNER


def test_a_member_without_the_right_creates_none(emma):
    with pytest.raises(PermissionDenied):
        save_organisation(organisation=Organisation(name="Atelier", kind="experimenter"), by=emma)


def test_the_summary_is_checked(ada, tournebac):
    tournebac.summary = "Des bacs"
    with pytest.raises(TextRefused):
        save_organisation(organisation=tournebac, by=ada)


def test_the_second_of_two_editors_is_told(ada, tournebac):
    seen = version_of(tournebac)
    mine = Organisation.objects.get(pk=tournebac.pk)
    save_organisation(organisation=tournebac, by=ada, version=seen)
    with pytest.raises(EditConflict):
        save_organisation(organisation=mine, by=ada, version=seen)


def test_leaving_matching_takes_every_profile_and_gives_each_back_its_own_choice(
    ada, tournebac, solution, queued_jobs
):
    kept_out = factories.AskFactory.create(organisation=tournebac, is_matched=False)
    set_organisation_matching(organisation=tournebac, by=ada, is_matched=False)
    assert not Profile.objects.matchable().exists()
    set_organisation_matching(organisation=tournebac, by=ada, is_matched=True)
    assert [p.pk for p in Profile.objects.matchable()] == [solution.pk]
    expected = sorted([solution.pk, kept_out.pk])
    assert queued_jobs() == [("matching.prepare_profiles", {"profile_ids": expected})] * 2


def test_a_stranger_does_not_take_it_out(benoit, tournebac):
    with pytest.raises(PermissionDenied):
        set_organisation_matching(organisation=tournebac, by=benoit, is_matched=False)
