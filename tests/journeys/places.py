"""Every page of the site: who reads it, and its address in the demonstration."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse

from community.models import Invitation, Member
from community.services.invitations import token_of
from community.services.links import sign
from matching.services.telling import ANSWER_LINK
from tests.journeys.site import Site
from tests.rights.tables import named_patterns, rows_of

OURS = ("community:", "matching:")
OFFICER = "benoit@exemple.faubourg.test"
EXPERIMENTER = "ada@exemple.faubourg.test"
ORGANISER = "chloe@exemple.faubourg.test"
EXPERT = "driss@exemple.faubourg.test"
ADMINISTRATOR = "p.hamelin@exemple.faubourg.test"
VISITOR = ""


class Place(NamedTuple):
    """Who reads a page, and a query for the numbers or the token in its address."""

    reader: str
    numbers: str = ""
    query: str = ""


def one_of(table: str, where: str) -> str:
    return f"SELECT id FROM {table} WHERE {where} ORDER BY id LIMIT 1"


NEED = one_of("community_profile", "kind = 'need' AND external_id LIKE 'need-argenteuil-%%'")
SOLUTION = one_of("community_profile", "external_id = 'sol-canopee-legere'")
ASK = one_of("community_profile", "kind = 'ask' AND external_id LIKE 'ask-brindelune-%%'")
OFFER = one_of("community_profile", "kind = 'offer'")
EXPERTISE = one_of("community_profile", "kind = 'expertise'")
COMMUNE = one_of("community_profile", "kind = 'commune' AND title = 'Argenteuil'")
NEIGHBOURHOOD = one_of("community_neighbourhood", f"commune_id = ({COMMUNE})")
TOWN_HALL = one_of("community_organisation", "external_id = 'commune-argenteuil'")
COMPANY = one_of("community_organisation", "external_id = 'org-brindelune'")
EDITION = "SELECT id FROM community_edition ORDER BY starts_on DESC LIMIT 1"
MEMBERSHIP = f"SELECT id FROM community_membership WHERE organisation_id = ({TOWN_HALL}) ORDER BY id LIMIT 1"
PAIR = (
    "SELECT s.source_id, s.target_id FROM matching_suggestion s"
    " JOIN community_profile p ON p.id = s.source_id"
    " JOIN community_organisation o ON o.id = p.organisation_id"
    " WHERE s.relation = 'need-solution' AND o.external_id = 'commune-argenteuil'"
    " AND NOT EXISTS (SELECT FROM matching_answer a"
    " WHERE a.source_id = s.source_id AND a.target_id = s.target_id)"
    " ORDER BY s.id LIMIT 1"
)
WAITING = one_of("matching_introduction", f"state = 'proposed' AND source_id = ({SOLUTION})")

PLACES: dict[str, Place] = {
    "community:home": Place(VISITOR),
    "community:legal": Place(VISITOR),
    "community:accessibility": Place(VISITOR),
    "community:request_access": Place(VISITOR),
    "community:request_access_sent": Place(VISITOR),
    "community:invitation": Place(VISITOR),
    "community:need_new": Place(OFFICER),
    "community:need": Place(OFFICER, NEED),
    "community:need_edit": Place(OFFICER, NEED),
    "community:solution_new": Place(EXPERIMENTER),
    "community:solution": Place(EXPERIMENTER, SOLUTION),
    "community:solution_edit": Place(EXPERIMENTER, SOLUTION),
    "community:ask_new": Place(EXPERIMENTER),
    "community:ask": Place(EXPERIMENTER, ASK),
    "community:ask_edit": Place(EXPERIMENTER, ASK),
    "community:offer_new": Place(EXPERIMENTER),
    "community:offer": Place(EXPERIMENTER, OFFER),
    "community:offer_edit": Place(ORGANISER, OFFER),
    "community:expertise_new": Place(EXPERT),
    "community:expertise": Place(EXPERT, EXPERTISE),
    "community:expertise_edit": Place(ADMINISTRATOR, EXPERTISE),
    "community:profile_delete": Place(EXPERIMENTER, SOLUTION),
    "community:commune": Place(OFFICER, COMMUNE),
    "community:commune_edit": Place(OFFICER, COMMUNE),
    "community:neighbourhood_new": Place(OFFICER, COMMUNE),
    "community:neighbourhood": Place(OFFICER, NEIGHBOURHOOD),
    "community:neighbourhood_edit": Place(OFFICER, NEIGHBOURHOOD),
    "community:organisation_new": Place(ORGANISER),
    "community:organisation": Place(OFFICER, COMPANY),
    "community:organisation_edit": Place(OFFICER, TOWN_HALL),
    "community:edition": Place(OFFICER, EDITION),
    "community:mine": Place(EXPERIMENTER),
    "community:me": Place(OFFICER),
    "community:notices": Place(OFFICER),
    "community:members": Place(OFFICER, TOWN_HALL),
    "community:member_remove": Place(OFFICER, MEMBERSHIP),
    "community:access_requests": Place(ORGANISER),
    "community:imports": Place(ORGANISER),
    "community:import_run": Place(ORGANISER, "SELECT id FROM community_importrun ORDER BY id LIMIT 1"),
    "matching:how": Place(VISITOR),
    "matching:for_you": Place(OFFICER),
    "matching:profile_matches": Place(OFFICER, NEED),
    "matching:meets": Place(OFFICER, NEED),
    "matching:match": Place(OFFICER, PAIR),
    "matching:answer": Place(OFFICER, PAIR),
    "matching:directory": Place(OFFICER),
    "matching:search": Place(OFFICER, query="?q=trop+chaud+en+été+sur+la+place"),
    "matching:contact": Place(OFFICER, COMPANY),
    "matching:introductions": Place(OFFICER),
    "matching:introduction": Place(OFFICER, WAITING),
    "matching:introduction_answer": Place(VISITOR),
}

# The same address shows something else: an empty state, another reader, another kind.
MORE = {
    "for you, experimenter": ("matching:for_you", Place(EXPERIMENTER)),
    "for you, organiser": ("matching:for_you", Place(ORGANISER)),
    "for you, expert": ("matching:for_you", Place(EXPERT)),
    "home, signed in": ("community:home", Place(OFFICER)),
    "directory of needs": ("matching:directory", Place(OFFICER, query="?kind=need")),
    "directory of organisations": ("matching:directory", Place(OFFICER, query="?kind=organisation")),
    "directory by meaning": (
        "matching:directory",
        Place(OFFICER, query="?kind=solution&q=ombre+sur+une+place"),
    ),
    "directory, nothing found": (
        "matching:directory",
        Place(OFFICER, query="?kind=need&language=en&theme=buildings&theme=climate&context=campus"),
    ),
    "search, empty": ("matching:search", Place(OFFICER)),
}


def pages_of_ours() -> set[str]:
    """Every URL of ours that shows a page to somebody, from the table of rights."""
    return {name for name in pages_of_all() if name.startswith(OURS)}


def pages_of_allauth() -> set[str]:
    return {name for name in pages_of_all() if not name.startswith(OURS)}


def pages_of_all() -> set[str]:
    return {
        row.subject[0]
        for row in rows_of("Pages", subject_columns=2)
        if row.subject[1] == "GET" and "200" in row.expected.values()
    }


def pages_of_the_admin() -> list[str]:
    """Every list of the administration, its form for something new, and its index."""
    names = sorted(name for name, _ in named_patterns() if name.startswith("admin:"))
    return ["admin:index", *(name for name in names if name.endswith(("_changelist", "_add")))]


def path_of(site: Site, name: str, place: Place) -> str:
    if name == "community:invitation":
        return reverse(name, args=[invitation_token(site)])
    if name == "matching:introduction_answer":
        return reverse(name, args=[answer_token(site)])
    numbers = site.rows(place.numbers)[0] if place.numbers else ()
    try:
        return reverse(name, args=numbers) + place.query
    except NoReverseMatch as problem:
        raise AssertionError(f"Say in PLACES what the address of {name} needs.") from problem


def invitation_token(site: Site) -> str:
    return token_of(Invitation(pk=site.value("SELECT id FROM community_invitation ORDER BY id LIMIT 1")))


def answer_token(site: Site) -> str:
    """A link that Benoît could have received, for an introduction that awaits his answer."""
    subject = site.value(
        "SELECT i.id FROM matching_introduction i JOIN community_profile p ON p.id = i.target_id"
        " JOIN community_organisation o ON o.id = p.organisation_id"
        " WHERE i.state = 'proposed' AND o.external_id = 'commune-argenteuil' ORDER BY i.id LIMIT 1"
    )
    member = Member(pk=site.value("SELECT id FROM community_member WHERE email = %s", OFFICER))
    return sign(purpose=ANSWER_LINK, member=member, subject=str(subject), max_age=timedelta(days=1))
