"""Signing up: through an invitation, with a strong password and a verified address, or not at all."""

from collections.abc import Callable

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from community.models import Invitation, Member, Membership, Organisation
from community.services.invitations import invitation_url, revoke_invitation, token_of
from tests.accounts.conftest import PASSWORD
from tests.factories import InvitationFactory

SIGN_UP = "/accounts/signup/"
Code = Callable[[], str]


def path_of(invitation: Invitation) -> str:
    return reverse("community:invitation", args=[token_of(invitation)])


def sign_up(browser: Client, email: str, password: str = PASSWORD) -> object:
    return browser.post(SIGN_UP, {"email": email, "password1": password, "name": "Zoé Petit"})


@pytest.fixture
def invitation(tournebac: Organisation, ada: Member) -> Invitation:
    return InvitationFactory.create(organisation=tournebac, invited_by=ada, email="zoe@example.org")


def test_is_closed_without_an_invitation(browser: Client, db: None) -> None:
    page = browser.get(SIGN_UP)
    assert b'name="password1"' not in page.content
    sign_up(browser, "zoe@example.org")
    assert not Member.objects.exists()
    assert outbox.outbox == []


def test_from_invitation_to_organisation(browser: Client, invitation: Invitation, mailed_code: Code) -> None:
    assert "Tournebac" in browser.get(path_of(invitation)).content.decode()
    to_sign_up = browser.post(path_of(invitation))
    form = browser.get(to_sign_up["Location"])
    assert 'value="zoe@example.org"' in form.content.decode()
    sign_up(browser, "zoe@example.org")
    zoe = Member.objects.get(email="zoe@example.org")
    assert (zoe.name, zoe.is_staff, zoe.is_demo) == ("Zoé Petit", False, False)
    assert not zoe.memberships.exists()
    answer = browser.post(reverse("account_email_verification_sent"), {"code": mailed_code()})
    assert answer.status_code == 302
    assert "_auth_user_id" in browser.session
    membership = zoe.memberships.get()
    assert (membership.organisation, membership.role) == (invitation.organisation, invitation.role)


def test_reading_an_invitation_uses_nothing_up(browser: Client, invitation: Invitation) -> None:
    for _ in range(5):
        assert browser.get(path_of(invitation)).status_code == 200
    assert browser.head(path_of(invitation)).status_code == 200
    invitation.refresh_from_db()
    assert invitation.is_pending
    assert "faubourg_invitation" not in browser.session


def test_one_link_makes_one_account(invitation: Invitation) -> None:
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.post(path_of(invitation))
    sign_up(browsers[0], "zoe@example.org")
    late = sign_up(browsers[1], "other@example.org")
    assert [member.email for member in Member.objects.exclude(pk=invitation.invited_by_id)] == [
        "zoe@example.org"
    ]
    assert b'name="password1"' not in late.content
    assert Client().get(path_of(invitation)).status_code == 410


def test_losing_the_race_leaves_no_account(
    browser: Client, invitation: Invitation, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.post(path_of(invitation))
    monkeypatch.setattr("config.accounts.AccountAdapter.is_open_for_signup", lambda self, request: True)
    revoke_invitation(invitation=invitation, by=ada)
    answer = sign_up(browser, "zoe@example.org")
    assert answer.status_code == 302
    assert not Member.objects.filter(email="zoe@example.org").exists()


def test_a_member_accepts_with_their_own_account(
    browser: Client, invitation: Invitation, emma: Member
) -> None:
    browser.force_login(emma)
    page = browser.get(path_of(invitation))
    assert "emma@example.org" in page.content.decode()
    answer = browser.post(path_of(invitation))
    assert answer["Location"] == invitation.organisation.get_absolute_url()
    assert Membership.objects.filter(member=emma, organisation=invitation.organisation).exists()
    assert browser.get(path_of(invitation)).status_code == 302


def test_signing_in_leads_back_to_the_invitation(
    browser: Client, invitation: Invitation, emma: Member, with_password: Callable[[Member], Member]
) -> None:
    with_password(emma)
    page = browser.get(path_of(invitation)).content.decode()
    sign_in = f"{reverse('account_login')}?next="
    assert sign_in in page
    answer = browser.post(
        reverse("account_login"),
        {"login": emma.email, "password": PASSWORD, "next": path_of(invitation)},
    )
    assert answer["Location"] == path_of(invitation)


@pytest.mark.parametrize("token", ["nothing", "MQ:1abc:def", "1"])
def test_a_made_up_link_is_not_found(browser: Client, db: None, token: str) -> None:
    assert browser.get(reverse("community:invitation", args=[token])).status_code == 404


def test_an_invitation_address_is_the_public_one(invitation: Invitation) -> None:
    assert invitation_url(invitation).startswith("http://127.0.0.1:8000/invitations/")


@pytest.mark.parametrize(
    "weak", ["short1A!", "onlylowercaseletters", "Lowerandupperonly", "13charsAndThr", "zoe@Example.org1"]
)
def test_a_weak_password_is_refused_with_the_rule(browser: Client, invitation: Invitation, weak: str) -> None:
    browser.post(path_of(invitation))
    page = sign_up(browser, "zoe@example.org", weak)
    assert page.status_code == 200
    assert not Member.objects.filter(email="zoe@example.org").exists()


def test_an_address_that_has_an_account_learns_it_by_mail_only(
    browser: Client, invitation: Invitation, emma: Member, run_jobs: Callable[..., list[str]]
) -> None:
    """The answer of the page is the same as for a new address; the owner of the address is told."""
    browser.post(path_of(invitation))
    known = sign_up(browser, emma.email)
    fresh = Client()
    fresh.post(path_of(invitation))
    new = sign_up(fresh, "new@example.org")
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    run_jobs()
    assert [message.to for message in outbox.outbox] == [["emma@example.org"], ["new@example.org"]]
    invitation.refresh_from_db()
    assert invitation.used_by.email == "new@example.org"
