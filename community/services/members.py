"""Members of an organisation: roles given and taken, and one's own profile and language."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from community import policies
from community.models import Invitation, Language, Member, Membership, Organisation, Role
from community.services.notices import notify


class LastOwner(Exception):
    """An organisation always keeps an owner."""

    sentence = _(
        "This person is the last owner of the organisation: make someone else an owner first, "
        "so that it always has one."
    )


@transaction.atomic
def change_role(*, membership: Membership, role: Role, by: Member) -> Membership:
    """Give the member another role in the organisation.

    Raises: LastOwner.
    """
    policies.check_manage_members(by, membership.organisation)
    _keep_an_owner(membership, leaving=role != Role.OWNER)
    membership.role = role
    membership.save(update_fields=["role"])
    if membership.member_id != by.pk:
        if role != Role.OWNER:
            _withdraw_invitations(membership)
        notify(
            members=[membership.member],
            text=gettext_noop("Your role in %(organisation)s has changed."),
            params={"organisation": membership.organisation.name},
            url=membership.organisation.get_absolute_url(),
        )
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by: Member) -> None:
    """Take the member out of the organisation; anyone may leave, owners may remove.

    Raises: LastOwner.
    """
    if membership.member_id != by.pk:
        policies.check_manage_members(by, membership.organisation)
        _withdraw_invitations(membership)
    _keep_an_owner(membership, leaving=True)
    membership.delete()


def add_member(*, member: Member, organisation: Organisation, role: Role) -> Membership:
    """Give the member at least this role; a higher role they already have is kept."""
    membership, created = Membership.objects.select_for_update().get_or_create(
        member=member, organisation=organisation, defaults={"role": role}
    )
    if not created and policies.RANKS[role] > policies.RANKS[membership.role]:
        membership.role = role
        membership.save(update_fields=["role"])
    return membership


def _withdraw_invitations(membership: Membership) -> None:
    """Withdraw what the member sent for the organisation: one could be a way back in, under another name."""
    sent = Invitation.objects.filter(
        invited_by=membership.member_id,
        organisation=membership.organisation_id,
        accepted_at__isnull=True,
        revoked_at__isnull=True,
    )
    sent.update(revoked_at=timezone.now())


def _keep_an_owner(membership: Membership, *, leaving: bool) -> None:
    """Refuse to lose the last owner; the organisation is locked, so that two owners cannot leave at once."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    membership.refresh_from_db(fields=["role"])
    if not leaving or membership.role != Role.OWNER:
        return
    others = Membership.objects.filter(
        organisation=membership.organisation_id, role=Role.OWNER, member__is_active=True
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise LastOwner


def save_own_profile(*, member: Member) -> Member:
    """Write what the member says of themselves, and nothing else of the account."""
    member.save(update_fields=["name", "job_title", "phone", "language", "about", "sort_key"])
    return member


def set_language_of(*, member: Member, language: Language) -> None:
    Member.objects.filter(pk=member.pk).update(language=language)
