"""The static encoder: what it refuses, what it costs, what its fingerprint sees."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
from safetensors.numpy import save_file

from matching.encoders.loading import BUNDLED
from matching.encoders.protocol import EncoderUnavailable
from matching.encoders.static import LONG_TEXT_TOKENS, StaticEncoder, is_static
from tests.matching.encoders.models import static_folder


def test_fingerprint_changes_with_weights_tokenizer_and_prompts(tmp_path):
    first = static_folder(tmp_path / "first")
    other_weights = static_folder(tmp_path / "weights", seed=1)
    other_prompts = static_folder(tmp_path / "prompts", prompts={"query": "question : "})
    other_tokenizer = shutil.copytree(first, tmp_path / "tokenizer")
    tokenizer = json.loads((other_tokenizer / "tokenizer.json").read_text())
    tokenizer["model"]["vocab"][5][1] -= 1
    (other_tokenizer / "tokenizer.json").write_text(json.dumps(tokenizer))
    folders = (first, other_weights, other_prompts, other_tokenizer)
    assert len({StaticEncoder(folder).fingerprint for folder in folders}) == 4
    copied = shutil.copytree(first, tmp_path / "copied")
    assert StaticEncoder(copied).fingerprint == StaticEncoder(first).fingerprint


def test_prompts_go_before_the_text_of_their_role(tmp_path):
    prompts = {"query": "street ", "document": "compost "}
    prompted = StaticEncoder(static_folder(tmp_path / "prompted", prompts=prompts))
    plain = StaticEncoder(static_folder(tmp_path / "plain"))
    np.testing.assert_allclose(
        prompted.encode(["night"], role="query"), plain.encode(["street night"]), atol=1e-6
    )
    np.testing.assert_allclose(prompted.encode(["night"]), plain.encode(["compost night"]), atol=1e-6)


def test_a_very_long_text_has_the_mean_of_its_tokens(tmp_path):
    encoder = StaticEncoder(static_folder(tmp_path / "static"))
    long_text = "street lighting at night " * LONG_TEXT_TOKENS
    np.testing.assert_allclose(
        encoder.encode([long_text]), encoder.encode(["street lighting at night"]), atol=1e-4
    )


def test_a_missing_folder_is_not_found(tmp_path):
    with pytest.raises(EncoderUnavailable) as refusal:
        StaticEncoder(tmp_path / "nowhere")
    assert refusal.value.code == "not_found"
    assert "nowhere" in str(refusal.value)


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors", "config_sentence_transformers.json"])
def test_a_cut_file_is_broken(tmp_path, name):
    folder = static_folder(tmp_path / "static")
    (folder / name).write_bytes((folder / name).read_bytes()[:9])
    with pytest.raises(EncoderUnavailable) as refusal:
        StaticEncoder(folder)
    assert refusal.value.code == "broken"


def test_a_table_of_another_size_than_the_vocabulary_is_broken(tmp_path):
    folder = static_folder(tmp_path / "static")
    save_file({"embedding.weight": np.zeros((3, 4), np.float16)}, folder / "model.safetensors")
    with pytest.raises(EncoderUnavailable, match="different sizes"):
        StaticEncoder(folder)


def test_only_a_static_table_is_read_as_one(tmp_path):
    folder = static_folder(tmp_path / "static")
    assert is_static(folder)
    assert not is_static(tmp_path / "nowhere")
    modules = json.loads((folder / "modules.json").read_text())
    modules[0]["type"] = "sentence_transformers.models.Transformer"
    (folder / "modules.json").write_text(json.dumps(modules))
    assert not is_static(folder)


def test_the_bundled_encoder_needs_no_heavy_library():
    code = (
        "import sys\n"
        "from matching.encoders.loading import load_encoder\n"
        "load_encoder().encoder.encode(['ville'])\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'sklearn', 'scipy'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_the_bundled_model_fits_in_twenty_megabytes():
    assert sum(path.stat().st_size for path in BUNDLED.rglob("*") if path.is_file()) <= 20_000_000


def test_the_bundled_encoder_reads_words_typed_without_accents_or_in_capitals():
    encoder = StaticEncoder(BUNDLED)
    typed = encoder.encode(
        ["éclairage à l'entrée du métro", "eclairage a l'entree du metro", "ÉCLAIRAGE À L’ENTRÉE DU MÉTRO"]
    )
    np.testing.assert_allclose(typed @ typed[0], 1, atol=1e-3)


def test_the_bundled_encoder_crosses_languages():
    encoder = StaticEncoder(BUNDLED)
    french = ["déchets alimentaires", "piste cyclable", "rénovation énergétique", "espaces verts"]
    english = ["food waste", "cycle path", "energy renovation", "green spaces"]
    similarities = encoder.encode(french) @ encoder.encode(english).T
    assert similarities.argmax(axis=1).tolist() == [0, 1, 2, 3]
