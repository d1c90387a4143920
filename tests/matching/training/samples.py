"""A handful of pairs and a teacher that knows them, so that a run takes a second."""

from pathlib import Path

import numpy as np

from matching.training.pairs import Pair

TOPICS = {
    ("la cour", "the yard"): ["est chaude", "est fermée", "est ombragée", "est grise"],
    ("le vélo", "the bicycle"): ["roule vite", "est volé", "est garé", "freine mal"],
    ("le compost", "the compost"): ["sent bon", "est plein", "est mûr", "attire des mouches"],
    ("le chantier", "the building site"): ["fait du bruit", "est long", "ferme la rue", "est propre"],
}
ENGLISH = {
    "est chaude": "is hot", "est fermée": "is closed", "est ombragée": "is shady", "est grise": "is grey",
    "roule vite": "goes fast", "est volé": "is stolen", "est garé": "is parked", "freine mal": "brakes badly",
    "sent bon": "smells good", "est plein": "is full", "est mûr": "is ripe",
    "attire des mouches": "draws flies", "fait du bruit": "makes noise", "est long": "is long",
    "ferme la rue": "closes the street", "est propre": "is clean",
}  # fmt: skip


def pairs() -> list[Pair]:
    return [
        Pair("sample", f"{fr} {end}", f"{en} {ENGLISH[end]}")
        for (fr, en), ends in TOPICS.items()
        for end in ends
        for _ in range(4)
    ]


def teacher(of: list[Pair]) -> np.ndarray:
    """Give each subject a direction and each ending a smaller one: unit rows, close within a subject."""
    subjects = [english for _, english in TOPICS]
    endings = list(ENGLISH.values())
    rows = np.zeros((len(of), len(subjects) + len(endings)), dtype=np.float32)
    for number, pair in enumerate(of):
        subject = next(s for s in subjects if pair.en.startswith(s))
        rows[number, subjects.index(subject)] = 0.9
        rows[number, len(subjects) + endings.index(pair.en.removeprefix(subject).strip())] = 0.436
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)


def write_pairs(path: Path, of: list[Pair]) -> Path:
    lines = ["source\tfr\ten", *(f"{pair.source}\t{pair.fr}\t{pair.en}" for pair in of)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
