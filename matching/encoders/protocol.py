"""What every encoder promises to the rest of the program, and the error that says one cannot serve."""

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

import numpy as np

Role = Literal["query", "passage"]
Reason = Literal["library_missing", "not_found", "broken"]


class Encoder(Protocol):
    """A model that turns texts into vectors whose dot product is a similarity from -1 to 1."""

    @property
    def name(self) -> str:
        """The folder or hub name a person would recognise."""

    @property
    def dimension(self) -> int:
        """The number of columns of every answer."""

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits, stable, that change with the weights, tokenizer or prompts."""

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> np.ndarray:
        """Return one vector per text: (n, dimension) float32, unit rows, never NaN.

        A text without any letter or digit, or without any token the model knows, has no vector: its row is
        zero. No text gives an array of shape (0, dimension). A text's row does not depend on its neighbours.
        """


class EncoderUnavailable(Exception):
    """The encoder `name` cannot serve; `detail` is for a log."""

    def __init__(self, code: Reason, *, name: str, detail: str):
        super().__init__(f"The encoder “{name}” cannot be loaded ({code}): {detail}")
        self.code, self.name, self.detail = code, name, detail


def has_words(text: str) -> bool:
    """Say whether a text holds a letter or a digit, the least an encoder can work on."""
    return any(character.isalnum() for character in text)


def unit_rows(vectors: np.ndarray, texts: Iterable[str]) -> np.ndarray:
    """Return `vectors` as float32 unit rows; a text without words and a row that is not finite give zeros."""
    rows: np.ndarray = np.ascontiguousarray(vectors, dtype=np.float32)
    silent = ~np.fromiter((has_words(text) for text in texts), dtype=bool, count=len(rows))
    lengths = np.linalg.norm(rows, axis=1)
    silent |= ~np.isfinite(lengths) | (lengths == 0)
    lengths[silent] = 1.0
    rows = rows / lengths[:, None]
    rows[silent] = 0.0
    return rows
