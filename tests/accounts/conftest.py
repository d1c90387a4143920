"""Browsers and codes for the tests of accounts."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as outbox
from django.test import Client

from community.models import Member

PASSWORD = "Un-quartier-2-tester"


@pytest.fixture
def with_password() -> Callable[[Member], Member]:
    """Give a member a verified address and the password of these tests."""

    def give(member: Member) -> Member:
        member.set_password(PASSWORD)
        member.save()
        EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
        return member

    return give


@pytest.fixture
def mailed_code(run_jobs: Callable[..., list[str]]) -> Callable[[], str]:
    """Send the mails that wait, and return the code in the last one."""

    def read() -> str:
        run_jobs("community.send_mail")
        (code,) = re.findall(r"^([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)$", outbox.outbox[-1].body, re.MULTILINE)
        return code

    return read


@pytest.fixture
def browser() -> Client:
    """A browser that checks the protection of forms like a real one."""
    return Client()
