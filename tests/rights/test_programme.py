"""The organiser of one edition has no way to become an organiser of the whole programme."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from community.forms.organisations import OrganisationForm
from community.models import Invitation, Member, Membership, Organisation, OrganisationKind, Role
from community.policies import can_manage_members
from community.services.invitations import answer_access_request, invite
from community.services.organisations import save_organisation
from tests import factories
from tests.community.importing.files import problems, run, write_csv

pytestmark = pytest.mark.django_db
ORGANISER = OrganisationKind.ORGANISER


@pytest.fixture
def programme() -> Organisation:
    return factories.OrganisationFactory.create(name="The programme", kind=ORGANISER)


def test_nobody_invites_themselves_into_the_programme(chloe: Member, programme: Organisation) -> None:
    with pytest.raises(PermissionDenied):
        invite(email="me@example.org", organisation=programme, role=Role.OWNER, language="en", by=chloe)
    asked = factories.AccessRequestFactory.create()
    with pytest.raises(PermissionDenied):
        answer_access_request(request=asked, organisation=programme, role=Role.OWNER, by=chloe)
    assert not Invitation.objects.exists()


def test_its_own_members_and_staff_manage_it(programme: Organisation, emma: Member) -> None:
    inside = Membership.objects.create(
        member=factories.MemberFactory.create(), organisation=programme, role=Role.READER
    )
    assert can_manage_members(inside.member, programme)
    assert not can_manage_members(emma, programme)
    emma.is_staff = True
    assert can_manage_members(emma, programme)


def test_the_form_does_not_create_an_organiser(client: Client, chloe: Member) -> None:
    client.force_login(chloe)
    sent = {
        "name": "A second programme",
        "kind": ORGANISER,
        "summary": "We run a programme of experiments in the streets of the metropolis, since 2019.",
        "country": "FR",
    }
    assert client.post(reverse("community:organisation_new"), sent).status_code == 200
    assert not Organisation.objects.filter(kind=ORGANISER).exists()
    client.post(reverse("community:organisation_new"), sent | {"kind": "stakeholder"})
    assert Organisation.objects.filter(name="A second programme", kind="stakeholder").exists()


def test_the_programme_itself_may_add_an_organiser(programme: Organisation, chloe: Member) -> None:
    assert ORGANISER not in dict(OrganisationForm(member=chloe).fields["kind"].choices)
    Membership.objects.create(member=chloe, organisation=programme, role=Role.READER)
    assert ORGANISER in dict(OrganisationForm(member=chloe).fields["kind"].choices)


def test_the_service_refuses_too(chloe: Member) -> None:
    made = factories.OrganisationFactory.build(kind=ORGANISER)
    with pytest.raises(PermissionDenied):
        save_organisation(organisation=made, by=chloe)


def test_an_import_makes_and_unmakes_no_organiser(
    tmp_path: Path, chloe: Member, programme: Organisation
) -> None:
    Organisation.objects.filter(pk=programme.pk).update(external_id="programme")
    agency = chloe.memberships.get().organisation
    Organisation.objects.filter(pk=agency.pk).update(external_id="agency")
    rows = [
        {"id": "agency", "name": "The agency", "kind": "organiser"},
        {"id": "new", "name": "Another", "kind": "organiser"},
        {"id": "programme", "name": "The programme", "kind": "stakeholder"},
    ]
    report = run(write_csv(tmp_path / "organisations.csv", rows), by=chloe, skips_invalid=True)
    assert [place[:2] for place in problems(report)] == [(2, "kind"), (3, "kind"), (4, "kind")]
    assert Organisation.objects.get(kind=ORGANISER) == programme
