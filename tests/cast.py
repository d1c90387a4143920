"""The cast: five people whose names always mean the same thing, and the little world they live in."""

import pytest

from community.models import (
    Commune,
    Edition,
    Expertise,
    Member,
    Membership,
    Need,
    Organisation,
    OrganisationKind,
    Role,
    Solution,
)
from tests import factories


@pytest.fixture
def edition(db: None) -> Edition:
    """The edition of the moment."""
    return factories.EditionFactory.create(name="Edition of the moment", slug="now")


@pytest.fixture
def tournebac(db: None) -> Organisation:
    """Ada's cooperative, an experimenter."""
    return factories.OrganisationFactory.create(name="Tournebac", legal_form="cooperative", city="Montreuil")


@pytest.fixture
def ada(tournebac: Organisation) -> Member:
    """An experimenter: owner of Tournebac."""
    return _member("Ada Martin", "ada@example.org", tournebac, Role.OWNER)


@pytest.fixture
def solution(tournebac: Organisation, edition: Edition) -> Solution:
    """Tournebac's solution."""
    return factories.SolutionFactory.create(
        organisation=tournebac, edition=edition, title="Bins that say when they are full"
    )


@pytest.fixture
def valmont(db: None) -> Organisation:
    """Benoît's town hall."""
    return factories.OrganisationFactory.create(name="Ville de Valmont", kind=OrganisationKind.COMMUNE)


@pytest.fixture
def benoit(valmont: Organisation) -> Member:
    """A commune officer: editor in Valmont's town hall."""
    return _member("Benoît Lefèvre", "benoit@example.org", valmont, Role.EDITOR)


@pytest.fixture
def commune(valmont: Organisation, edition: Edition) -> Commune:
    """The commune of Valmont."""
    commune = factories.CommuneFactory.create(organisation=valmont, edition=edition, title="Valmont")
    edition.communes.add(commune)
    return commune


@pytest.fixture
def need(commune: Commune, edition: Edition) -> Need:
    """A need of Valmont's station area."""
    return factories.NeedFactory.create(
        neighbourhood=factories.NeighbourhoodFactory.create(commune=commune, name="Station area"),
        edition=edition,
        title="Bins overflow on market days",
    )


@pytest.fixture
def chloe(edition: Edition) -> Member:
    """An organiser: of this edition, and of no other."""
    agency = factories.OrganisationFactory.create(name="The agency", kind=OrganisationKind.STAKEHOLDER)
    chloe = _member("Chloé Nguyen", "chloe@example.org", agency, Role.EDITOR)
    edition.organisers.add(chloe)
    return chloe


@pytest.fixture
def driss(db: None) -> Member:
    """A stakeholder's expert: only a reader of his organisation, expert of one area."""
    bank = factories.OrganisationFactory.create(name="The bank", kind=OrganisationKind.STAKEHOLDER)
    return _member("Driss Haddad", "driss@example.org", bank, Role.READER)


@pytest.fixture
def expertise(driss: Member) -> Expertise:
    """The area Driss can be asked about."""
    return factories.ExpertiseFactory.create(
        organisation=driss.memberships.get().organisation, expert=driss, title="Funding of experiments"
    )


@pytest.fixture
def emma(db: None) -> Member:
    """A stranger: an account, and no organisation."""
    return factories.MemberFactory.create(name="Emma Rossi", email="emma@example.org")


def _member(name: str, email: str, organisation: Organisation, role: Role) -> Member:
    member = factories.MemberFactory.create(name=name, email=email)
    Membership.objects.create(member=member, organisation=organisation, role=role)
    return member
