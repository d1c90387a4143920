"""Invitations and access requests: the only ways to get an account."""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from community import policies
from community.models import AccessRequest, Invitation, Member, Membership, Organisation, Role
from community.services.mails import absolute_url, send_mail
from community.services.members import add_member
from community.services.notices import notify

SALT = "faubourg.invitation"
REQUESTS_KEPT_FOR = timedelta(days=365)


class InvitationUnusable(Exception):
    """The invitation was used, withdrawn, or waited too long."""

    sentence = _(
        "This invitation no longer works: it was used, withdrawn, or is too old. Ask for another one."
    )


class AlreadyAnswered(Exception):
    """Someone else answered the access request first."""

    sentence = _("This request has already been answered.")


def token_of(invitation: Invitation) -> str:
    """Return the link's key: always the same, since the row itself says until when it works."""
    return signing.Signer(salt=SALT).sign_object(invitation.pk)


def invitation_url(invitation: Invitation) -> str:
    """Return the address to give to the invited person."""
    return absolute_url(reverse("community:invitation", args=[token_of(invitation)]))


def read_invitation(token: str) -> Invitation | None:
    """Return the invitation of the link, whatever its state; None for a link that was not made here."""
    try:
        pk = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("organisation", "invited_by").filter(pk=pk).first()


@transaction.atomic
def invite(*, email: str, organisation: Organisation, role: Role, language: str, by: Member) -> Invitation:
    """Invite an address to take a role; an earlier invitation of the same address there is replaced."""
    policies.check_manage_members(by, organisation)
    email = email.strip().lower()
    Invitation.objects.pending().filter(email=email, organisation=organisation).update(
        revoked_at=timezone.now()
    )
    invitation = Invitation.objects.create(
        email=email, organisation=organisation, role=role, language=language, invited_by=by
    )
    send_mail(
        to=email,
        language=language,
        subject=gettext_noop("%(name)s invites you to join %(organisation)s on Faubourg"),
        template="community/mails/invitation",
        context={
            "name": str(by),
            "organisation": organisation.name,
            "url": invitation_url(invitation),
            "expires_at": invitation.expires_at,
        },
    )
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Member) -> None:
    """Make the link stop working; one that was already accepted stays as it is."""
    policies.check_manage_members(by, invitation.organisation)
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.is_pending:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])


@transaction.atomic
def take_invitation(*, invitation: Invitation, by: Member) -> Invitation:
    """Reserve the invitation for a new account, which joins when its address is verified.

    The row is locked: of two people with the same link, one gets an account.

    Raises: InvitationUnusable.
    """
    locked = _locked_if_pending(invitation)
    locked.used_by = by
    locked.save(update_fields=["used_by"])
    return locked


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: Member) -> Membership:
    """Give the member the invitation's role.

    Raises: InvitationUnusable.
    """
    return _join(_locked_if_pending(invitation), by)


@transaction.atomic
def join_taken_invitations(member: Member) -> list[Membership]:
    """Complete, at sign-in, what the member's new account was made for."""
    taken = Invitation.objects.select_for_update(of=("self",)).select_related("organisation", "invited_by")
    return [
        _join(invitation, member)
        for invitation in taken.filter(used_by=member, accepted_at__isnull=True, revoked_at__isnull=True)
    ]


def _locked_if_pending(invitation: Invitation) -> Invitation:
    locked = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "invited_by")
        .get(pk=invitation.pk)
    )
    if not locked.is_pending or not locked.organisation.is_active:
        raise InvitationUnusable
    return locked


def _join(invitation: Invitation, member: Member) -> Membership:
    invitation.used_by = member
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["used_by", "accepted_at"])
    membership = add_member(member=member, organisation=invitation.organisation, role=Role(invitation.role))
    if invitation.invited_by is not None and invitation.invited_by_id != member.pk:
        notify(
            members=[invitation.invited_by],
            text=gettext_noop("%(name)s joined %(organisation)s."),
            params={"name": member, "organisation": invitation.organisation.name},
            url=reverse("community:members", args=[invitation.organisation_id]),
        )
    return membership


# Access requests


@transaction.atomic
def request_access(
    *, name: str, email: str, organisation_name: str, message: str, language: str
) -> AccessRequest | None:
    """Keep the request and tell the organisers; the same address is kept once while it waits.

    The caller answers the same whether or not the address is known: nothing is revealed.
    """
    email = email.strip().lower()
    if AccessRequest.objects.filter(email=email, state=AccessRequest.State.WAITING).exists():
        return None
    request = AccessRequest.objects.create(
        name=name, email=email, organisation_name=organisation_name, message=message, language=language
    )
    notify(
        members=policies.organisers_to_tell(),
        text=gettext_noop("%(name)s (%(organisation)s) asks for an access."),
        params={"name": name, "organisation": organisation_name},
        url=reverse("community:access_requests"),
        email=True,
    )
    return request


@transaction.atomic
def answer_access_request(
    *, request: AccessRequest, organisation: Organisation, role: Role, by: Member
) -> Invitation:
    """Answer a request by an invitation.

    Raises: AlreadyAnswered.
    """
    policies.check_answer_access_requests(by)
    locked = _locked_if_waiting(request)
    locked.invitation = invite(
        email=locked.email, organisation=organisation, role=role, language=locked.language, by=by
    )
    _answer(locked, AccessRequest.State.INVITED, by)
    return locked.invitation


@transaction.atomic
def close_access_request(*, request: AccessRequest, by: Member) -> None:
    """Close a request without an invitation.

    Raises: AlreadyAnswered.
    """
    policies.check_answer_access_requests(by)
    _answer(_locked_if_waiting(request), AccessRequest.State.CLOSED, by)


def _locked_if_waiting(request: AccessRequest) -> AccessRequest:
    locked = AccessRequest.objects.select_for_update().get(pk=request.pk)
    if locked.state != AccessRequest.State.WAITING:
        raise AlreadyAnswered
    return locked


def _answer(request: AccessRequest, state: AccessRequest.State, by: Member) -> None:
    request.state = state
    request.answered_by = by
    request.answered_at = timezone.now()
    request.save(update_fields=["state", "answered_by", "answered_at", "invitation"])


def forget_answered_requests() -> int:
    """Erase the requests answered a year ago or more, as their page promises; return how many."""
    old = timezone.now() - REQUESTS_KEPT_FOR
    return AccessRequest.objects.filter(answered_at__lt=old).delete()[0]
