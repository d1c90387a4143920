"""Writing neighbourhoods: their commune and the needs whose contexts change are prepared again."""

import pytest
from django.core.exceptions import PermissionDenied

from community.models import Need, Neighbourhood
from community.services.edits import EditConflict, TextRefused, version_of
from community.services.places import save_neighbourhood
from tests import factories

pytestmark = pytest.mark.django_db


def test_contexts_pass_to_the_needs_that_differ(benoit, need, queued_jobs):
    place = need.neighbourhood
    same = factories.NeedFactory.create(neighbourhood=place, contexts=["campus"])
    other = factories.NeedFactory.create(contexts=["urban_park"])
    place.contexts = ["campus"]
    save_neighbourhood(neighbourhood=place, by=benoit)
    assert Need.objects.get(pk=need.pk).contexts == ["campus"]
    assert Need.objects.get(pk=other.pk).contexts == ["urban_park"]
    prepared = [arguments["profile_id"] for _, arguments in queued_jobs()]
    assert prepared == [place.commune_id, need.pk]
    assert same.pk not in prepared


def test_a_poor_description_is_refused(benoit, need):
    need.neighbourhood.description = "Gare"
    with pytest.raises(TextRefused):
        save_neighbourhood(neighbourhood=need.neighbourhood, by=benoit)


def test_the_second_of_two_editors_is_told(benoit, need):
    first, second = Neighbourhood.objects.get(), Neighbourhood.objects.get()
    seen = version_of(first)
    first.name = "Gare"
    save_neighbourhood(neighbourhood=first, by=benoit, version=seen)
    second.name = "La Gare"
    with pytest.raises(EditConflict):
        save_neighbourhood(neighbourhood=second, by=benoit, version=seen)
    assert Neighbourhood.objects.get().name == "Gare"


def test_only_its_commune_writes_it(ada, need):
    with pytest.raises(PermissionDenied):
        save_neighbourhood(neighbourhood=need.neighbourhood, by=ada)
