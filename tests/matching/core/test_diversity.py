"""Placing a list: near-copies wait, ties break by id, the order can be recomputed."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.core.diversity import document_similarities, place
from matching.core.explanations import recompute_order


def test_a_near_copy_of_the_first_lets_another_subject_pass() -> None:
    scores = np.array([0.9, 0.89, 0.7])
    similarities = np.array([[1, 0.99, 0], [0.99, 1, 0], [0, 0, 1.0]])
    order, steps = place(scores, similarities, [1, 2, 3], trade=0.7, pool=3)
    assert order == [0, 2, 1]
    assert steps[2].similarities == (0.99, 0.0)
    assert place(scores, similarities, [1, 2, 3], trade=1.0, pool=3)[0] == [0, 1, 2]


def test_equal_documents_are_placed_by_id() -> None:
    scores = np.full(3, 0.5)
    assert place(scores, np.zeros((3, 3)), [30, 10, 20], trade=0.9, pool=3)[0] == [1, 2, 0]
    assert place(scores, np.zeros((3, 3)), ["c", "a", "b"], trade=0.9, pool=2)[0] == [1, 2, 0]


def test_documents_beyond_the_pool_come_after_it() -> None:
    scores = np.array([0.9, 0.8, 0.1])
    similarities = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1.0]])
    assert place(scores, similarities, [1, 2, 3], trade=0.1, pool=2)[0] == [0, 1, 2]
    assert place(scores, similarities, [1, 2, 3], trade=0.1, pool=3)[0] == [0, 2, 1]


def test_nothing_to_place_gives_nothing() -> None:
    assert place(np.zeros(0), np.zeros((0, 0)), [], trade=0.9, pool=50) == ([], [])


def test_a_document_without_vector_is_far_from_all() -> None:
    vectors = np.array([[1, 0], [0, 0], [-1, 0]], dtype=np.float32)
    assert document_similarities(vectors).tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 1]]


@given(
    st.integers(0, 2**32 - 1),
    st.integers(0, 12),
    st.sampled_from([0.0, 0.5, 0.9, 1.0]),
    st.sampled_from([1, 9]),
)
def test_the_order_follows_from_what_is_stored(seed: int, count: int, trade: float, digits: int) -> None:
    rng = np.random.default_rng(seed)
    scores = np.round(rng.random(count), digits)
    vectors = rng.normal(size=(count, 3)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    similarities = document_similarities(vectors)
    ids = [int(identity) for identity in rng.permutation(100)[:count]]
    order, steps = place(scores, similarities, ids, trade=trade, pool=50)
    assert sorted(order) == list(range(count))
    stored = [
        {
            "target": ids[row],
            "combination": "forward",
            "forward": {
                "features": {"words": {"raw": float(scores[row]), "low": 0.0, "high": 1.0, "weight": 1.0}}
            },
            "diversity": {
                "lambda": trade,
                "similarities": {
                    str(ids[earlier]): similarity
                    for earlier, similarity in zip(order, step.similarities, strict=False)
                },
            },
        }
        for row, step in zip(order, steps, strict=True)
    ]
    assert recompute_order([stored[index] for index in rng.permutation(count)]) == [ids[row] for row in order]
