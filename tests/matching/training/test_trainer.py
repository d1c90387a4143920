"""A whole run on a handful of pairs: it learns, resumes to the same table, and its folder loads."""

import numpy as np
import pytest

from matching.encoders.static import StaticEncoder
from matching.training.errors import TrainingInputError
from matching.training.export import eight_bits
from matching.training.trainer import Recipe, Training
from tests.matching.training.samples import pairs, teacher

RECIPE = Recipe(vocabulary=150, dimension=12, batch_size=16, epochs=3, typo_share=0.1)
UNSEEN = [("la cour est propre", "the yard is clean"), ("le vélo est long", "the bicycle is long")]


def silent(done: int, total: int) -> None:
    assert 0 < done <= total


def started(folder, recipe=RECIPE) -> Training:
    made = pairs()
    return Training(made, teacher(made), recipe, checkpoints=folder)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    training = started(tmp_path_factory.mktemp("checkpoints"))
    losses = [training.run_epoch(silent) for _ in range(RECIPE.epochs)]
    return training, losses


def test_the_loss_goes_down(trained):
    _, losses = trained
    assert losses[-1] < losses[0] / 2


def test_the_model_crosses_languages_on_sentences_it_has_not_seen(trained, tmp_path):
    trained[0].write(tmp_path / "model")
    encoder = StaticEncoder(tmp_path / "model")
    french, english = (encoder.encode(list(side)) for side in zip(*UNSEEN, strict=True))
    assert (french @ english.T).argmax(axis=1).tolist() == [0, 1]


def test_the_folder_loads_in_sentence_transformers_with_the_same_vectors(trained, tmp_path):
    from sentence_transformers import SentenceTransformer

    trained[0].write(tmp_path / "model")
    texts = [pair.fr for pair in pairs()[:8]]
    theirs = SentenceTransformer(str(tmp_path / "model"), device="cpu").encode(texts)
    assert (StaticEncoder(tmp_path / "model").encode(texts) * theirs).sum(axis=1).min() > 0.999


def test_an_interrupted_run_ends_with_the_same_table(trained, tmp_path):
    first = started(tmp_path)
    assert first.resume() == 0
    first.run_epoch(silent)
    second = started(tmp_path)
    assert second.resume() == 1
    while second.epochs_done < RECIPE.epochs:
        second.run_epoch(silent)
    np.testing.assert_allclose(
        second.student.table.weight.detach().numpy(),
        trained[0].student.table.weight.detach().numpy(),
        atol=1e-5,
    )


def test_another_recipe_does_not_take_up_the_checkpoint(tmp_path):
    started(tmp_path).run_epoch(silent)
    assert (
        started(tmp_path, Recipe(vocabulary=150, dimension=12, batch_size=16, epochs=3, seed=1)).resume() == 0
    )


def test_the_unknown_token_stays_silent(trained):
    assert not trained[0].student.table.weight[0].any()


@pytest.mark.parametrize("wrong", [{"epochs": 0}, {"dimension": 1}, {"batch_size": 1}, {"vocabulary": 3}])
def test_an_impossible_recipe_is_refused(wrong):
    with pytest.raises(TrainingInputError, match=next(iter(wrong))):
        Recipe(**wrong)


def test_eight_bits_keep_direction_and_zero_rows():
    rng = np.random.default_rng(0)
    table = np.concatenate([np.zeros((1, 64)), rng.normal(size=(50, 64)) * rng.uniform(0.01, 10, (50, 1))])
    rows, scales = eight_bits(table.astype(np.float32))
    restored = rows * scales[:, None]
    assert rows.dtype == np.int8
    assert not restored[0].any()
    cosines = (restored[1:] * table[1:]).sum(axis=1)
    cosines /= np.linalg.norm(restored[1:], axis=1) * np.linalg.norm(table[1:], axis=1)
    assert cosines.min() > 0.999
