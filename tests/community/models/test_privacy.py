"""Every stored field is classified, once, and secrets stay out of the administration's lists."""

from collections import Counter

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models

from community.models import Member
from community.models.privacy import CLASSIFICATION, Sensitivity, sensitivities_of

APPS = ("community", "chat", "matching", "events")
MODELS = [model for model in apps.get_models() if model._meta.app_label in APPS]
LABELS = [model._meta.label for model in MODELS]


def own_fields(model: type[models.Model]) -> list[models.Field]:
    return [*model._meta.local_fields, *model._meta.local_many_to_many]


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_every_field_is_classified_exactly_once(model: type[models.Model]) -> None:
    label = model._meta.label
    assert label in CLASSIFICATION, f"Classify {label} in community/models/privacy.py"
    written = Counter(name for names in CLASSIFICATION[label].values() for name in names.split())
    assert written == Counter(field.name for field in own_fields(model))


def test_nothing_is_classified_that_does_not_exist() -> None:
    assert sorted(CLASSIFICATION) == sorted(LABELS)


@pytest.mark.parametrize("model", MODELS, ids=LABELS)
def test_what_names_a_person_is_never_taken_for_nothing(model: type[models.Model]) -> None:
    """Links to members, and addresses, of models that hold real people."""
    if model._meta.label == "community.DemoMail":
        return
    levels = sensitivities_of(model._meta.label)
    for field in own_fields(model):
        is_member = field.related_model is Member
        if is_member or isinstance(field, models.EmailField):
            assert levels[field.name] != Sensitivity.NONE, field


def test_secrets_are_in_no_list_and_no_search_of_the_administration() -> None:
    for model, options in admin.site._registry.items():
        if model._meta.app_label not in APPS:
            continue
        levels = sensitivities_of(model._meta.label)
        shown = {str(name).lstrip("^=@") for name in (*options.list_display, *options.search_fields)}
        assert not {name for name in shown if levels.get(name) == Sensitivity.SECRET}, model
