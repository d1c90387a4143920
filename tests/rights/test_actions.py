"""The table "Actions" of docs/rights.md, line by line and role by role."""

import inspect

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from community import policies
from tests.rights.tables import rows_of
from tests.rights.world import World

pytestmark = pytest.mark.django_db

ROWS = rows_of("Actions", subject_columns=3)
NOTHING = "–"


def outcome(check: str, *arguments: object) -> str:
    try:
        getattr(policies, check)(*arguments)
    except PermissionDenied:
        return "403"
    except Http404:
        return "404"
    return "yes"


@pytest.mark.parametrize("row", ROWS, ids=[row.subject[0] for row in ROWS])
def test_each_role_may_do_what_the_table_says(row: object, world: World) -> None:
    _, check, thing = row.subject
    arguments = () if thing == NOTHING else (world.objects[thing],)
    members = {"anonymous": AnonymousUser(), **world.members}
    assert {role: outcome(check, member, *arguments) for role, member in members.items()} == row.expected


@pytest.mark.parametrize("row", ROWS, ids=[row.subject[0] for row in ROWS])
def test_asking_and_checking_agree(row: object, world: World) -> None:
    _, check, thing = row.subject
    can = getattr(policies, check.replace("check_", "can_"))
    arguments = () if thing == NOTHING else (world.objects[thing],)
    members = {"anonymous": AnonymousUser(), **world.members}
    allowed = {role: can(member, *arguments) for role, member in members.items()}
    assert allowed == {role: expected == "yes" for role, expected in row.expected.items()}


def test_every_check_has_a_line() -> None:
    checks = {
        name for name, _ in inspect.getmembers(policies, inspect.isfunction) if name.startswith("check_")
    }
    assert checks == {row.subject[1] for row in ROWS}


@pytest.mark.parametrize("role", ["reader", "editor", "owner", "organiser", "expert", "staff"])
def test_a_closed_account_has_no_right(role: str, world: World) -> None:
    member = world.members[role]
    member.is_active = False
    try:
        for row in ROWS:
            _, check, thing = row.subject
            assert outcome(check, member, *(() if thing == NOTHING else (world.objects[thing],))) != "yes"
    finally:
        member.is_active = True


def test_a_right_that_is_taken_away_ends_at_once(world: World) -> None:
    editor, organisation = world.members["editor"], world.objects["organisation"]
    assert policies.can_edit_organisation(editor, organisation)
    editor.memberships.filter(organisation=organisation).delete()
    assert not policies.can_edit_organisation(editor, organisation)


def test_lists_agree_with_questions(world: World) -> None:
    for member in world.members.values():
        roles = policies.roles_of(member)
        assert set(policies.organisations_of(member).values_list("pk", flat=True)) == set(roles)
        for organisation in policies.organisations_of(member):
            assert policies.role_in(member, organisation) == roles[organisation.pk]
    expertise = world.objects["expertise"]
    acting = {member for member in world.members.values() if policies.can_act_for(member, expertise)}
    assert acting == {world.members[role] for role in ("editor", "owner", "expert")}
    assert set(policies.acting_members(expertise)) == acting
