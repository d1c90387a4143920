"""The move to another model: the old vectors serve until the new one has read everything, stop or no stop."""

import hashlib
from collections.abc import Sequence

import numpy as np
import pytest

from community.models import Need, Solution
from matching.encoders import default_encoder
from matching.models import DocumentVector, EncoderVersion, Suggestion
from matching.services import documents, encoders, moving
from matching.services.documents import prepare_all, prepare_profile
from matching.services.encoders import encoding_progress, serving_version
from matching.services.suggestions import refresh_all

pytestmark = pytest.mark.django_db


class OtherEncoder:
    """Another model: eight numbers drawn from a hash of the text."""

    name, dimension, fingerprint = "other", 8, "other-1"

    def __init__(self) -> None:
        self.texts = 0
        self.fails_after = 10**9

    def encode(self, texts: Sequence[str], *, role: str = "passage") -> np.ndarray:
        self.texts += len(texts)
        if self.texts > self.fails_after:
            raise RuntimeError("killed")
        rows = [np.frombuffer(hashlib.sha256(text.encode()).digest()[:8], np.uint8) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), 8) - 127.5
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def other(need: Need, solution: Solution, monkeypatch: pytest.MonkeyPatch) -> OtherEncoder:
    """Two texts matched with the bundled model; then the settings name another."""
    list(prepare_all(profile_ids=[need.pk, solution.pk]))
    refresh_all()
    other = OtherEncoder()
    for module in (documents, encoders, moving):
        monkeypatch.setattr(module, "default_encoder", lambda: other)
    return other


def test_everything_is_read_again_then_the_new_model_serves(other: OtherEncoder) -> None:
    assert moving.follow_configured_encoder()
    assert serving_version().name == "other"
    assert set(Suggestion.objects.values_list("encoder", flat=True)) == {"other-1"}
    assert EncoderVersion.objects.count() == 1
    assert DocumentVector.objects.count() == 2


def test_a_stop_in_the_middle_keeps_the_old_model_serving_and_goes_on_later(
    other: OtherEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "BATCH", 1)
    other.fails_after = 5
    with pytest.raises(RuntimeError):
        moving.follow_configured_encoder()
    assert serving_version().fingerprint == default_encoder().fingerprint
    assert moving.is_moving() is not None
    done, everything = encoding_progress(moving.is_moving())
    assert (done, everything) == (1, 2)
    already = DocumentVector.objects.get(encoder__name="other")
    other.fails_after = 10**9
    moving.follow_configured_encoder()
    assert serving_version().name == "other"
    assert DocumentVector.objects.count() == 2
    assert DocumentVector.objects.get(document=already.document_id).pk == already.pk


def test_nothing_moves_when_nothing_changed(need: Need) -> None:
    prepare_profile(profile_id=need.pk)
    assert not moving.follow_configured_encoder()


def test_a_text_saved_during_the_move_is_read_by_both_models(other: OtherEncoder, need: Need) -> None:
    need.text = "Cyclists ride on the pavement because the lane stops at the bridge, every single morning."
    need.save()
    prepare_profile(profile_id=need.pk)
    assert DocumentVector.objects.filter(document=need.pk).count() == 2
