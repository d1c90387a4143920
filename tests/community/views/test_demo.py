"""The demonstration: one click to sign in, mails on a page, and nothing of it elsewhere."""

from collections.abc import Callable, Iterator

import pytest
from django.core.mail import send_mail
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from community.models import DemoMail, Member
from community.services.demo import DEMO_ACCOUNTS
from tests.factories import MemberFactory

BACKEND = "community.services.demo.DemoEmailBackend"


@pytest.fixture
def demo() -> Iterator[None]:
    with override_settings(DEMO=True, ROOT_URLCONF="tests.community.views.demo_urls", EMAIL_BACKEND=BACKEND):
        yield


@pytest.fixture
def officer(db: None) -> Member:
    return MemberFactory.create(name="Benoît", email=DEMO_ACCOUNTS["officer"], is_demo=True, language="fr")


def test_has_no_address_outside_the_demonstration(db: None) -> None:
    for name, arguments in (("demo_mails", []), ("demo_sign_in", ["officer"])):
        with pytest.raises(NoReverseMatch):
            reverse(f"community:{name}", args=arguments)
    assert Client().post("/demo/officer/").status_code == 404
    assert Client().get("/demo/mails/").status_code == 404


@override_settings(ROOT_URLCONF="tests.community.views.demo_urls", DEMO=False)
def test_answers_nothing_even_if_it_had_an_address(officer: Member) -> None:
    browser = Client()
    assert browser.post("/demo/officer/").status_code == 404
    assert browser.get("/demo/mails/").status_code == 404
    assert "_auth_user_id" not in browser.session


def test_signs_in_with_one_click(demo: None, officer: Member) -> None:
    browser = Client()
    assert browser.get("/demo/officer/").status_code == 405
    assert browser.post("/demo/officer/")["Location"] == "/for-you/"
    assert browser.session["_auth_user_id"] == str(officer.pk)


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.2", "2001:db8::1", "", "unix"])
def test_answers_this_machine_only(demo: None, officer: Member, address: str) -> None:
    browser = Client(REMOTE_ADDR=address)
    assert browser.post("/demo/officer/").status_code == 404
    assert browser.get("/demo/mails/").status_code == 404
    assert Client(REMOTE_ADDR="::1").get("/demo/mails/").status_code == 200


def test_keeps_the_language_the_visitor_chose(demo: None, officer: Member) -> None:
    browser = Client()
    browser.cookies.load({"django_language": "en"})
    browser.post("/demo/officer/")
    assert browser.cookies["django_language"].value == "en"


@pytest.mark.parametrize("change", [{"is_demo": False}, {"is_active": False}, {"is_staff": True}])
def test_never_opens_another_account(demo: None, officer: Member, change: dict[str, bool]) -> None:
    """Not a real member's with the same address, not a closed one, not the administration's."""
    Member.objects.filter(pk=officer.pk).update(**change)
    browser = Client()
    assert browser.post("/demo/officer/").status_code == 404
    assert "_auth_user_id" not in browser.session


def test_knows_four_roles(demo: None, officer: Member) -> None:
    assert len(DEMO_ACCOUNTS) == 4
    assert Client().post("/demo/admin/").status_code == 404


def test_shows_mails_instead_of_sending_them(
    demo: None, officer: Member, run_jobs: Callable[..., list[str]]
) -> None:
    send_mail(
        "Hello <b>", "Read http://127.0.0.1:8000/x/ & <script>", None, ["zoe@example.org", "x@example.org"]
    )
    assert DemoMail.objects.count() == 2
    page = Client().get("/demo/mails/").content.decode()
    assert "Hello &lt;b&gt;" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert 'href="http://127.0.0.1:8000/x/"' in page


def test_a_sign_in_code_ends_on_the_page(
    demo: None, officer: Member, run_jobs: Callable[..., list[str]]
) -> None:
    browser = Client()
    browser.post("/accounts/login/code/", {"email": officer.email})
    run_jobs("community.send_mail")
    assert officer.email in browser.get("/demo/mails/").content.decode()


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host"])
def test_does_not_answer_through_a_proxy(demo: None, officer: Member, header: str) -> None:
    """A proxy on the same machine makes every visitor look local."""
    browser = Client(headers={header: "192.0.2.7"})
    assert browser.post("/demo/officer/").status_code == 404
    assert browser.get("/demo/mails/").status_code == 404
    assert "_auth_user_id" not in browser.session
