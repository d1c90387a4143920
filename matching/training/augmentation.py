"""Training texts as people type them: now and then a letter missing, doubled, swapped or replaced."""

import numpy as np

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST_WORD = 4


def with_typo(text: str, rng: np.random.Generator) -> str:
    """Return `text` with one slip of the keyboard in a word of four letters or more, if it has one."""
    words = text.split(" ")
    candidates = [i for i, word in enumerate(words) if len(word) >= SHORTEST_WORD and word.isalpha()]
    if not candidates:
        return text
    picked = candidates[int(rng.integers(len(candidates)))]
    words[picked] = _slip(words[picked], rng)
    return " ".join(words)


def _slip(word: str, rng: np.random.Generator) -> str:
    at = int(rng.integers(1, len(word) - 1))
    match int(rng.integers(4)):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at] + word[at:]
        case 2:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case _:
            return word[:at] + LETTERS[int(rng.integers(len(LETTERS)))] + word[at + 1 :]
