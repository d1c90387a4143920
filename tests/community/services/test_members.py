"""Members of an organisation: roles given and taken, never without an owner."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from community.models import Member, Membership, Organisation, Role
from community.services.invitations import join_taken_invitations
from community.services.members import LastOwner, add_member, change_role, remove_member
from tests.factories import InvitationFactory, MemberFactory, MembershipFactory, OrganisationFactory


def test_an_owner_changes_a_role_and_the_person_is_told(ada: Member, tournebac: Organisation) -> None:
    other = MembershipFactory.create(organisation=tournebac, role=Role.READER)
    change_role(membership=other, role=Role.EDITOR, by=ada)
    other.refresh_from_db()
    assert other.role == Role.EDITOR
    assert "Tournebac" in other.member.notices.get().sentence


def test_who_does_not_own_changes_nothing(ada: Member, emma: Member, tournebac: Organisation) -> None:
    editor = MembershipFactory.create(organisation=tournebac, role=Role.EDITOR)
    for by in (editor.member, emma):
        with pytest.raises(PermissionDenied):
            change_role(membership=ada.memberships.get(), role=Role.READER, by=by)
        with pytest.raises(PermissionDenied):
            remove_member(membership=ada.memberships.get(), by=by)


def test_a_closed_organisation_is_not_known_to_strangers(ada: Member, emma: Member) -> None:
    organisation = ada.memberships.get().organisation
    organisation.is_active = False
    organisation.save()
    with pytest.raises(Http404):
        remove_member(membership=ada.memberships.get(), by=emma)


def test_anyone_may_leave(ada: Member, tournebac: Organisation) -> None:
    reader = MembershipFactory.create(organisation=tournebac, role=Role.READER)
    remove_member(membership=reader, by=reader.member)
    assert not Membership.objects.filter(pk=reader.pk).exists()


def test_the_last_owner_stays_and_keeps_the_role(ada: Member, tournebac: Organisation) -> None:
    MembershipFactory.create(organisation=tournebac, role=Role.EDITOR)
    membership = ada.memberships.get()
    with pytest.raises(LastOwner):
        remove_member(membership=membership, by=ada)
    with pytest.raises(LastOwner):
        change_role(membership=membership, role=Role.EDITOR, by=ada)
    assert "someone else an owner first" in str(LastOwner.sentence)
    membership.refresh_from_db()
    assert membership.role == Role.OWNER


def test_an_owner_with_a_closed_account_does_not_count(ada: Member, tournebac: Organisation) -> None:
    other = MembershipFactory.create(organisation=tournebac, role=Role.OWNER)
    other.member.is_active = False
    other.member.save()
    with pytest.raises(LastOwner):
        remove_member(membership=ada.memberships.get(), by=ada)


def test_a_role_is_raised_and_never_lowered_by_joining_again(ada: Member, tournebac: Organisation) -> None:
    assert add_member(member=ada, organisation=tournebac, role=Role.READER).role == Role.OWNER
    other = OrganisationFactory.create()
    add_member(member=ada, organisation=other, role=Role.READER)
    assert add_member(member=ada, organisation=other, role=Role.EDITOR).role == Role.EDITOR


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_leave_one_behind(tournebac: Organisation) -> None:
    first = MembershipFactory.create(organisation=tournebac, role=Role.OWNER)
    second = MembershipFactory.create(organisation=tournebac, role=Role.OWNER)
    start = threading.Barrier(2)
    refusals: list[Exception] = []

    def leave(membership: Membership) -> None:
        start.wait()
        try:
            remove_member(membership=membership, by=membership.member)
        except LastOwner as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=(membership,)) for membership in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(refusals) == 1
    assert tournebac.memberships.filter(role=Role.OWNER).count() == 1


@pytest.mark.parametrize("how", ["removed", "demoted"])
def test_an_owner_sent_away_leaves_no_way_back(ada: Member, tournebac: Organisation, how: str) -> None:
    """The invitations they sent stop working; those of the others, and of other organisations, do not."""
    leaving = MembershipFactory.create(organisation=tournebac, role=Role.OWNER)
    way_back = InvitationFactory.create(organisation=tournebac, invited_by=leaving.member)
    taken = InvitationFactory.create(
        organisation=tournebac, invited_by=leaving.member, used_by=MemberFactory.create()
    )
    others = [
        InvitationFactory.create(organisation=tournebac, invited_by=ada),
        InvitationFactory.create(invited_by=leaving.member),
    ]
    if how == "removed":
        remove_member(membership=leaving, by=ada)
    else:
        change_role(membership=leaving, role=Role.EDITOR, by=ada)
    way_back.refresh_from_db()
    assert not way_back.is_pending
    # An account that was made with one, and not verified yet, does not join any more.
    assert join_taken_invitations(taken.used_by) == []
    for other in others:
        other.refresh_from_db()
        assert other.is_pending


def test_who_leaves_of_their_own_accord_keeps_the_invitations_sent(
    ada: Member, tournebac: Organisation
) -> None:
    MembershipFactory.create(organisation=tournebac, role=Role.OWNER)
    sent = InvitationFactory.create(organisation=tournebac, invited_by=ada)
    remove_member(membership=ada.memberships.get(), by=ada)
    sent.refresh_from_db()
    assert sent.is_pending
