"""The public notice tells the weights in force, and the state of the model."""

import pytest
from django.test import Client

from matching.core.weights import default_weights
from matching.models import EncoderVersion
from matching.services.encoders import configured_version

pytestmark = pytest.mark.django_db
HOW = "/how-matching-works/"


def test_anyone_reads_the_weights_in_force(client: Client) -> None:
    page = client.get(HOW).content.decode()
    assert default_weights().version in page
    total = sum(weight.same_language for weight in default_weights().features.values())
    heaviest = max(weight.same_language for weight in default_weights().features.values())
    assert f"{100 * heaviest / total:.0f}" in page


def test_a_new_model_at_work_is_told(client: Client) -> None:
    configured_version()
    assert "new model" not in client.get(HOW).content.decode()
    EncoderVersion.objects.create(fingerprint="new", name="new", dimension=8)
    assert "0 of 0 done" in client.get(HOW, headers={"accept-language": "en"}).content.decode()


def test_a_model_that_cannot_load_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.views.notice.encoder_problem", lambda: "The encoder “x” does not serve.")
    assert "The encoder “x” does not serve." in client.get(HOW).content.decode()
