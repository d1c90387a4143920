"""What every encoder must do, whichever model is behind it."""

import subprocess
import sys

import numpy as np
import pytest

from matching.encoders.loading import BUNDLED, open_encoder
from tests.matching.encoders.models import static_folder, transformer_folder

KINDS = ["bundled", "float16", "int8", "shared", "transformer"]
SENTENCES = ["éclairage public la nuit", "street lighting at night", "compost partagé", "la cour de l'école"]


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    root = tmp_path_factory.mktemp("encoders")
    made = {layout: static_folder(root / layout, layout=layout) for layout in ("float16", "int8", "shared")}
    return made | {"bundled": BUNDLED, "transformer": transformer_folder(root / "transformer")}


@pytest.fixture(scope="module", params=KINDS)
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def encoder(kind, folders):
    return open_encoder(str(folders[kind]))


def test_gives_unit_rows_of_its_dimension(encoder):
    vectors = encoder.encode(SENTENCES)
    assert vectors.shape == (4, encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_tells_different_texts_apart(encoder):
    similarities = encoder.encode(SENTENCES) @ encoder.encode(SENTENCES).T
    assert similarities[~np.eye(4, dtype=bool)].max() < 0.999


def test_no_text_gives_no_row(encoder):
    assert encoder.encode([]).shape == (0, encoder.dimension)


@pytest.mark.parametrize("text", ["", "   \n\t", "?! … — ()", "😀🚲", "\u200b"])
def test_a_text_without_words_has_no_vector(encoder, text):
    vectors = encoder.encode([SENTENCES[0], text, SENTENCES[1]])
    assert not vectors[1].any()
    np.testing.assert_allclose(vectors[[0, 2]], encoder.encode(SENTENCES[:2]), atol=1e-5)


def test_never_gives_nan(encoder):
    vectors = encoder.encode(["", "日本語のテキスト", "x" * 3000, "\x00", "a\ufffdb", "1" * 400])
    assert np.isfinite(vectors).all()
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all((lengths == 0) | (np.abs(lengths - 1) < 1e-4))


def test_reads_fifty_thousand_characters(encoder):
    text = ("La cour de l'école est trop chaude. " * 1500)[:50_000]
    vector = encoder.encode([text, SENTENCES[0]])
    assert vector.shape == (2, encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(vector, axis=1), 1, atol=1e-4)


def test_a_row_does_not_depend_on_its_neighbours(encoder):
    alone = np.concatenate([encoder.encode([sentence]) for sentence in SENTENCES])
    np.testing.assert_allclose(encoder.encode(SENTENCES), alone, atol=1e-5)
    shuffled = [2, 0, 3, 1]
    np.testing.assert_allclose(encoder.encode([SENTENCES[i] for i in shuffled]), alone[shuffled], atol=1e-5)


def test_a_row_does_not_depend_on_the_number_of_texts(encoder):
    many = encoder.encode(SENTENCES * 200)
    np.testing.assert_allclose(many, np.tile(encoder.encode(SENTENCES), (200, 1)), atol=1e-5)


def test_gives_the_same_answer_twice(encoder):
    np.testing.assert_array_equal(encoder.encode(SENTENCES), encoder.encode(SENTENCES))


def test_accepts_both_roles(encoder):
    assert encoder.encode(SENTENCES, role="query").shape == encoder.encode(SENTENCES, role="passage").shape


def test_gives_the_vectors_of_sentence_transformers(encoder, kind, folders):
    from sentence_transformers import SentenceTransformer

    texts = [
        *SENTENCES,
        "Un texte plus long, avec des chiffres (33 °C) et l'élision ; puis une autre phrase. " * 40,
    ]
    theirs = SentenceTransformer(str(folders[kind]), device="cpu").encode(texts, normalize_embeddings=True)
    assert (encoder.encode(texts) * theirs).sum(axis=1).min() >= 0.999


def test_fingerprint_is_the_same_in_another_process(encoder, kind, folders):
    folder = str(folders[kind])
    code = f"from matching.encoders.loading import open_encoder; print(open_encoder({folder!r}).fingerprint)"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.split()[-1] == encoder.fingerprint
    assert len(encoder.fingerprint) == 16
