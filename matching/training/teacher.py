"""The teacher's English vectors: computed once, kept in a resumable cache outside the repository."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from matching.training.errors import TrainingInputError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

CHUNK = 4096


def load_teacher(name_or_folder: str) -> "SentenceTransformer":
    """Load the teacher as a sentence-transformers model on the processor.

    Raises: TrainingInputError when it cannot be loaded.
    """
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name_or_folder, device="cpu")
    except Exception as error:
        raise TrainingInputError(
            f"The teacher “{name_or_folder}” cannot be loaded as a sentence-transformers model: {error}"
        ) from error


def teacher_vectors(
    texts: Sequence[str], *, teacher: str, cache: Path, progress: Callable[[int, int], None]
) -> np.ndarray:
    """Return the teacher's vectors of `texts`: (n, dim) float16, unit rows, in the order given.

    The longest texts go first so that each chunk holds texts of one length; each chunk is written to the
    cache when it is done, and an interrupted run goes on after the last chunk written.
    """
    cache.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(json.dumps([teacher, list(texts)]).encode()).hexdigest()[:16]
    rows_path, state_path = cache / f"teacher-{digest}.npy", cache / f"teacher-{digest}.json"
    order = np.argsort([-len(text) for text in texts], kind="stable")
    done = json.loads(state_path.read_text())["done"] if state_path.exists() and rows_path.exists() else 0
    if done < len(texts):
        model = load_teacher(teacher)
        dimension = len(model.encode("dimension"))
        mode = "r+" if done else "w+"
        rows = np.lib.format.open_memmap(rows_path, mode, np.float16, (len(texts), dimension))
        for start in range(done, len(texts), CHUNK):
            picked = order[start : start + CHUNK]
            rows[picked] = model.encode(
                [texts[i] for i in picked], batch_size=128, normalize_embeddings=True, show_progress_bar=False
            )
            rows.flush()
            state_path.write_text(json.dumps({"done": start + len(picked)}))
            progress(start + len(picked), len(texts))
    return np.load(rows_path)
