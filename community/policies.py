"""Who may do what, written once: docs/rights.md is the table, and the test's data.

`can_…` asks, `check_…` raises: Http404 for what the member may not know exists, PermissionDenied for what
they may not do. Nothing is kept between two questions, so a right that is taken away ends at once.
"""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from community.models import (
    WRITING_ROLES,
    Edition,
    Expertise,
    Member,
    Membership,
    Neighbourhood,
    Organisation,
    OrganisationKind,
    Profile,
    Role,
    Status,
)

RANKS: dict[str, int] = {Role.READER: 1, Role.EDITOR: 2, Role.OWNER: 3}


def _is_active(member: Member | AnonymousUser) -> bool:
    return member.is_authenticated and member.is_active


def _require(allowed: bool) -> None:  # noqa: FBT001 - the answer of a can_ question, not a mode
    if not allowed:
        raise PermissionDenied


def _require_known(known: bool) -> None:  # noqa: FBT001 - the answer of a can_ question, not a mode
    if not known:
        raise Http404


# Roles


def role_in(member: Member, organisation: Organisation) -> Role | None:
    """Return the member's own role in the organisation (one query)."""
    if not _is_active(member):
        return None
    role = Membership.objects.filter(member=member, organisation=organisation).values_list("role", flat=True)
    return Role(role[0]) if role else None


def roles_of(member: Member) -> dict[int, Role]:
    """Return the member's roles by organisation id (one query), for lists."""
    if not _is_active(member):
        return {}
    rows = Membership.objects.filter(member=member).values_list("organisation_id", "role")
    return {organisation_id: Role(role) for organisation_id, role in rows}


def organisations_of(member: Member, *, at_least: Role = Role.READER) -> QuerySet[Organisation]:
    """Return the organisations where the member has at least this role."""
    if not _is_active(member):
        return Organisation.objects.none()
    roles = [role for role, rank in RANKS.items() if rank >= RANKS[at_least]]
    memberships = Membership.objects.filter(member=member, role__in=roles)
    return Organisation.objects.filter(pk__in=memberships.values("organisation"))


def is_staff(member: Member) -> bool:
    return _is_active(member) and member.is_staff


def organises(member: Member, edition: Edition | None = None) -> bool:
    """Whether the member organises this edition (or, without one, any); staff organise them all."""
    if not _is_active(member):
        return False
    if organises_programme(member):
        return True
    editions = member.organised_editions.all()
    return (editions if edition is None else editions.filter(pk=edition.pk)).exists()


def organises_programme(member: Member) -> bool:
    """Whether the member organises every edition, the next ones included."""
    return is_staff(member) or belongs_to_organiser(member)


def belongs_to_organiser(member: Member) -> bool:
    """Whether the member belongs to an organisation that organises the programme."""
    return organisations_of(member).filter(kind=OrganisationKind.ORGANISER, is_active=True).exists()


def organised_editions_of(member: Member) -> QuerySet[Edition]:
    if organises_programme(member):
        return Edition.objects.all()
    return member.organised_editions.all() if _is_active(member) else Edition.objects.none()


# Organisations


def can_see_organisation(member: Member, organisation: Organisation) -> bool:
    if not _is_active(member):
        return False
    return organisation.is_active or role_in(member, organisation) is not None or organises(member)


def check_see_organisation(member: Member, organisation: Organisation) -> None:
    _require_known(can_see_organisation(member, organisation))


def can_edit_organisation(member: Member, organisation: Organisation) -> bool:
    return role_in(member, organisation) in WRITING_ROLES or organises(member)


def check_edit_organisation(member: Member, organisation: Organisation) -> None:
    check_see_organisation(member, organisation)
    _require(can_edit_organisation(member, organisation))


def can_create_organisation(member: Member) -> bool:
    return organises(member)


def check_create_organisation(member: Member) -> None:
    _require(can_create_organisation(member))


def can_see_members(member: Member, organisation: Organisation) -> bool:
    """Names and roles inside an organisation are for its members and for organisers."""
    return role_in(member, organisation) is not None or organises(member)


def check_see_members(member: Member, organisation: Organisation) -> None:
    check_see_organisation(member, organisation)
    _require(can_see_members(member, organisation))


def can_manage_members(member: Member, organisation: Organisation) -> bool:
    if role_in(member, organisation) == Role.OWNER:
        return True
    if organisation.kind == OrganisationKind.ORGANISER:
        return organises_programme(member)
    return organises(member)


def check_manage_members(member: Member, organisation: Organisation) -> None:
    check_see_organisation(member, organisation)
    _require(can_manage_members(member, organisation))


def can_publish_for(member: Member, organisation: Organisation) -> bool:
    """Whether the member may write a new need, solution, ask or offer in the organisation's name."""
    return organisation.is_active and can_edit_organisation(member, organisation)


def check_publish_for(member: Member, organisation: Organisation) -> None:
    check_see_organisation(member, organisation)
    _require(can_publish_for(member, organisation))


# Profiles and places


def _is_own_expertise(member: Member, profile: Profile) -> bool:
    return Expertise.objects.filter(pk=profile.pk, expert=member).exists()


def can_see_profile(member: Member, profile: Profile) -> bool:
    """Closed profiles, and those of a closed organisation, stay with the organisation and the organisers."""
    if not _is_active(member):
        return False
    organisation = profile.organisation
    if profile.status != Status.CLOSED and organisation.is_active:
        return True
    return role_in(member, organisation) is not None or organises(member, profile.edition)


def check_see_profile(member: Member, profile: Profile) -> None:
    _require_known(can_see_profile(member, profile))


def can_edit_profile(member: Member, profile: Profile) -> bool:
    if role_in(member, profile.organisation) in WRITING_ROLES or organises(member, profile.edition):
        return True
    return _is_active(member) and _is_own_expertise(member, profile)


def check_edit_profile(member: Member, profile: Profile) -> None:
    check_see_profile(member, profile)
    _require(can_edit_profile(member, profile))


def can_see_matches(member: Member, profile: Profile) -> bool:
    """What is suggested to a profile is read by its organisation, its expert and the organisers."""
    if role_in(member, profile.organisation) is not None or organises(member, profile.edition):
        return True
    return _is_active(member) and _is_own_expertise(member, profile)


def check_see_matches(member: Member, profile: Profile) -> None:
    _require_known(can_see_matches(member, profile))


def can_act_for(member: Member, profile: Profile) -> bool:
    """Whether the member may answer a suggestion or an introduction in the name of the profile."""
    if role_in(member, profile.organisation) in WRITING_ROLES:
        return True
    return _is_active(member) and _is_own_expertise(member, profile)


def check_act_for(member: Member, profile: Profile) -> None:
    """404 when the profile's matches are not the member's to know, 403 when they may only read them."""
    check_see_matches(member, profile)
    _require(can_act_for(member, profile))


def acting_members(profile: Profile) -> QuerySet[Member]:
    """Return the members who may act for the profile."""
    editors = Q(memberships__organisation=profile.organisation_id, memberships__role__in=WRITING_ROLES)
    return Member.objects.filter(editors | Q(expertises=profile.pk), is_active=True).distinct()


def can_edit_neighbourhood(member: Member, neighbourhood: Neighbourhood) -> bool:
    return can_edit_profile(member, neighbourhood.commune)


def check_edit_neighbourhood(member: Member, neighbourhood: Neighbourhood) -> None:
    check_edit_profile(member, neighbourhood.commune)


# The programme


def can_edit_edition(member: Member, edition: Edition) -> bool:
    return organises(member, edition)


def check_edit_edition(member: Member, edition: Edition) -> None:
    _require(can_edit_edition(member, edition))


def can_import(member: Member) -> bool:
    return organises(member)


def check_import(member: Member) -> None:
    _require(can_import(member))


def can_answer_access_requests(member: Member) -> bool:
    return organises(member)


def check_answer_access_requests(member: Member) -> None:
    _require(can_answer_access_requests(member))


def organisers_to_tell() -> QuerySet[Member]:
    """Return those who are told that someone asks to come in: organisers first, staff when there is none."""
    organisers = Member.objects.filter(is_active=True).filter(
        Q(organised_editions__isnull=False)
        | Q(
            memberships__organisation__kind=OrganisationKind.ORGANISER,
            memberships__organisation__is_active=True,
        )
    )
    if organisers.exists():
        return organisers.distinct()
    return Member.objects.filter(is_active=True, is_staff=True)
