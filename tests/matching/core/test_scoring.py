"""Scores: in range, monotone, untouched by what is absent."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from matching.core.features import TEXT_FEATURES
from matching.core.scoring import (
    harmonic,
    lexical_trust,
    reverse_shares,
    score_direction,
    text_bounds,
    values,
)
from matching.core.weights import Background, NormaliserSpec, default_weights

WEIGHTS = default_weights()
SHAPE = (3, 6)
RAW = npst.arrays(np.float64, SHAPE, elements=st.floats(0, 1) | st.just(float("nan")))
NAMES = sorted(WEIGHTS.features)
FEATURES = st.fixed_dictionaries(dict.fromkeys(NAMES, RAW))
SAME = npst.arrays(np.bool_, SHAPE)
EVERYTHING = np.ones(SHAPE, dtype=bool)


@given(FEATURES, SAME, SAME)
def test_scores_and_values_are_in_range_and_never_nan(
    raw: dict[str, np.ndarray], same: np.ndarray, counted: np.ndarray
) -> None:
    direction = score_direction(raw, same=same, counted=counted, weights=WEIGHTS)
    assert ((direction.score >= 0) & (direction.score <= 1)).all()
    total = sum(direction.weights.values())
    unknown = np.all([np.isnan(array) for array in raw.values()], axis=0)
    assert total == pytest.approx(np.where(unknown, 0.0, 1.0))
    for name in NAMES:
        assert ((direction.value(name) >= 0) & (direction.value(name) <= 1)).all()
        assert np.isfinite(direction.low[name]).all()
        assert np.isfinite(direction.high[name]).all()


@given(
    npst.arrays(np.float64, 8, elements=st.floats(0, 1)),
    st.floats(0, 1),
    st.floats(0.01, 1),
    st.floats(0, 1),
)
def test_a_value_grows_with_its_feature(raw: np.ndarray, low: float, span: float, more: float) -> None:
    lows, highs = np.full(8, low), np.full(8, low + span)
    assert (values(raw + more, lows, highs) >= values(raw, lows, highs)).all()


@given(FEATURES, st.sampled_from(NAMES), st.floats(0, 1))
def test_of_two_pairs_alike_the_one_with_more_of_a_feature_scores_no_less(
    raw: dict[str, np.ndarray], name: str, more: float
) -> None:
    for array in raw.values():
        array[0, 1] = array[0, 0]
    if np.isnan(raw[name][0, 0]):
        raw[name][0, 0] = raw[name][0, 1] = 0.5
    raw[name][0, 1] += more
    score = score_direction(raw, same=EVERYTHING, counted=EVERYTHING, weights=WEIGHTS).score
    assert score[0, 1] >= score[0, 0] - 1e-12


@given(FEATURES, st.permutations(range(SHAPE[1])))
def test_the_order_of_documents_changes_nothing(raw: dict[str, np.ndarray], order: list[int]) -> None:
    same = np.array([[True, False, True, True, False, True]] * 3)
    plain = score_direction(raw, same=same, counted=EVERYTHING, weights=WEIGHTS).score
    moved = {name: array[:, order] for name, array in raw.items()}
    again = score_direction(moved, same=same[:, order], counted=EVERYTHING, weights=WEIGHTS).score
    assert again == pytest.approx(plain[:, order])


def test_a_feature_nobody_knows_leaves_the_score_as_if_it_did_not_exist() -> None:
    rng = np.random.default_rng(3)
    raw = {name: rng.random(SHAPE) for name in TEXT_FEATURES}
    unknown = raw | {"theme": np.full(SHAPE, np.nan), "stage": np.full(SHAPE, np.nan)}
    without = score_direction(raw, same=EVERYTHING, counted=EVERYTHING, weights=WEIGHTS)
    with_unknown = score_direction(unknown, same=EVERYTHING, counted=EVERYTHING, weights=WEIGHTS)
    assert with_unknown.score == pytest.approx(without.score)


def test_a_feature_without_a_weight_is_ignored() -> None:
    raw = {"words": np.full((1, 2), 0.5), "horoscope": np.array([[0.0, 1.0]])}
    one = np.ones((1, 2), dtype=bool)
    found = score_direction(raw, same=one, counted=one, weights=WEIGHTS)
    assert found.score[0, 0] == found.score[0, 1]


def test_the_normaliser_of_a_single_document_leans_on_the_background() -> None:
    spec = NormaliserSpec(below=1.0, above=3.0, prior=1.0, language_prior=3.0)
    one = np.ones((1, 1), dtype=bool)
    low, high = text_bounds(
        np.array([[0.9]]), one, one, spec=spec, background=Background(mean=0.3, deviation=0.1)
    )
    list_mean, list_variance = (0.9 + 0.3) / 2, 0.1**2 / 2
    mean, deviation = (0.9 + 3 * list_mean) / 4, (3 * list_variance / 4) ** 0.5
    assert low[0, 0] == pytest.approx(mean - deviation)
    assert high[0, 0] == pytest.approx(mean + 3 * deviation)


def test_each_language_is_compared_with_itself() -> None:
    """English documents all look less alike to a French need; the best of them must not be last for that."""
    raw = np.array([[0.50, 0.52, 0.60, 0.20, 0.22, 0.30]])
    same = np.array([[True, True, True, False, False, False]])
    spec = dataclasses.replace(WEIGHTS.normaliser, prior=0.0, language_prior=0.0)
    low, high = text_bounds(raw, same, np.ones((1, 6), bool), spec=spec, background=Background(0.3, 0.1))
    found = values(raw, low, high)[0]
    assert found[5] == pytest.approx(found[2])
    assert found[5] > found[1]


def test_words_are_trusted_as_far_as_they_answer() -> None:
    raw = np.array([[0.02, 0.0], [0.9, 0.1], [np.nan, np.nan]])
    trust = lexical_trust(raw, np.ones((3, 2), dtype=bool), WEIGHTS)
    assert trust[1] == 1
    assert trust[0] == trust[2] == WEIGHTS.lexical_trust.least


@given(npst.arrays(np.float64, (2, 3), elements=st.floats(0, 1)))
def test_both_sides_must_gain_for_the_mean_to_be_high(forward: np.ndarray) -> None:
    assert harmonic(forward, np.zeros_like(forward)).tolist() == np.zeros_like(forward).tolist()
    assert harmonic(forward, forward) == pytest.approx(forward)
    mean = harmonic(forward, 1 - forward)
    assert (mean <= 2 * np.minimum(forward, 1 - forward) + 1e-12).all()


def test_the_reverse_direction_counts_more_with_more_queries_and_never_more_than_half() -> None:
    one, many = np.ones((1, 2), dtype=bool), np.ones((500, 2), dtype=bool)
    few, full = reverse_shares(one, 5.0), reverse_shares(many, 5.0)
    assert few == pytest.approx(0.5 / 6)
    assert (full < 0.5).all()
    assert (full > 0.49).all()
    assert harmonic(np.array([0.4]), np.array([0.3]), 0.0) == pytest.approx(0.4)
    assert harmonic(np.array([0.4]), np.array([0.8]), 0.1) == pytest.approx(1 / (0.9 / 0.4 + 0.1 / 0.8))
