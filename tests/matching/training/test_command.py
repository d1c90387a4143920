"""The command from end to end on a tiny teacher: what comes out, what goes on, what is refused."""

import io

import pytest
from django.core.management import CommandError, call_command

from matching.encoders.static import StaticEncoder
from tests.matching.encoders.models import static_folder
from tests.matching.training.samples import pairs, write_pairs


@pytest.fixture
def inputs(tmp_path):
    return {
        "pairs": [write_pairs(tmp_path / "pairs.tsv", pairs())],
        "teacher": static_folder(tmp_path / "teacher"),
        "out": tmp_path / "model",
        "cache": tmp_path / "cache",
        "vocabulary": 150,
        "dimension": 8,
        "batch-size": 16,
    }


def train(inputs, **changed) -> str:
    options = []
    for name, value in (inputs | changed).items():
        options += [f"--{name}", *(str(part) for part in (value if isinstance(value, list) else [value]))]
    said = io.StringIO()
    call_command("train_encoder", *options, stdout=said, stderr=io.StringIO())
    return said.getvalue()


def test_a_model_comes_out(inputs, tmp_path):
    said = train(inputs, epochs=1)
    assert "pairs to learn from" in said
    assert "Epoch 1/1: mean loss" in said
    encoder = StaticEncoder(tmp_path / "model")
    assert encoder.dimension == 8
    assert encoder.encode(["la cour est chaude"]).any()


def test_a_finished_run_is_not_done_again(inputs, tmp_path):
    train(inputs, epochs=2)
    first = StaticEncoder(tmp_path / "model").fingerprint
    said = train(inputs, epochs=2)
    assert "Going on after epoch 2." in said
    assert "mean loss" not in said
    assert StaticEncoder(tmp_path / "model").fingerprint == first


def test_the_seed_decides_the_result(inputs, tmp_path):
    fingerprints = []
    for number, seed in enumerate((1, 1, 2)):
        folder = tmp_path / f"model-{number}"
        train(inputs, epochs=1, seed=seed, out=folder, cache=tmp_path / f"cache-{number}")
        fingerprints.append(StaticEncoder(folder).fingerprint)
    assert fingerprints[0] == fingerprints[1] != fingerprints[2]


def test_several_files_of_pairs_are_learned_together(inputs, tmp_path):
    more = write_pairs(tmp_path / "more.tsv", pairs())
    said = train(inputs, epochs=1, pairs=[*inputs["pairs"], more])
    assert f"{2 * len(pairs())} pairs" in said


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"pairs": ["nowhere.tsv"]}, "nowhere.tsv does not exist"),
        ({"teacher": "/nowhere/model"}, "The teacher “/nowhere/model” cannot be loaded"),
        ({"epochs": 0}, "“epochs” must be at least 1"),
    ],
)
def test_a_wrong_input_is_refused_with_a_sentence(inputs, changed, sentence):
    with pytest.raises(CommandError, match=sentence) as refusal:
        train(inputs, **changed)
    assert refusal.value.returncode == 2


def test_a_wrong_column_is_refused_with_its_line(inputs, tmp_path):
    path = tmp_path / "pairs.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "sample\tune seule colonne\n", encoding="utf-8")
    with pytest.raises(CommandError, match=f"line {len(pairs()) + 2}: 2 columns instead of 3"):
        train(inputs)


def test_a_file_in_place_of_the_folder_is_refused(inputs, tmp_path):
    (tmp_path / "model").write_text("")
    with pytest.raises(CommandError, match="is a file; --out needs a folder"):
        train(inputs)


def test_the_teacher_is_asked_once(inputs, monkeypatch):
    train(inputs, epochs=1)
    monkeypatch.setattr("matching.training.teacher.load_teacher", lambda name: pytest.fail("asked again"))
    train(inputs, epochs=1, seed=3)
