"""Invitations: one role, one organisation, one person, once, for a while."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as outbox
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from community.models import AccessRequest, Invitation, Member, Organisation, Role
from community.services import invitations
from tests.factories import AccessRequestFactory, InvitationFactory, MembershipFactory

RunJobs = Callable[..., list[str]]


def invite(organisation: Organisation, by: Member, email: str = "Zoe@Example.org") -> Invitation:
    return invitations.invite(email=email, organisation=organisation, role=Role.EDITOR, language="en", by=by)


def test_an_owner_invites_and_the_mail_carries_the_link(
    ada: Member, tournebac: Organisation, run_jobs: RunJobs
) -> None:
    made = invite(tournebac, ada)
    run_jobs()
    (message,) = outbox.outbox
    assert message.to == ["zoe@example.org"]
    assert message.subject == "Ada Martin invites you to join Tournebac on Faubourg"
    assert invitations.invitation_url(made) in message.body


def test_an_organiser_invites_too_and_nobody_else(
    tournebac: Organisation, ada: Member, chloe: Member, emma: Member
) -> None:
    assert invite(tournebac, chloe).organisation == tournebac
    editor = MembershipFactory.create(organisation=tournebac, role=Role.EDITOR).member
    for by in (emma, editor):
        with pytest.raises(PermissionDenied):
            invite(tournebac, by)


def test_a_second_invitation_replaces_the_first(ada: Member, tournebac: Organisation) -> None:
    first, second = invite(tournebac, ada), invite(tournebac, ada, "zoe@example.org")
    first.refresh_from_db()
    assert (first.state, second.state) == (Invitation.State.REVOKED, Invitation.State.PENDING)


def test_the_link_is_signed(ada: Member, tournebac: Organisation) -> None:
    made = invite(tournebac, ada)
    token = invitations.token_of(made)
    assert invitations.read_invitation(token) == made
    for wrong in ("", str(made.pk), token[:-1] + ("a" if token[-1] != "a" else "b")):
        assert invitations.read_invitation(wrong) is None


def test_accepting_gives_the_role_once_and_tells_the_inviter(
    ada: Member, emma: Member, benoit: Member, tournebac: Organisation
) -> None:
    made = invite(tournebac, ada)
    membership = invitations.accept_invitation(invitation=made, by=emma)
    assert (membership.organisation, membership.role) == (tournebac, Role.EDITOR)
    assert ada.notices.get().sentence == "Emma Rossi joined Tournebac."
    with pytest.raises(invitations.InvitationUnusable):
        invitations.accept_invitation(invitation=made, by=benoit)


def test_expires(ada: Member, emma: Member, tournebac: Organisation) -> None:
    made = invite(tournebac, ada)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert made.state == Invitation.State.EXPIRED
        with pytest.raises(invitations.InvitationUnusable):
            invitations.accept_invitation(invitation=made, by=emma)


def test_a_withdrawn_invitation_or_a_closed_organisation_lets_nobody_in(
    ada: Member, emma: Member, tournebac: Organisation
) -> None:
    made = invite(tournebac, ada)
    with pytest.raises(PermissionDenied):
        invitations.revoke_invitation(invitation=made, by=emma)
    invitations.revoke_invitation(invitation=made, by=ada)
    other = invite(tournebac, ada, "other@example.org")
    tournebac.is_active = False
    tournebac.save()
    for unusable in (made, other):
        with pytest.raises(invitations.InvitationUnusable):
            invitations.accept_invitation(invitation=unusable, by=emma)


def test_a_new_account_takes_the_invitation_and_joins_later(
    ada: Member, emma: Member, benoit: Member, tournebac: Organisation
) -> None:
    made = invite(tournebac, ada)
    invitations.take_invitation(invitation=made, by=emma)
    assert not emma.memberships.exists()
    with pytest.raises(invitations.InvitationUnusable):
        invitations.take_invitation(invitation=made, by=benoit)
    assert [membership.organisation for membership in invitations.join_taken_invitations(emma)] == [tournebac]
    assert invitations.join_taken_invitations(emma) == []
    assert invitations.join_taken_invitations(benoit) == []


def ask(email: str = "fanny@example.org") -> AccessRequest | None:
    return invitations.request_access(
        name="Fanny", email=email, organisation_name="Les Ateliers", message="Hello", language="en"
    )


def test_a_request_tells_the_organisers_once(
    chloe: Member, ada: Member, emma: Member, run_jobs: RunJobs
) -> None:
    assert ask() is not None
    assert ask("FANNY@example.org ") is None
    run_jobs()
    assert [message.to for message in outbox.outbox] == [["chloe@example.org"]]
    assert chloe.notices.count() == 1
    assert not ada.notices.exists()


def test_an_organiser_answers_a_request_with_an_invitation(
    chloe: Member, ada: Member, tournebac: Organisation
) -> None:
    request = AccessRequestFactory.create()
    with pytest.raises(PermissionDenied):
        invitations.answer_access_request(request=request, organisation=tournebac, role=Role.READER, by=ada)
    made = invitations.answer_access_request(
        request=request, organisation=tournebac, role=Role.READER, by=chloe
    )
    request.refresh_from_db()
    assert (made.email, request.state, request.answered_by) == (request.email, "invited", chloe)
    with pytest.raises(invitations.AlreadyAnswered):
        invitations.close_access_request(request=request, by=chloe)


def test_a_closed_request_sends_nothing_and_is_erased_after_a_year(chloe: Member, run_jobs: RunJobs) -> None:
    request = AccessRequestFactory.create()
    waiting = AccessRequestFactory.create()
    invitations.close_access_request(request=request, by=chloe)
    run_jobs()
    assert outbox.outbox == []
    assert invitations.forget_answered_requests() == 0
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert invitations.forget_answered_requests() == 1
    assert AccessRequest.objects.get() == waiting


def test_states_are_told_apart() -> None:
    now = timezone.now()
    state = Invitation.State
    assert InvitationFactory.build(expires_at=now, organisation=None, invited_by=None).state == state.EXPIRED
    later = now + timedelta(days=1)
    made = {"organisation": None, "invited_by": None, "expires_at": later}
    assert InvitationFactory.build(**made).state == state.PENDING
    assert InvitationFactory.build(**made, revoked_at=now).state == state.REVOKED
    assert InvitationFactory.build(**made, accepted_at=now).state == state.ACCEPTED
