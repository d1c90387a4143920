"""Words as vectors: the content words of a text, and a table that encodes each word once."""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .analysis import word_stem
from .entries import Encode, Entry, Ints
from .folding import straighten, strip_accents
from .glossary import abbreviations

MOST_WORDS = 300_000  # kept by a table; beyond, it forgets everything and starts again

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_SHORT = frozenset(
    ["l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "ll", "re", "ve"]
)


@lru_cache(maxsize=50_000)
def content_words(text: str, language: str) -> tuple[str, ...]:
    """Return the distinct content words of a text in reading order: lower case, no small words.

    An abbreviation of the glossary is followed by the words it stands for.
    """
    found: dict[str, None] = {}
    for word in _WORD.findall(straighten(text).lower()):
        if word in _SHORT or not word_stem(word, language):
            continue
        found.setdefault(word)
        meaning = abbreviations().get(strip_accents(word))
        if meaning is not None:
            expansion = meaning.english if language == "en" else meaning.french
            for added in _WORD.findall(straighten(expansion).lower()):
                if added not in _SHORT and word_stem(added, language):
                    found.setdefault(added)
    return tuple(found)


def entry_words(entry: Entry) -> tuple[str, ...]:
    """Return the distinct content words of an entry, in reading order."""
    words = (word for passage in entry.passages for word in content_words(passage.text, entry.language))
    return tuple(dict.fromkeys(words))


class WordTable:
    """The vectors of words, each encoded once by the same encoder as the texts.

    One table serves a whole process: keep it as long as its encoder. Not safe to share between threads.
    """

    def __init__(self, encode: Encode, dimension: int):
        self._encode = encode
        self._rows: dict[str, int] = {}
        self._vectors: NDArray[np.float32] = np.zeros((0, dimension), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._rows)

    def vectors(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row per word, zero where the encoder knows nothing of it: (n, dim) float32."""
        fresh = [word for word in dict.fromkeys(words) if word not in self._rows]
        if fresh:
            if len(self._rows) + len(fresh) > MOST_WORDS:
                self._rows, self._vectors = {}, self._vectors[:0]
                fresh = list(dict.fromkeys(words))
            start = len(self._rows)
            self._rows.update({word: start + index for index, word in enumerate(fresh)})
            encoded = np.asarray(self._encode(fresh), dtype=np.float32)
            self._vectors = np.concatenate([self._vectors, encoded])
        rows: Ints = np.array([self._rows[word] for word in words], dtype=np.int64)
        return self._vectors[rows]
