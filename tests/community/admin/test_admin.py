"""Every page of the administration opens, costs the same with thirty rows, and saves as the site does."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community import models
from community.models import Need, Organisation, Profile, Solution, Status
from tests import factories

pytestmark = pytest.mark.django_db

# The bytes of a file are nobody's to read: they go with its import.
NOT_SHOWN = {models.ImportFile}
REGISTERED = [model for model in admin.site._registry if model._meta.app_label == "community"]


def create(model: type, count: int) -> list:
    """Return new rows of the model, each with neighbours of its own."""
    if model is models.Mail:
        return [models.Mail.objects.create(to=f"m{n}@example.org", subject="Hello") for n in range(count)]
    if model is models.DemoMail:
        return [models.DemoMail.objects.create(to=f"m{n}@example.org", subject="Hello") for n in range(count)]
    if model is models.UsedLink:
        soon, start = timezone.now() + timedelta(days=1), models.UsedLink.objects.count()
        return [
            models.UsedLink.objects.create(digest=f"{start + n:064}", expires_at=soon) for n in range(count)
        ]
    if model is models.ImportRun:
        members = factories.MemberFactory.create_batch(count)
        return [models.ImportRun.objects.create(by=member, file_name="needs.csv") for member in members]
    if model is Profile:
        return [solution.profile_ptr for solution in factories.SolutionFactory.create_batch(count)]
    return getattr(factories, f"{model.__name__}Factory").create_batch(count)


def address(model: type, page: str, *args: object) -> str:
    return reverse(f"admin:community_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def staff(client) -> models.Member:
    member = models.Member.objects.create_superuser("root@example.org", "x", name="Root")
    client.force_login(member)
    return member


def test_every_model_has_its_page():
    ours = {model for model in apps.get_app_config("community").get_models() if not model._meta.auto_created}
    assert set(REGISTERED) == ours - NOT_SHOWN


@pytest.mark.parametrize("model", REGISTERED, ids=lambda m: m.__name__)
def test_the_list_costs_the_same_with_thirty_rows(client, staff, model):
    def cost() -> int:
        client.get(address(model, "changelist"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(model, "changelist")).status_code == 200
        return len(captured)

    create(model, 2)
    few = cost()
    create(model, 28)
    assert cost() == few


@pytest.mark.parametrize("model", REGISTERED, ids=lambda m: m.__name__)
def test_the_page_of_a_row_and_of_a_new_one_open(client, staff, model):
    (row,) = create(model, 1)
    assert client.get(address(model, "change", row.pk)).status_code == 200
    can_add = admin.site._registry[model].has_add_permission(client.get("/admin/").wsgi_request)
    assert client.get(address(model, "add")).status_code == (200 if can_add else 403)


@pytest.mark.parametrize("model", REGISTERED, ids=lambda m: m.__name__)
def test_the_search_and_the_filters_answer(client, staff, model):
    create(model, 1)
    query = {"q": "Éléonore"} if admin.site._registry[model].search_fields else {}
    assert client.get(address(model, "changelist"), query).status_code == 200
    changelist = client.get(address(model, "changelist")).context["cl"]
    for filter_ in changelist.filter_specs:
        for choice in filter_.choices(changelist):
            page = client.get(address(model, "changelist") + choice["query_string"])
            assert page.status_code == 200, filter_.title


def test_a_row_with_thirty_members_costs_the_same(client, staff, ada, tournebac):
    url = address(Organisation, "change", tournebac.pk)

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    few = cost()
    factories.MembershipFactory.create_batch(29, organisation=tournebac)
    assert cost() == few


def test_search_ignores_accents(client, staff):
    found = factories.OrganisationFactory.create(name="École des Œuvres")
    factories.OrganisationFactory.create(name="Other")
    page = client.get(address(Organisation, "changelist"), {"q": "ecole OEUVRES"})
    assert list(page.context["cl"].queryset) == [found]


def test_saving_a_profile_checks_and_prepares_it_as_the_site_does(client, staff, solution, queued_jobs):
    url = address(Solution, "change", solution.pk)
    data = {
        "organisation": solution.organisation_id,
        "title": "Bacs",
        "text": "<p>Bacs</p>",
        "summary": "Des bacs qui préviennent avant de déborder.",
        "stage": "pilot",
        "status": "open",
        "themes": ["circular", "climate"],
        "is_matched": "on",
    }
    page = client.post(url, data)
    assert page.status_code == 200
    assert "plain text" in str(page.context["errors"])
    text = "Un capteur dans chaque bac prévient l'équipe un jour avant qu'il ne déborde."
    assert client.post(url, {**data, "text": text}).status_code == 302
    solution.refresh_from_db()
    assert (solution.text, solution.themes, solution.language) == (text, ["circular", "climate"], "fr")
    assert queued_jobs() == [("matching.prepare_profile", {"profile_id": solution.pk})]


def test_a_new_need_is_signed_and_takes_its_contexts(client, staff, need):
    data = {
        "organisation": need.organisation_id,
        "neighbourhood": need.neighbourhood_id,
        "title": "Cartons",
        "text": "Le vent emporte les cartons du marché jusque dans le square, chaque samedi.",
        "priority": 1,
        "status": "open",
    }
    page = client.post(address(Need, "add"), data)
    assert page.status_code == 302
    created = Need.objects.exclude(pk=need.pk).get()
    assert (created.created_by, created.contexts) == (staff, need.neighbourhood.contexts)


def test_the_actions_close_and_take_out_of_matching(client, staff, solution, queued_jobs):
    url = address(Solution, "changelist")
    client.post(url, {"action": "leave_matching", "_selected_action": [solution.pk]})
    assert not Profile.objects.get().is_matched
    client.post(url, {"action": "join_matching", "_selected_action": [solution.pk]})
    assert Profile.objects.get().is_matched
    client.post(url, {"action": "close", "_selected_action": [solution.pk]})
    assert Profile.objects.get().status == Status.CLOSED
    assert len(queued_jobs()) == 3


def test_taking_an_organisation_out_of_matching_prepares_its_profiles(client, staff, solution, queued_jobs):
    organisation = solution.organisation
    data = {
        "name": organisation.name,
        "kind": organisation.kind,
        "country": "FR",
        "is_active": "on",
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
    }
    assert client.post(address(Organisation, "change", organisation.pk), data).status_code == 302
    assert not Profile.objects.matchable().exists()
    assert queued_jobs() == [("matching.prepare_profile", {"profile_id": solution.pk})]


def test_a_member_is_created_from_an_address(client, staff):
    data = {"email": "new@example.org", "name": "New", "language": "fr", "usable_password": "false"}
    inline = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    assert client.post(address(models.Member, "add"), data | inline).status_code == 302
    assert not models.Member.objects.get(email="new@example.org").has_usable_password()


def test_the_text_of_a_mail_is_not_shown(client, staff):
    mail = models.Mail.objects.create(to="a@example.org", subject="Hello", text="between us")
    assert "between us" not in client.get(address(models.Mail, "change", mail.pk)).content.decode()


def test_members_do_not_enter(client, ada):
    client.force_login(ada)
    assert client.get("/admin/").status_code == 302
