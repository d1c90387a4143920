"""Signing in: by password or code, back to where one was, slow for who guesses, silent about who exists."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from community.models import Language, Member
from tests.accounts.conftest import PASSWORD

LOGIN = "/accounts/login/"
CODE = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"
GiveUp = Callable[[Member], Member]


def is_signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def sign_in(browser: Client, email: str, password: str = PASSWORD, **more: str) -> object:
    return browser.post(LOGIN, {"login": email, "password": password, **more})


def test_by_password_back_to_where_one_was(browser: Client, ada: Member, with_password: GiveUp) -> None:
    with_password(ada)
    closed = browser.get("/notices/?page=2")
    assert closed["Location"] == "/accounts/login/?next=/notices/%3Fpage%3D2"
    assert 'value="/notices/?page=2"' in browser.get(closed["Location"]).content.decode()
    assert sign_in(browser, "ADA@example.org", next="/notices/?page=2")["Location"] == "/notices/?page=2"
    assert is_signed_in(browser)


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x"])
def test_never_leads_elsewhere(browser: Client, ada: Member, with_password: GiveUp, elsewhere: str) -> None:
    with_password(ada)
    assert sign_in(browser, ada.email, next=elsewhere)["Location"].startswith("/")
    assert "elsewhere" not in browser.get("/accounts/login/").get("Location", "")


def test_by_code(browser: Client, ada: Member, mailed_code: Callable[[], str], with_password: GiveUp) -> None:
    with_password(ada)
    assert browser.post(CODE, {"email": ada.email})["Location"] == CONFIRM
    assert browser.post(CONFIRM, {"code": mailed_code()}).status_code == 302
    assert is_signed_in(browser)
    assert "Faubourg" in outbox.outbox[-1].body
    assert outbox.outbox[-1].subject.startswith("[Faubourg] ")


def test_a_wrong_code_does_not_open_and_the_third_ends_it(
    browser: Client, ada: Member, mailed_code: Callable[[], str], with_password: GiveUp
) -> None:
    with_password(ada)
    browser.post(CODE, {"email": ada.email})
    code = mailed_code()
    for _ in range(3):
        browser.post(CONFIRM, {"code": "WRONG1"})
    browser.post(CONFIRM, {"code": code})
    assert not is_signed_in(browser)


def test_tells_nothing_about_who_has_an_account(
    ada: Member, with_password: GiveUp, run_jobs: Callable[..., list[str]]
) -> None:
    """Password, code and reset: same status, same place, same words for a known and an unknown address."""
    with_password(ada)

    def answers(email: str) -> list[tuple[int, str, str]]:
        found = []
        for path, data in (
            (LOGIN, {"login": email, "password": "not-the-Password-1"}),
            (CODE, {"email": email}),
            ("/accounts/password/reset/", {"email": email}),
        ):
            answer = Client().post(path, data)
            words = re.sub(
                r'(csrfmiddlewaretoken" value="|x-csrftoken": ")[^"]+', "", answer.content.decode()
            )
            found.append((answer.status_code, answer.get("Location", ""), words.replace(email, "")))
        return found

    assert answers(ada.email) == answers("nobody@example.org")
    run_jobs()
    assert sorted({message.to[0] for message in outbox.outbox}) == ["ada@example.org", "nobody@example.org"]


def test_guessing_is_slowed_without_locking_the_owner_out(ada: Member, with_password: GiveUp) -> None:
    """After five wrong passwords for an address even the right one waits; a code by mail still opens."""
    with_password(ada)
    for _ in range(5):
        sign_in(Client(), ada.email, "wrong-Password-1")
    blocked = Client()
    sign_in(blocked, ada.email)
    assert not is_signed_in(blocked)
    assert Client().post(CODE, {"email": ada.email})["Location"] == CONFIRM


def test_a_closed_account_does_not_open(browser: Client, ada: Member, with_password: GiveUp) -> None:
    with_password(ada)
    ada.is_active = False
    ada.save()
    sign_in(browser, ada.email)
    assert not is_signed_in(browser)


def test_an_unverified_address_must_be_verified_first(
    browser: Client, ada: Member, mailed_code: Callable[[], str], with_password: GiveUp
) -> None:
    with_password(ada)
    ada.emailaddress_set.update(verified=False)
    assert sign_in(browser, ada.email)["Location"] == reverse("account_email_verification_sent")
    assert not is_signed_in(browser)
    browser.post(reverse("account_email_verification_sent"), {"code": mailed_code()})
    assert is_signed_in(browser)


def test_the_pages_speak_the_members_language_from_then_on(
    browser: Client, ada: Member, with_password: GiveUp, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "fr"
    with_password(ada)
    assert '<html lang="fr"' in browser.get("/").content.decode()
    sign_in(browser, ada.email)
    assert '<html lang="en"' in browser.get("/").content.decode()
    browser.post("/language/", {"language": "fr", "next": "/"})
    ada.refresh_from_db()
    assert ada.language == Language.FRENCH
    assert '<html lang="fr"' in browser.get("/").content.decode()


def test_a_language_that_is_not_ours_changes_nothing(browser: Client, ada: Member) -> None:
    browser.force_login(ada)
    browser.post("/language/", {"language": "xx", "next": "/"})
    ada.refresh_from_db()
    assert ada.language == Language.ENGLISH


def test_the_admin_has_no_sign_in_of_its_own(browser: Client, db: None) -> None:
    assert browser.get("/admin/login/")["Location"].startswith(LOGIN)
    assert browser.get("/admin/", follow=True).redirect_chain[-1][0].startswith(LOGIN)


def test_a_second_factor_can_be_set_up_and_is_then_asked(
    browser: Client, ada: Member, with_password: GiveUp
) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    with_password(ada)
    TOTP.activate(ada, generate_totp_secret())
    assert Authenticator.objects.filter(user=ada).exists()
    assert sign_in(browser, ada.email)["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_signed_in(browser)


def test_signing_out_takes_a_post(browser: Client, ada: Member) -> None:
    browser.force_login(ada)
    browser.get("/accounts/logout/")
    assert is_signed_in(browser)
    browser.post("/accounts/logout/")
    assert not is_signed_in(browser)
