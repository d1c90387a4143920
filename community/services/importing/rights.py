"""Which rows a member may write by an import: the rules of the policies, asked once for many rows."""

from dataclasses import dataclass

from community.models import Edition, Member, Organisation, OrganisationKind, Profile, Role
from community.policies import (
    check_import,
    organisations_of,
    organised_editions_of,
    organises_programme,
)


@dataclass(frozen=True, slots=True)
class Rights:
    """What the author of the import may write; an organiser of one edition leaves the others alone."""

    is_everything: bool
    edition_ids: frozenset[int] = frozenset()
    organisation_ids: frozenset[int] = frozenset()

    def can_write_profile(self, profile: Profile) -> bool:
        if self.is_everything or profile.edition_id is None:
            return True
        return profile.edition_id in self.edition_ids or profile.organisation_id in self.organisation_ids

    def can_write_edition(self, edition: Edition) -> bool:
        return self.is_everything or edition.pk in self.edition_ids

    def can_write_organisation(self, organisation: Organisation) -> bool:
        """Whoever is in an organisation that organises the programme organises all of it."""
        return self.is_everything or organisation.kind != OrganisationKind.ORGANISER


def rights_of(by: Member | None) -> Rights:
    """Return the rights of the author; None is the programme itself (a command). Raises PermissionDenied."""
    if by is None:
        return Rights(is_everything=True)
    check_import(by)
    if organises_programme(by):
        return Rights(is_everything=True)
    return Rights(
        is_everything=False,
        edition_ids=frozenset(organised_editions_of(by).values_list("pk", flat=True)),
        organisation_ids=frozenset(organisations_of(by, at_least=Role.EDITOR).values_list("pk", flat=True)),
    )
