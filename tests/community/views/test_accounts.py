"""Pages of members, invitations, requests, notices and one's own profile, as a browser gets them."""

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.models import AccessRequest, Invitation, Language, Member, Notice, Organisation, Role
from community.services.invitations import invitation_url
from community.views import public
from tests.factories import (
    AccessRequestFactory,
    InvitationFactory,
    MembershipFactory,
    NoticeFactory,
)


@pytest.fixture
def browser() -> Client:
    return Client()


def said(response: object) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def members_page(organisation: Organisation) -> str:
    return reverse("community:members", args=[organisation.pk])


def test_an_owner_invites_and_sees_the_link_to_give_by_hand(
    browser: Client, ada: Member, tournebac: Organisation
) -> None:
    browser.force_login(ada)
    answer = browser.post(
        members_page(tournebac), {"email": "zoe@example.org", "role": "reader", "language": "fr"}
    )
    assert answer.status_code == 302
    made = Invitation.objects.get()
    assert (made.role, made.language, made.invited_by) == ("reader", "fr", ada)
    assert invitation_url(made) in browser.get(members_page(tournebac)).content.decode()


def test_a_wrong_address_keeps_what_was_typed(browser: Client, ada: Member, tournebac: Organisation) -> None:
    browser.force_login(ada)
    page = browser.post(members_page(tournebac), {"email": "zoe@", "role": "reader", "language": "fr"})
    assert page.status_code == 200
    assert 'value="zoe@"' in page.content.decode()
    assert not Invitation.objects.exists()


def test_a_reader_sees_names_and_no_invitation(browser: Client, ada: Member, tournebac: Organisation) -> None:
    InvitationFactory.create(organisation=tournebac, email="secret@example.org")
    reader = MembershipFactory.create(organisation=tournebac, role=Role.READER).member
    browser.force_login(reader)
    page = browser.get(members_page(tournebac)).content.decode()
    assert "Ada Martin" in page
    assert "secret@example.org" not in page
    assert "ada@example.org" not in page
    assert "/invitations/" not in page


def test_a_withdrawn_invitation_says_so_to_its_reader(
    browser: Client, ada: Member, tournebac: Organisation
) -> None:
    made = InvitationFactory.create(organisation=tournebac)
    browser.force_login(ada)
    browser.post(reverse("community:invitation_revoke", args=[made.pk]))
    page = Client().get(invitation_url(made).removeprefix("http://127.0.0.1:8000"))
    assert page.status_code == 410
    assert reverse("community:request_access") in page.content.decode()


def test_the_last_owner_reads_why_they_cannot_leave(
    browser: Client, ada: Member, tournebac: Organisation
) -> None:
    browser.force_login(ada)
    page = reverse("community:member_remove", args=[ada.memberships.get().pk])
    assert browser.get(page).status_code == 200
    answer = browser.post(page)
    assert answer["Location"] == members_page(tournebac)
    assert any("last owner" in sentence or "propriétaire" in sentence for sentence in said(answer))
    assert ada.memberships.exists()


def test_an_owner_removes_a_member_after_being_asked(
    browser: Client, ada: Member, tournebac: Organisation
) -> None:
    reader = MembershipFactory.create(organisation=tournebac, role=Role.READER)
    browser.force_login(ada)
    page = reverse("community:member_remove", args=[reader.pk])
    browser.get(page)
    assert tournebac.memberships.count() == 2
    browser.post(page)
    assert tournebac.memberships.count() == 1


def test_a_role_that_does_not_exist_changes_nothing(
    browser: Client, ada: Member, tournebac: Organisation
) -> None:
    reader = MembershipFactory.create(organisation=tournebac, role=Role.READER)
    browser.force_login(ada)
    browser.post(reverse("community:member_role", args=[reader.pk]), {"role": "emperor"})
    reader.refresh_from_db()
    assert reader.role == Role.READER


def questions(browser: Client, page: str) -> int:
    browser.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(page).status_code == 200
    return len(asked)


def test_lists_ask_the_same_number_of_questions_for_1_and_30_rows(
    browser: Client, ada: Member, chloe: Member, tournebac: Organisation
) -> None:
    def add(count: int) -> None:
        MembershipFactory.create_batch(count, organisation=tournebac, role=Role.READER)
        InvitationFactory.create_batch(count, organisation=tournebac)
        NoticeFactory.create_batch(count, member=ada)
        AccessRequestFactory.create_batch(count)

    def asked() -> dict[str, int]:
        pages = {members_page(tournebac): ada, "/notices/": ada, "/access-requests/": chloe}
        found = {}
        for page, member in pages.items():
            browser.force_login(member)
            found[page] = questions(browser, page)
        return found

    add(1)
    with_one = asked()
    add(29)
    assert asked() == with_one


REQUEST = {
    "name": "Fanny",
    "email": "fanny@example.org",
    "organisation_name": "Les Ateliers",
    "message": "We would like to try our benches.",
    "website": "",
}


def test_anyone_may_ask_to_come_in(
    browser: Client, chloe: Member, run_jobs: Callable[..., list[str]]
) -> None:
    answer = browser.post("/request-access/", REQUEST)
    assert answer["Location"] == "/request-access/sent/"
    assert browser.get("/request-access/sent/").status_code == 200
    assert AccessRequest.objects.get().name == "Fanny"
    run_jobs()
    assert [message.to for message in outbox.outbox] == [["chloe@example.org"]]


def test_a_known_address_and_a_program_get_the_same_answer(browser: Client, ada: Member) -> None:
    first = browser.post("/request-access/", REQUEST)
    again = browser.post("/request-access/", REQUEST)
    program = browser.post("/request-access/", REQUEST | {"email": "x@example.org", "website": "https://x"})
    assert {answer["Location"] for answer in (first, again, program)} == {"/request-access/sent/"}
    assert AccessRequest.objects.count() == 1


def test_requests_from_one_place_are_limited(browser: Client, chloe: Member) -> None:
    for number in range(15):
        browser.post("/request-access/", REQUEST | {"email": f"x{number}@example.org"})
    assert AccessRequest.objects.count() == 10


def test_an_organiser_answers_and_another_reads_that_it_is_done(
    browser: Client, chloe: Member, tournebac: Organisation
) -> None:
    request = AccessRequestFactory.create()
    browser.force_login(chloe)
    assert request.message in browser.get("/access-requests/").content.decode()
    answer = reverse("community:access_request_answer", args=[request.pk])
    browser.post(answer, {"organisation": "", "role": "owner"})
    assert AccessRequest.objects.get().state == "waiting"
    browser.post(answer, {"organisation": tournebac.pk, "role": "owner"})
    assert AccessRequest.objects.get().state == "invited"
    late = browser.post(reverse("community:access_request_close", args=[request.pk]))
    assert len(said(late)) == 3
    assert AccessRequest.objects.get().state == "invited"


def test_notices_are_counted_opened_and_marked_read(browser: Client, ada: Member) -> None:
    first, *_ = NoticeFactory.create_batch(3, member=ada, url="/me/")
    browser.force_login(ada)
    assert browser.get(reverse("community:notice", args=[first.pk]))["Location"] == "/me/"
    assert Notice.objects.unread().count() == 2
    assert first.sentence in browser.get("/notices/").content.decode()
    browser.post("/notices/read/")
    assert not Notice.objects.unread().exists()


def test_an_empty_list_says_what_will_be_there(browser: Client, ada: Member) -> None:
    browser.force_login(ada)
    assert 'class="empty"' in browser.get("/notices/").content.decode()


def test_ones_own_profile_changes_itself_and_nothing_else(browser: Client, ada: Member) -> None:
    browser.force_login(ada)
    answer = browser.post(
        "/me/",
        {
            "name": "Ada Élise Martin",
            "job_title": "Engineer",
            "phone": "01 02 03 04 05",
            "language": "fr",
            "about": "I make bins talk.",
            "email": "stolen@example.org",
            "is_staff": "on",
        },
    )
    assert answer["Location"] == "/me/"
    ada.refresh_from_db()
    assert (ada.name, ada.sort_key, ada.language) == ("Ada Élise Martin", "ada elise martin", Language.FRENCH)
    assert (ada.email, ada.is_staff) == ("ada@example.org", False)
    assert '<html lang="fr"' in browser.get("/").content.decode()


def test_a_profile_without_a_name_is_not_saved(browser: Client, ada: Member) -> None:
    browser.force_login(ada)
    page = browser.post("/me/", {"name": " ", "language": "en"})
    assert page.status_code == 200
    ada.refresh_from_db()
    assert ada.name == "Ada Martin"


def test_the_limit_of_requests_counts_networks(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """One subscriber has 2^64 addresses of IPv6; a mapped address of IPv4 is that address."""
    monkeypatch.setattr(public, "REQUESTS_PER_HOUR", 1)
    senders = [
        "2001:db8::1",
        "2001:db8::ffff:2",
        "2001:db8:0:1::1",
        "192.0.2.7",
        "::ffff:192.0.2.7",
        "192.0.2.8",
    ]
    for number, sender in enumerate(senders):
        Client(REMOTE_ADDR=sender).post("/request-access/", REQUEST | {"email": f"x{number}@example.org"})
    kept = set(AccessRequest.objects.values_list("email", flat=True))
    assert kept == {f"x{number}@example.org" for number in (0, 2, 3, 5)}
