"""The little world of the rights tables: one of everything, and one member of each role beside it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from community.models import Edition, ImportRun, Member, Need, Organisation, OrganisationKind, Role, Status
from community.services.invitations import token_of
from community.services.links import sign
from matching.models import Introduction, Relation
from matching.services.documents import prepare_all
from matching.services.suggestions import refresh_lists_of
from matching.services.telling import ANSWER_LINK
from tests import factories

ROLES = ("stranger", "reader", "editor", "owner", "organiser", "expert", "staff")


@dataclass
class World:
    """Members by role, objects by name, and the arguments of each URL."""

    members: dict[str, Member] = field(default_factory=dict)
    objects: dict[str, Any] = field(default_factory=dict)

    def arguments(self, url_name: str) -> dict[str, Any]:
        """Return what the URL needs to point at the objects of this world."""
        given = _arguments(self.objects)
        return given.get(url_name, {})


def build_world() -> World:
    """Build the three organisations of the objects, with the same reader, editor and owner.

    Nobody else is in them but the expert, who only reads in the stakeholder. The organiser organises the
    edition of the objects, and no other.
    """
    world = World()
    kinds = OrganisationKind
    homes = {kind: factories.OrganisationFactory.create(name=f"Home {kind}", kind=kind) for kind in kinds}
    members = {
        role: factories.MemberFactory.create(name=role.title(), email=f"{role}@example.org") for role in ROLES
    }
    for role in (Role.READER, Role.EDITOR, Role.OWNER):
        for kind in (kinds.EXPERIMENTER, kinds.COMMUNE, kinds.STAKEHOLDER):
            factories.MembershipFactory.create(member=members[role], organisation=homes[kind], role=role)
    factories.MembershipFactory.create(
        member=members["expert"], organisation=homes[kinds.STAKEHOLDER], role=Role.READER
    )
    members["staff"].is_staff = members["staff"].is_superuser = True
    members["staff"].save()
    world.members = members
    world.objects = _objects(homes, members)
    return world


def _objects(homes: dict[str, Organisation], members: dict[str, Member]) -> dict[str, Any]:
    edition = factories.EditionFactory.create()
    edition.organisers.add(members["organiser"])
    commune = factories.CommuneFactory.create(organisation=homes["commune"], edition=edition)
    neighbourhood = factories.NeighbourhoodFactory.create(commune=commune)
    need = factories.NeedFactory.create(neighbourhood=neighbourhood, edition=edition)
    mine = {"organisation": homes["experimenter"], "edition": edition}
    closed_home = factories.OrganisationFactory.create(name="Closed", is_active=False)
    for role in ("reader", "editor", "owner"):
        factories.MembershipFactory.create(member=members[role], organisation=closed_home, role=role)
    return {
        "edition": edition,
        "other_edition": factories.EditionFactory.create(),
        "organisation": homes["experimenter"],
        "organiser_home": homes["organiser"],
        "closed_organisation": closed_home,
        "commune": commune,
        "neighbourhood": neighbourhood,
        "need": need,
        "closed_need": factories.NeedFactory.create(
            neighbourhood=neighbourhood, edition=edition, status=Status.CLOSED
        ),
        "solution": factories.SolutionFactory.create(**mine),
        "ask": factories.AskFactory.create(**mine),
        "offer": factories.OfferFactory.create(**mine),
        "expertise": factories.ExpertiseFactory.create(
            organisation=homes["stakeholder"], edition=edition, expert=members["expert"]
        ),
        "membership": homes["experimenter"].memberships.get(member=members["reader"]),
        "invitation": factories.InvitationFactory.create(organisation=homes["experimenter"]),
        "access_request": factories.AccessRequestFactory.create(),
        "notice": factories.NoticeFactory.create(member=members["reader"]),
        "import_run": ImportRun.objects.create(by=members["organiser"], file_name="needs.csv"),
        **_matched(need, edition, members["editor"]),
    }


def _matched(need: Need, edition: Edition, by: Member) -> dict[str, Any]:
    """A solution of others that is suggested to the need, and another that its side proposed to meet."""
    outside, met = (
        factories.SolutionFactory.create(edition=edition, text=f"Near the station: {text}")
        for text in ("a sensor in the bins of the square.", "a cart collects cardboard on market days.")
    )
    introduction = Introduction.objects.create(
        relation=Relation.NEED_SOLUTION,
        source=need,
        target=met,
        message="Shall we talk?",
        proposed_by=by,
        told_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=21),
    )
    outsider = factories.MembershipFactory.create(organisation=met.organisation).member
    link = sign(
        purpose=ANSWER_LINK, member=outsider, subject=str(introduction.pk), max_age=timedelta(days=21)
    )
    list(prepare_all(profile_ids=[need.pk, outside.pk]))
    refresh_lists_of(profile_id=need.pk)
    return {"outside": outside, "introduction": introduction, "answer_link": link}


def _arguments(objects: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Arguments by URL name; a URL without any is not listed."""
    kinds = ("need", "solution", "ask", "offer", "expertise", "commune")
    given: dict[str, dict[str, Any]] = {}
    for kind in kinds:
        given |= {
            f"community:{kind}": {"pk": objects[kind].pk},
            f"community:{kind}_edit": {"pk": objects[kind].pk},
        }
    for name in ("close", "reopen", "matching", "delete"):
        given[f"community:profile_{name}"] = {"pk": objects["need"].pk}
    for name in ("organisation", "organisation_edit", "organisation_matching", "members"):
        given[f"community:{name}"] = {"pk": objects["organisation"].pk}
    for name in ("neighbourhood", "neighbourhood_edit"):
        given[f"community:{name}"] = {"pk": objects["neighbourhood"].pk}
    pair = {"mine_id": objects["need"].pk, "other_id": objects["outside"].pk}
    introduction = {"pk": objects["introduction"].pk}
    return given | {
        "community:neighbourhood_new": {"commune_pk": objects["commune"].pk},
        "community:edition": {"pk": objects["edition"].pk},
        "community:notice": {"pk": objects["notice"].pk},
        "community:member_role": {"pk": objects["membership"].pk},
        "community:member_remove": {"pk": objects["membership"].pk},
        "community:invitation": {"token": token_of(objects["invitation"])},
        "community:invitation_revoke": {"pk": objects["invitation"].pk},
        "community:access_request_answer": {"pk": objects["access_request"].pk},
        "community:access_request_close": {"pk": objects["access_request"].pk},
        "community:import_run": {"pk": objects["import_run"].pk},
        "community:import_file": {"name": "needs.csv"},
        "matching:profile_matches": {"pk": objects["need"].pk},
        "matching:match": pair,
        "matching:answer": pair,
        "matching:undo_answer": pair,
        "matching:meets": {"pk": objects["need"].pk},
        "matching:contact": {"pk": objects["outside"].organisation_id},
        "matching:introduction": introduction,
        "matching:introduction_step": introduction | {"name": "withdraw"},
        "matching:introduction_answer": {"token": objects["answer_link"]},
    }
