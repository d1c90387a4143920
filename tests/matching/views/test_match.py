"""Why a match, and the three answers, with and without JavaScript."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from community.models import Member, Need, Solution
from matching.models import Answer, Introduction, Suggestion
from tests.matching.world import suggest

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true"}
MESSAGE = "Our square would suit your bins, shall we talk?"


@pytest.fixture
def suggestion(need: Need, solution: Solution) -> Suggestion:
    return suggest(need, solution)


def url(name: str, need: Need, solution: Solution) -> str:
    return reverse(f"matching:{name}", args=[need.pk, solution.pk])


def test_both_texts_are_shown_with_their_sentences_linked(
    client: Client, benoit: Member, suggestion: Suggestion, need: Need, solution: Solution
) -> None:
    client.force_login(benoit)
    page = client.get(url("match", need, solution)).content.decode()
    assert page.count('data-pair="1"') == 2
    assert "Every part of the request finds an echo" in page
    assert re.search(r"1[.,]00 × 0[.,]80", page)


def test_the_other_side_reads_it_from_its_own(
    client: Client, ada: Member, suggestion: Suggestion, need: Need, solution: Solution
) -> None:
    client.force_login(ada)
    assert client.get(url("match", need, solution)).status_code == 404
    page = client.get(reverse("matching:match", args=[solution.pk, need.pk])).content.decode()
    assert page.index(solution.text) < page.index(need.text)


def test_a_sentence_rewritten_since_is_not_marked(
    client: Client, benoit: Member, suggestion: Suggestion, need: Need, solution: Solution
) -> None:
    Need.objects.filter(pk=need.pk).update(text="Another text altogether, written after the computation.")
    client.force_login(benoit)
    page = client.get(url("match", need, solution)).content.decode()
    assert page.count('data-pair="1"') == 1


def test_a_pair_never_suggested_has_no_page(
    client: Client, benoit: Member, need: Need, solution: Solution
) -> None:
    client.force_login(benoit)
    assert client.get(url("match", need, solution)).status_code == 404


def test_interested_proposes_with_a_drafted_message(
    client: Client, benoit: Member, suggestion: Suggestion, need: Need, solution: Solution
) -> None:
    client.force_login(benoit)
    draft = client.get(url("answer", need, solution)).content.decode()
    assert "could answer our need" in draft
    response = client.post(url("answer", need, solution), {"kind": "interested", "message": MESSAGE})
    assert response.status_code == 302
    introduction = Introduction.objects.get()
    assert (introduction.message, introduction.state) == (MESSAGE, "proposed")
    assert introduction.explanation == suggestion.explanation


def test_an_empty_message_is_kept_and_explained(
    client: Client, benoit: Member, suggestion: Suggestion, need: Need, solution: Solution
) -> None:
    client.force_login(benoit)
    response = client.post(url("answer", need, solution), {"kind": "interested", "message": "Hi"})
    assert response.status_code == 422
    assert "20 characters" in response.content.decode()
    assert not Introduction.objects.exists()


@pytest.mark.usefixtures("suggestion")
@pytest.mark.parametrize("kind", ["not_for_us", "later"])
def test_setting_aside_swaps_the_card_and_undoes(
    client: Client, benoit: Member, need: Need, solution: Solution, kind: str
) -> None:
    client.force_login(benoit)
    card = client.post(url("answer", need, solution), {"kind": kind}, headers=HTMX).content.decode()
    assert f'id="match-{need.pk}-{solution.pk}"' in card
    assert "Undo" in card
    assert Answer.objects.get().kind == kind
    back = client.post(url("undo_answer", need, solution), headers=HTMX).content.decode()
    assert "Not for us" in back
    assert not Answer.objects.exists()


def test_an_unknown_answer_is_refused(
    client: Client, benoit: Member, suggestion: Suggestion, need: Need, solution: Solution
) -> None:
    client.force_login(benoit)
    assert client.post(url("answer", need, solution), {"kind": "perhaps"}).status_code == 422
    assert not Answer.objects.exists()


@pytest.mark.usefixtures("suggestion")
def test_readers_and_strangers_do_not_answer(
    client: Client, chloe: Member, emma: Member, need: Need, solution: Solution
) -> None:
    client.force_login(chloe)
    assert client.get(url("match", need, solution)).status_code == 200
    assert client.post(url("answer", need, solution), {"kind": "later"}).status_code == 403
    client.force_login(emma)
    assert client.post(url("answer", need, solution), {"kind": "later"}).status_code == 404
