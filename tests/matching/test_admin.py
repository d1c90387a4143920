"""Matching in the administration: every list opens, costs the same with thirty rows, and writes nothing."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.models import Member
from matching.models import (
    Answer,
    Connection,
    Document,
    EncoderVersion,
    Introduction,
    Relation,
    Suggestion,
)
from matching.services.documents import prepare_profile
from tests import factories
from tests.matching.world import suggest

pytestmark = pytest.mark.django_db
REGISTERED = [model for model in admin.site._registry if model._meta.app_label == "matching"]


def create(model: type) -> None:
    """Write one more row of the model."""
    need, solution = factories.NeedFactory.create(), factories.SolutionFactory.create()
    pair = {"relation": Relation.NEED_SOLUTION, "source": need, "target": solution}
    if model is Suggestion:
        suggest(need, solution)
    elif model is Document:
        prepare_profile(profile_id=need.pk)
    elif model is EncoderVersion:
        number = EncoderVersion.objects.count()
        EncoderVersion.objects.create(fingerprint=f"f{number}", name="model", dimension=8)
    elif model is Answer:
        Answer.objects.create(**pair, kind=Answer.Kind.NOT_FOR_US)
    else:
        introduction = Introduction.objects.create(**pair, message="Hello", expires_at=timezone.now())
        if model is Connection:
            Connection.objects.create(
                introduction=introduction, first=need.organisation, second=solution.organisation
            )


@pytest.fixture
def staff(client: Client) -> Member:
    member = Member.objects.create_superuser("root@example.org", "x", name="Root")
    client.force_login(member)
    return member


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_a_list_costs_the_same_with_thirty_rows(client: Client, staff: Member, model: type) -> None:
    url = reverse(f"admin:matching_{model._meta.model_name}_changelist")
    create(model)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        assert client.get(url).status_code == 200
    for _ in range(29):
        create(model)
    assert client.get(url, {"q": "a"}).status_code == 200
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)
    pages = f"admin:matching_{model._meta.model_name}"
    row = model.objects.first()
    assert client.get(reverse(f"{pages}_change", args=[row.pk])).status_code == 200
    assert client.get(reverse(f"{pages}_add")).status_code == 403
