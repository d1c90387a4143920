"""Small worlds for the tests of the core: a throw-away encoder and corpora made of a few sentences."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.core.entries import Corpus, Entry, encode_corpus, prepare_entry
from matching.core.wordtable import WordTable

DIMENSION = 64
TRANSLATIONS = {
    "roof": "toiture",
    "roofs": "toiture",
    "toits": "toiture",
    "bike": "vélo",
    "bikes": "vélo",
    "heat": "chaleur",
    "rats": "rongeurs",
    "compost": "déchets",
}


def word_vector(word: str) -> NDArray[np.float32]:
    """Return a vector that depends on the word alone, the same for a word and its translation."""
    seed = int.from_bytes(hashlib.sha256(TRANSLATIONS.get(word, word).encode()).digest()[:8])
    vector = np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)
    return vector / np.linalg.norm(vector)


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Encode texts as unit sums of word vectors; a text without a letter has a zero row."""
    rows = np.zeros((len(texts), DIMENSION), dtype=np.float32)
    for row, text in enumerate(texts):
        for word in re.findall(r"[^\W\d_]+", text.lower()):
            rows[row] += word_vector(word)
        length = float(np.linalg.norm(rows[row]))
        rows[row] /= length or 1.0
    return rows


def entry(entry_id: int | str, text: str, language: str = "fr", **facts: object) -> Entry:
    """Return an entry of one field."""
    return prepare_entry(entry_id, [("text", text)], language=language, **facts)  # type: ignore[arg-type]  # facts are passed on


def corpus(*entries: Entry) -> Corpus:
    """Return entries with their vectors."""
    return encode_corpus(entries, encode, dimension=DIMENSION)


def texts(**by_id: str) -> Corpus:
    """Return a corpus of French texts named by their ids."""
    return corpus(*(entry(name, text) for name, text in by_id.items()))


def table() -> WordTable:
    """Return a table of words for the throw-away encoder."""
    return WordTable(encode, DIMENSION)
