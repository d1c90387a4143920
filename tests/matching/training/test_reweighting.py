"""Quieter common words, evener axes: what changes, what must not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.training.reweighting import discounted, evened
from matching.training.student import drop_tokens

TABLE = np.random.default_rng(0).normal(size=(40, 6)).astype(np.float32) * np.array([9, 5, 3, 1, 1, 0.5])
TEXTS = [np.random.default_rng(seed).integers(0, 40, 7) for seed in range(200)]


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_a_common_token_gets_a_shorter_row_than_a_rare_one():
    texts = [np.array([0] * 99 + [1])] * 100
    quieter = np.linalg.norm(discounted(TABLE, texts, power=1.0), axis=1) / np.linalg.norm(TABLE, axis=1)
    assert quieter[0] == pytest.approx(0.001 / (0.001 + 0.99), rel=1e-4)
    assert quieter[1] == pytest.approx(0.001 / (0.001 + 0.01), rel=1e-4)
    assert quieter[2] == pytest.approx(1)


def test_the_direction_of_a_token_stays():
    np.testing.assert_allclose(unit(discounted(TABLE, TEXTS, power=0.5)), unit(TABLE), atol=1e-5)


def test_no_power_changes_no_similarity():
    np.testing.assert_allclose(discounted(TABLE, TEXTS, power=0.0), TABLE, atol=1e-6)
    turned = evened(TABLE, TEXTS, power=0.0, rng=np.random.default_rng(0))
    np.testing.assert_allclose(turned @ turned.T, TABLE @ TABLE.T, rtol=1e-3, atol=1e-3)


def test_full_power_gives_every_axis_the_same_spread():
    whitened = evened(TABLE, TEXTS, power=1.0, rng=np.random.default_rng(0))
    lengths = np.linalg.norm(np.stack([TABLE[text].sum(axis=0) for text in TEXTS]), axis=1)
    vectors = np.stack([whitened[text].sum(axis=0) for text in TEXTS]) / lengths[:, None]
    np.testing.assert_allclose(vectors.T @ vectors / len(vectors), np.eye(6), atol=1e-2)


@given(st.floats(0, 0.9))
def test_the_first_axes_spread_most(power):
    evener = evened(TABLE, TEXTS, power=power, rng=np.random.default_rng(0))
    lengths = np.linalg.norm(np.stack([TABLE[text].sum(axis=0) for text in TEXTS]), axis=1)
    vectors = np.stack([evener[text].sum(axis=0) for text in TEXTS]) / lengths[:, None]
    assert np.all(np.diff((vectors**2).mean(axis=0)) <= 1e-5)


def test_a_silent_token_stays_silent():
    table = TABLE.copy()
    table[0] = 0
    assert not evened(discounted(table, TEXTS, power=0.5), TEXTS, power=0.2, rng=np.random.default_rng(0))[
        0
    ].any()


def test_texts_without_tokens_are_left_out_of_the_spread():
    texts = [*TEXTS, np.array([], dtype=np.int64)]
    assert np.isfinite(evened(TABLE, texts, power=0.5, rng=np.random.default_rng(0))).all()


@given(st.floats(0, 0.95), st.integers(0, 50))
def test_dropping_tokens_keeps_order_and_never_empties_a_text(share, seed):
    texts = [np.arange(length) for length in (1, 0, 3, 8)]
    thinned = drop_tokens(texts, share, np.random.default_rng(seed))
    for before, after in zip(texts, thinned, strict=True):
        assert bool(len(before)) == bool(len(after))
        assert after.tolist() == sorted(set(after.tolist()) & set(before.tolist()))
