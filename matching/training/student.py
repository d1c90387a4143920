"""The student: a table of token vectors, started from the teacher's vectors of the texts that hold it."""

from collections.abc import Sequence

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

UNKNOWN_ID = 0
AXES_SAMPLE = 20_000


def token_ids(tokenizer: Tokenizer, texts: Sequence[str]) -> list[np.ndarray]:
    """Return the ids of each text's known tokens: one (tokens,) int64 array per text, possibly empty."""
    encodings = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [np.array([i for i in encoding.ids if i != UNKNOWN_ID], dtype=np.int64) for encoding in encodings]


def drop_tokens(ids: Sequence[np.ndarray], share: float, rng: np.random.Generator) -> list[np.ndarray]:
    """Return the texts without a share of their tokens; a text that would be empty stays whole."""
    if not share:
        return list(ids)
    kept = rng.random(sum(len(text) for text in ids)) >= share
    starts = np.cumsum([0] + [len(text) for text in ids])
    thinned = [text[kept[start : start + len(text)]] for text, start in zip(ids, starts[:-1], strict=True)]
    return [few if len(few) else text for few, text in zip(thinned, ids, strict=True)]


class Student(torch.nn.Module):
    """A table whose summed rows, at unit length, are a text's vector; and the teacher's projection."""

    def __init__(self, table: np.ndarray, axes: np.ndarray):
        super().__init__()
        self.table = torch.nn.EmbeddingBag.from_pretrained(
            torch.from_numpy(table), freeze=False, mode="sum", sparse=True
        )
        self.projection = torch.nn.Linear(axes.shape[1], axes.shape[0], bias=False)
        self.projection.weight.data = torch.from_numpy(axes)

    def forward(self, ids: Sequence[np.ndarray]) -> torch.Tensor:
        """Return (n, dim) unit rows for n texts given as token ids; a text without token has a zero row."""
        lengths = np.array([len(text) for text in ids])
        offsets = torch.from_numpy(np.cumsum(lengths) - lengths)
        return functional.normalize(self.table(torch.from_numpy(np.concatenate(ids)), offsets), dim=1)

    def project(self, teacher: torch.Tensor) -> torch.Tensor:
        """Return the teacher's vectors in the student's dimension, unit rows."""
        return functional.normalize(self.projection(teacher), dim=1)

    @torch.no_grad()
    def forget_unknown(self) -> None:
        """Keep the unknown token silent: its row is zero."""
        self.table.weight[UNKNOWN_ID] = 0


def principal_axes(teacher: np.ndarray, dimension: int, rng: np.random.Generator) -> np.ndarray:
    """Return the first principal directions of the teacher's vectors: (dimension, teacher dim) float32.

    Rows past the teacher's own dimension are zero.
    """
    sample = teacher[rng.choice(len(teacher), min(AXES_SAMPLE, len(teacher)), replace=False)].astype(
        np.float32
    )
    directions = np.linalg.svd(sample - sample.mean(axis=0), full_matrices=False)[2][:dimension]
    axes = np.zeros((dimension, teacher.shape[1]), dtype=np.float32)
    axes[: len(directions)] = directions
    return axes


def first_table(
    sides: Sequence[Sequence[np.ndarray]],
    teacher: np.ndarray,
    *,
    axes: np.ndarray,
    tokens: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Start each token from the mean, over the texts that hold it, of the teacher's centred vector.

    sides: for each language, the token ids of every pair. teacher: (pairs, teacher dim). axes: (dim, teacher
    dim). A pair's part is divided by the square root of the text's length, as a long text says less of each.
    Returns (tokens, dim) float32; a token never seen has a small random row.
    """
    from scipy.sparse import csr_matrix

    targets = (teacher.astype(np.float32) - teacher.mean(axis=0, dtype=np.float32)) @ axes.T
    sums = np.zeros((tokens, len(axes)), dtype=np.float32)
    counts = np.zeros(tokens, dtype=np.float32)
    for ids in sides:
        lengths = np.array([len(text) for text in ids])
        parts = np.repeat(1 / np.sqrt(np.maximum(lengths, 1)), lengths).astype(np.float32)
        pairs = np.repeat(np.arange(len(ids)), lengths)
        held = csr_matrix((parts, (np.concatenate(ids), pairs)), shape=(tokens, len(ids)))
        sums += held @ targets
        counts += np.asarray(held.sum(axis=1)).ravel()
    noise = rng.normal(0, 0.002, sums.shape).astype(np.float32)
    table = sums / (counts + 1)[:, None] + noise
    table[UNKNOWN_ID] = 0
    return table
