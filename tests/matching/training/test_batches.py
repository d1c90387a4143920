"""Batches and slips of the keyboard: partitions, neighbourhoods, one change at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.training.augmentation import with_typo
from matching.training.batches import epoch_batches, neighbourhoods


@given(rows=st.integers(0, 200), size=st.integers(1, 40), seed=st.integers(0, 5))
def test_neighbourhoods_partition_the_rows(rows, size, seed):
    vectors = np.random.default_rng(seed).normal(size=(rows, 4)).astype(np.float32)
    groups = neighbourhoods(vectors, size=size, rng=np.random.default_rng(seed))
    assert sorted(int(row) for group in groups for row in group) == list(range(rows))
    assert all(0 < len(group) <= size for group in groups)


def test_equal_rows_are_still_split():
    groups = neighbourhoods(np.ones((100, 3), np.float32), size=8, rng=np.random.default_rng(0))
    assert max(len(group) for group in groups) <= 8


def test_a_neighbourhood_is_closer_than_chance():
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(16, 32))
    vectors = np.repeat(centres, 32, axis=0) + rng.normal(size=(512, 32)) * 0.1
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    groups = neighbourhoods(vectors, size=16, rng=rng)
    inside = np.mean([(vectors[group] @ vectors[group].T).mean() for group in groups])
    assert inside > (vectors @ vectors.T).mean() + 0.3


@pytest.mark.parametrize("neighbourhood", [1, 8])
def test_an_epoch_sees_each_row_once(neighbourhood):
    vectors = np.random.default_rng(0).normal(size=(65, 4)).astype(np.float32)
    batches = epoch_batches(vectors, batch_size=16, neighbourhood=neighbourhood, rng=np.random.default_rng(1))
    rows = np.concatenate(batches)
    assert len(set(rows.tolist())) == len(rows) == 64
    assert all(len(batch) == 16 for batch in batches)


@given(st.text(alphabet="abcdefgh éà'", max_size=40), st.integers(0, 1000))
def test_a_slip_changes_at_most_one_word_by_at_most_two_letters(text, seed):
    slipped = with_typo(text, np.random.default_rng(seed))
    before, after = text.split(" "), slipped.split(" ")
    assert len(before) == len(after)
    changed = [(one, two) for one, two in zip(before, after, strict=True) if one != two]
    assert len(changed) <= 1
    for one, two in changed:
        assert len(one) >= 4
        assert abs(len(one) - len(two)) <= 1
        assert one[0] == two[0]


def test_short_words_and_numbers_are_left_alone():
    rng = np.random.default_rng(0)
    assert {with_typo("33 °C à l'eau 2026", rng) for _ in range(20)} == {"33 °C à l'eau 2026"}
