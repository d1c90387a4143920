"""Sign-in pages, most of them from allauth, in the look of the site."""

import pytest
from django.urls import reverse

OUTSIDE = ["account_login", "account_request_login_code", "account_reset_password", "account_signup"]
INSIDE = ["account_email", "account_change_password", "account_logout", "mfa_index", "usersessions_list"]


def text_of(client, name: str, **query: str) -> str:
    answer = client.get(reverse(name), query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_visitor_finds_the_frame_and_one_heading(client, db, name):
    page = text_of(client, name)
    assert page.count("<h1") == 1
    assert 'class="brand"' in page
    assert "data-signed-out" in page


@pytest.mark.parametrize("name", INSIDE)
def test_a_member_finds_their_way_between_the_pages(client, ada, name):
    client.force_login(ada)
    page = text_of(client, name)
    assert page.count("<h1") == 1
    assert 'class="mainnav"' in page


def test_signing_in_leads_back_and_says_that_nothing_is_lost(client, db):
    page = text_of(client, "account_login", next="/introductions/")
    assert '<input type="hidden" name="next" value="/introductions/">' in page
    assert 'class="notice notice-info"' in page
    assert "next=/introductions/" in page
    assert 'class="notice notice-info"' not in text_of(client, "account_login")


def test_a_wrong_password_is_told_next_to_the_form(client, ada):
    answer = client.post(reverse("account_login"), {"login": ada.email, "password": "wrong"})
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert f'value="{ada.email}"' in page


def test_a_missing_field_is_linked_to_its_error(client, db):
    page = client.post(reverse("account_login"), {"login": "", "password": "x"}).content.decode()
    assert 'aria-invalid="true"' in page
    assert 'id="id_login_error"' in page
    assert "id_login_error" in page.split('aria-describedby="')[1]


def test_signing_out_forgets_what_was_typed(client, ada):
    client.force_login(ada)
    assert "data-forget" in text_of(client, "account_logout")
