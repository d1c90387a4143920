"""Introductions as pages: both sides, the steps, the link in the mail, contact details."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.models import Mail, Member, Need, Solution
from matching.models import Introduction
from matching.services.introductions import propose_introduction
from matching.services.telling import tell_introduction

pytestmark = pytest.mark.django_db
State = Introduction.State


@pytest.fixture
def introduction(benoit: Member, ada: Member, need: Need, solution: Solution) -> Introduction:
    """Proposed by Benoît two minutes ago, so that Ada was told."""
    now = timezone.now()
    with time_machine.travel(now - timedelta(minutes=2)):
        made = propose_introduction(
            source=need, target=solution, relation="need-solution", message="Shall we talk?", by=benoit
        )
    tell_introduction(introduction_id=made.pk, state=State.PROPOSED)
    made.refresh_from_db()
    return made


def step(client: Client, introduction: Introduction, name: str, **data: str):
    return client.post(reverse("matching:introduction_step", args=[introduction.pk, name]), data)


def page(client: Client, introduction: Introduction) -> str:
    return client.get(reverse("matching:introduction", args=[introduction.pk])).content.decode()


def mailed_link() -> str:
    found = re.search(r"/answer/\S+", Mail.objects.latest("pk").text)
    assert found
    return found.group()


def test_contact_details_appear_only_once_both_agree(
    client: Client, ada: Member, benoit: Member, introduction: Introduction
) -> None:
    client.force_login(ada)
    assert benoit.email not in page(client, introduction)
    step(client, introduction, "accept")
    assert benoit.email in page(client, introduction)
    client.force_login(benoit)
    assert ada.email in page(client, introduction)
    contact = client.get(reverse("matching:contact", args=[introduction.target.organisation_id]))
    assert ada.email in contact.content.decode()


def test_contact_details_stay_hidden_from_others(
    client: Client, chloe: Member, benoit: Member, introduction: Introduction, ada: Member
) -> None:
    client.force_login(ada)
    step(client, introduction, "accept")
    client.force_login(chloe)
    assert benoit.email not in page(client, introduction)
    contact = client.get(reverse("matching:contact", args=[introduction.target.organisation_id]))
    assert ada.email not in contact.content.decode()


def test_declining_asks_for_a_reason(client: Client, ada: Member, introduction: Introduction) -> None:
    client.force_login(ada)
    assert step(client, introduction, "decline").status_code == 422
    step(client, introduction, "decline", reason="We already test one.")
    introduction.refresh_from_db()
    assert (introduction.state, introduction.reason) == ("declined", "We already test one.")


def test_the_side_that_proposed_withdraws(
    client: Client, benoit: Member, ada: Member, introduction: Introduction
) -> None:
    client.force_login(ada)
    assert step(client, introduction, "withdraw").status_code == 403
    client.force_login(benoit)
    step(client, introduction, "withdraw")
    introduction.refresh_from_db()
    assert introduction.state == State.WITHDRAWN


def test_the_second_of_two_answers_is_told_why(
    client: Client, ada: Member, benoit: Member, introduction: Introduction
) -> None:
    client.force_login(benoit)
    step(client, introduction, "withdraw")
    client.force_login(ada)
    response = client.post(
        reverse("matching:introduction_step", args=[introduction.pk, "accept"]), follow=True
    )
    assert "withdrawn this introduction in the meantime" in response.content.decode()


def test_a_proposal_is_invisible_to_the_other_side_for_a_minute(
    client: Client, ada: Member, benoit: Member, need: Need, solution: Solution
) -> None:
    made = propose_introduction(
        source=need, target=solution, relation="need-solution", message="Shall we talk?", by=benoit
    )
    client.force_login(ada)
    assert client.get(reverse("matching:introduction", args=[made.pk])).status_code == 404
    assert need.title not in client.get(reverse("matching:introductions")).content.decode()
    client.force_login(benoit)
    assert "Undo" in page(client, made)
    assert step(client, made, "undo").status_code == 302
    assert not Introduction.objects.exists()


def test_strangers_know_nothing(client: Client, emma: Member, introduction: Introduction) -> None:
    client.force_login(emma)
    assert client.get(reverse("matching:introduction", args=[introduction.pk])).status_code == 404
    assert step(client, introduction, "accept").status_code == 404


def test_a_mailed_link_answers_once_without_signing_in(client: Client, introduction: Introduction) -> None:
    link = mailed_link()
    for _ in range(2):
        assert client.get(link).status_code == 200
    introduction.refresh_from_db()
    assert introduction.state == State.PROPOSED
    assert "you are in touch" in client.post(link, {"step": "accept"}).content.decode()
    introduction.refresh_from_db()
    assert introduction.state == State.ACCEPTED
    again = client.post(link, {"step": "decline", "reason": "Changed my mind"})
    assert again.status_code == 410
    introduction.refresh_from_db()
    assert introduction.state == State.ACCEPTED


def test_a_mailed_link_declines_with_a_reason(client: Client, introduction: Introduction) -> None:
    link = mailed_link()
    assert client.post(link, {"step": "decline"}).status_code == 422
    client.post(link, {"step": "decline", "reason": "No site this year"})
    introduction.refresh_from_db()
    assert (introduction.state, introduction.reason) == ("declined", "No site this year")


def test_a_mailed_link_expires(client: Client, introduction: Introduction) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=22)):
        assert client.get(mailed_link()).status_code == 410


def test_a_forged_link_is_refused(client: Client, introduction: Introduction) -> None:
    link = mailed_link()
    assert client.get(link[:-4] + "abc/").status_code == 410
    assert client.get("/answer/nonsense/").status_code == 410


@pytest.mark.parametrize("role", [None, "reader"])
def test_a_mailed_link_ends_with_the_right_to_answer(
    client: Client, ada: Member, introduction: Introduction, role: str | None
) -> None:
    """Who left, or only reads now, learns nothing more from an old mail."""
    link = mailed_link()
    if role is None:
        ada.memberships.all().delete()
    else:
        ada.memberships.update(role=role)
    answer = client.get(link)
    assert answer.status_code == 410
    assert introduction.message not in answer.content.decode()
    assert client.post(link, {"step": "accept"}).status_code == 410
    introduction.refresh_from_db()
    assert introduction.state == State.PROPOSED
