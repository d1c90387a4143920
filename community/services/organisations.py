"""Writing organisations: who they are, and whether they take part in matching."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from community.models import Member, Membership, Organisation, OrganisationKind, Role
from community.policies import check_create_organisation, check_edit_organisation, organises_programme

from .edits import TextRefused, check_version, clean_texts, problems_of
from .profiles import prepare_many

TEXT_FIELDS = {"name": "title", "summary": "organisation_summary"}


@transaction.atomic
def save_organisation(
    *, organisation: Organisation, by: Member | None, version: str | None = None
) -> Organisation:
    """Save the organisation; whoever creates it owns it. Raises TextRefused or EditConflict."""
    is_new = organisation.pk is None
    if is_new:
        if by is not None:
            check_create_organisation(by)
            # Whoever is in such an organisation organises every edition.
            if organisation.kind == OrganisationKind.ORGANISER and not organises_programme(by):
                raise PermissionDenied
    else:
        if by is not None:
            check_edit_organisation(by, organisation)
        check_version(_locked(organisation), version)
    clean_texts(organisation, TEXT_FIELDS)
    if problems := problems_of(organisation, TEXT_FIELDS):
        raise TextRefused(problems)
    organisation.save()
    if is_new and by is not None:
        Membership.objects.create(member=by, organisation=organisation, role=Role.OWNER)
    return organisation


@transaction.atomic
def set_organisation_matching(*, organisation: Organisation, by: Member, is_matched: bool) -> Organisation:
    """Take every profile of the organisation out of matching, or in again, each keeping its own choice."""
    check_edit_organisation(by, organisation)
    stored = _locked(organisation)
    stored.is_matched = organisation.is_matched = is_matched
    stored.save(update_fields=["is_matched", "updated_at"])
    prepare_many(list(stored.profiles.order_by("pk").values_list("pk", flat=True)))
    return organisation


def _locked(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=organisation.pk)
