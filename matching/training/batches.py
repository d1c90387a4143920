"""Which pairs share a batch: neighbourhoods of close meanings, drawn anew at each epoch."""

import numpy as np


def neighbourhoods(vectors: np.ndarray, *, size: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Split rows into groups of at most `size` rows that point in close directions.

    Each group is halved at the median of its projection on the difference of two of its rows, drawn at
    random, so that another draw gives other neighbourhoods of the same kind.
    vectors: (n, dim) float. Returns arrays of row numbers that partition range(n); none for no row.
    Source: Dasgupta & Freund 2008, random projection trees, with the split of their section 2.
    """
    pending, leaves = [np.arange(len(vectors))], []
    while pending:
        rows = pending.pop()
        if len(rows) <= size:
            leaves.append(rows)
            continue
        first, second = rng.choice(rows, 2, replace=False)
        direction = vectors[first].astype(np.float32) - vectors[second].astype(np.float32)
        half = len(rows) // 2
        order = np.argpartition(vectors[rows] @ direction, half)
        pending += [rows[order[:half]], rows[order[half:]]]
    return [leaf for leaf in leaves if len(leaf)]


def epoch_batches(
    vectors: np.ndarray, *, batch_size: int, neighbourhood: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """Return the batches of one epoch: whole neighbourhoods in random order, cut every `batch_size` rows.

    `neighbourhood` 1 gives plain random batches. A last batch of fewer than two rows is left out, since a
    contrast needs two.
    """
    if neighbourhood <= 1:
        order = rng.permutation(len(vectors))
    else:
        groups = neighbourhoods(vectors, size=neighbourhood, rng=rng)
        order = np.concatenate([groups[i] for i in rng.permutation(len(groups))])
    cut = [order[start : start + batch_size] for start in range(0, len(order), batch_size)]
    return [batch for batch in cut if len(batch) > 1]
