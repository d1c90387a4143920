"""Which encoder serves for which setting, and what the site can say when it is not the one asked for."""

import sys
from typing import get_args

import numpy as np
import pytest
from django.utils import translation

from matching import encoders
from matching.encoders.loading import BUNDLED, load_encoder, open_encoder
from matching.encoders.protocol import Reason
from matching.encoders.sentence_transformer import SentenceTransformerEncoder
from matching.encoders.static import StaticEncoder
from tests.matching.encoders.models import static_folder, transformer_folder


@pytest.fixture(autouse=True)
def fresh_cache():
    encoders._load_once.cache_clear()
    yield
    encoders._load_once.cache_clear()


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)


def test_no_setting_means_the_bundled_encoder(settings):
    settings.FAUBOURG_ENCODER = ""
    assert encoders.default_encoder().fingerprint == StaticEncoder(BUNDLED).fingerprint
    assert encoders.default_encoder().name == "faubourg-fr-en"
    assert encoders.encoder_problem() is None


def test_the_encoder_is_loaded_once(settings):
    settings.FAUBOURG_ENCODER = ""
    assert encoders.default_encoder() is encoders.default_encoder()


def test_a_static_folder_is_read_without_the_library(tmp_path, settings):
    settings.FAUBOURG_ENCODER = str(static_folder(tmp_path / "static"))
    assert isinstance(encoders.default_encoder(), StaticEncoder)
    assert encoders.default_encoder().dimension == 16


def test_another_model_serves_by_setting(tmp_path, settings):
    settings.FAUBOURG_ENCODER = str(transformer_folder(tmp_path))
    assert isinstance(encoders.default_encoder(), SentenceTransformerEncoder)
    assert encoders.encoder_problem() is None


def test_the_bundled_encoder_serves_when_the_model_is_nowhere(settings):
    settings.FAUBOURG_ENCODER = "nobody/no-such-model"
    assert encoders.default_encoder().fingerprint == StaticEncoder(BUNDLED).fingerprint
    with translation.override("en"):
        sentence = str(encoders.encoder_problem())
    assert "nobody/no-such-model" in sentence
    assert "The bundled encoder takes its place." in sentence


def test_the_bundled_encoder_serves_when_a_file_is_cut(tmp_path):
    folder = static_folder(tmp_path / "static")
    (folder / "model.safetensors").write_bytes(b"\x00" * 20)
    loaded = load_encoder(str(folder))
    assert loaded.problem is not None
    assert loaded.problem.code == "broken"
    assert loaded.encoder.encode(["ville"]).any()


def test_the_bundled_encoder_serves_when_the_library_is_missing(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    loaded = load_encoder(str(tmp_path))
    assert loaded.problem is not None
    assert loaded.problem.code == "library_missing"


def test_every_problem_has_a_sentence():
    assert set(get_args(Reason)) == set(encoders.REASONS)


def test_prompts_asked_for_go_before_the_texts(tmp_path):
    folder = str(transformer_folder(tmp_path))
    plain = open_encoder(folder)
    prompted = open_encoder(folder, {"query": "street ", "passage": ""})
    np.testing.assert_allclose(
        prompted.encode(["night"], role="query"), plain.encode(["street night"]), atol=1e-5
    )
    np.testing.assert_allclose(prompted.encode(["night"]), plain.encode(["night"]), atol=1e-5)
    assert prompted.fingerprint != plain.fingerprint


def test_the_fingerprint_of_a_transformer_follows_its_weights(tmp_path):
    first, again = transformer_folder(tmp_path / "first"), transformer_folder(tmp_path / "again")
    other = transformer_folder(tmp_path / "other", seed=1)
    assert open_encoder(str(first)).fingerprint == open_encoder(str(again)).fingerprint
    assert open_encoder(str(first)).fingerprint != open_encoder(str(other)).fingerprint


def test_prompts_of_a_known_model_are_the_published_ones(monkeypatch, tmp_path):
    folder = str(transformer_folder(tmp_path))
    plain = SentenceTransformerEncoder(folder)
    monkeypatch.setattr(
        "matching.encoders.sentence_transformer.KNOWN_PROMPTS",
        {folder: {"query": "street ", "passage": "compost "}},
    )
    known = SentenceTransformerEncoder(folder)
    np.testing.assert_allclose(known.encode(["night"]), plain.encode(["compost night"]), atol=1e-5)
    asked = SentenceTransformerEncoder(folder, {"passage": "school "})
    np.testing.assert_allclose(asked.encode(["night"]), plain.encode(["school night"]), atol=1e-5)
