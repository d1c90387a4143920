"""Figures on an encoder: similar sentences and retrieved translations, on texts it has not learned from."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from matching.encoders.protocol import Encoder
from matching.training.augmentation import with_typo
from matching.training.errors import TrainingInputError
from matching.training.pairs import Pair

NOT_TRANSLATIONS = {"gemet-def"}


def similarity_figures(encoder: Encoder, folder: Path) -> dict[str, float]:
    """Return Spearman × 100 of cosines and human scores on STS-B dev: fr, en, mean of fr/en and en/fr.

    `folder` holds stsb_fr_dev.csv and stsb_en_dev.csv, each row two sentences and a score, in the same order.
    Raises: TrainingInputError.
    """
    fr_one, fr_two, scores = _scored_pairs(folder / "stsb_fr_dev.csv")
    en_one, en_two, _ = _scored_pairs(folder / "stsb_en_dev.csv")
    fr_left, fr_right, en_left, en_right = (encoder.encode(side) for side in (fr_one, fr_two, en_one, en_two))
    crossed = [_spearman(fr_left, en_right, scores), _spearman(en_left, fr_right, scores)]
    return {
        "fr": _spearman(fr_left, fr_right, scores),
        "en": _spearman(en_left, en_right, scores),
        "across": float(np.mean(crossed)),
    }


def retrieval_figures(encoder: Encoder, held_out: Sequence[Pair], *, seed: int = 0) -> dict[str, float]:
    """Return the share, in percent, of held-out texts whose nearest text is their translation.

    The candidates are all the held-out texts of the other language; a repeated text counts once. Terms paired
    with a definition are left out. `fr_en_typos` asks with one slip of the keyboard per French text,
    `fr_en_sentences` only with sentences.
    """
    pairs = [pair for pair in held_out if pair.source not in NOT_TRANSLATIONS]
    rng = np.random.default_rng(seed)
    slipped = [Pair(pair.source, with_typo(pair.fr, rng), pair.en) for pair in pairs]
    backward = [Pair(pair.source, pair.en, pair.fr) for pair in pairs]
    sentences = [pair for pair in pairs if pair.source in {"tatoeba", "tico19"}]
    sets = {"fr_en": pairs, "en_fr": backward, "fr_en_typos": slipped, "fr_en_sentences": sentences}
    return {name: _nearest_share(encoder, chosen) for name, chosen in sets.items()}


def _nearest_share(encoder: Encoder, pairs: Sequence[Pair]) -> float:
    candidates = sorted({pair.en for pair in pairs})
    answers: dict[str, set[str]] = {}
    for pair in pairs:
        answers.setdefault(pair.fr, set()).add(pair.en)
    questions = sorted(answers)
    nearest = (encoder.encode(questions, role="query") @ encoder.encode(candidates).T).argmax(axis=1)
    found = [candidates[best] in answers[question] for question, best in zip(questions, nearest, strict=True)]
    return 100 * float(np.mean(found))


def _spearman(left: np.ndarray, right: np.ndarray, scores: np.ndarray) -> float:
    return 100 * float(spearmanr((left * right).sum(axis=1), scores).statistic)


def _scored_pairs(path: Path) -> tuple[list[str], list[str], np.ndarray]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        return [row[0] for row in rows], [row[1] for row in rows], np.array([float(row[2]) for row in rows])
    except FileNotFoundError as error:
        raise TrainingInputError(f"The file of scored sentences {path} does not exist.") from error
    except (IndexError, ValueError) as error:
        raise TrainingInputError(f"{path}: each row needs two sentences and a score ({error}).") from error
