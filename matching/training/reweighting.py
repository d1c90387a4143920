"""After training: common words made quieter and axes evened out, both folded into the table."""

from collections.abc import Sequence

import numpy as np

COMMON_SHARE = 1e-3
SAMPLE = 12_000


def discounted(table: np.ndarray, texts: Sequence[np.ndarray], *, power: float) -> np.ndarray:
    """Scale each token's row by (a / (a + p)) ** power, p being the token's share of all tokens of `texts`.

    table: (tokens, dim). texts: token ids of each text. `power` 0 changes nothing, 1 is the published weight.
    Source: Arora, Liang & Ma 2017, equation 3, with a = 0.001.
    """
    counts = np.bincount(np.concatenate(texts), minlength=len(table))
    shares = counts / max(1, counts.sum())
    return (table * ((COMMON_SHARE / (COMMON_SHARE + shares)) ** power)[:, None]).astype(np.float32)


def evened(
    table: np.ndarray, texts: Sequence[np.ndarray], *, power: float, rng: np.random.Generator
) -> np.ndarray:
    """Turn the table to the principal axes of the texts and divide each axis by its spread ** power.

    table: (tokens, dim). texts: token ids of each text, at least one of them with a token. `power` 0 only
    turns the axes, 1 is full whitening. The first columns spread most.
    Source: Su et al. 2021, section 3, with a power and without centring.
    """
    spoken = [text for text in texts if len(text)]
    sample = rng.choice(len(spoken), min(SAMPLE, len(spoken)), replace=False)
    vectors = np.stack([table[spoken[row]].sum(axis=0) for row in sample])
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    squares, axes = np.linalg.eigh(vectors.T @ vectors / len(vectors))
    spreads = np.sqrt(np.maximum(squares[::-1], squares[-1] * 1e-6))
    return (table @ (axes[:, ::-1] * spreads**-power)).astype(np.float32)
