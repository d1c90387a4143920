"""Reading the file of French–English pairs and holding out what is evaluated on."""

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from matching.training.errors import TrainingInputError

COLUMNS = ("source", "fr", "en")
HELD_OUT_PERCENT = 1


@dataclass(frozen=True, slots=True)
class Pair:
    """A French text and its English counterpart, with the source they come from."""

    source: str
    fr: str
    en: str


def read_pairs(path: Path) -> list[Pair]:
    """Read tab-separated pairs (gzip when the name ends in .gz) under a header `source fr en`.

    Raises: TrainingInputError with the file and the line for anything that is not such a file.
    """
    pairs = []
    try:
        with _opened(path) as lines:
            header = tuple(next(lines, "").rstrip("\n").split("\t"))
            if header != COLUMNS:
                raise TrainingInputError(
                    f"{path}, line 1: the columns must be {', '.join(COLUMNS)}, separated by tabs."
                )
            for number, line in enumerate(lines, start=2):
                pairs.append(_pair(line, path, number))
    except FileNotFoundError as error:
        raise TrainingInputError(f"The file of pairs {path} does not exist.") from error
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise TrainingInputError(f"The file of pairs {path} cannot be read: {error}") from error
    if not pairs:
        raise TrainingInputError(f"The file of pairs {path} holds no pair under its header.")
    return pairs


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _pair(line: str, path: Path, number: int) -> Pair:
    fields = line.rstrip("\n").split("\t")
    if len(fields) != len(COLUMNS):
        raise TrainingInputError(f"{path}, line {number}: {len(fields)} columns instead of {len(COLUMNS)}.")
    for name, value in zip(COLUMNS, fields, strict=True):
        if not value.strip():
            raise TrainingInputError(f"{path}, line {number}: the column “{name}” is empty.")
    return Pair(*fields)


def split_pairs(pairs: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Return (training, held out): about 1 % held out, chosen by a hash of the English text alone.

    The choice does not depend on the order of the file or on a seed: every model is judged on the same pairs.
    A pair that shares its French or its English text with a held-out one is in neither part.
    """
    held_out = [pair for pair in pairs if _bucket(pair.en) < HELD_OUT_PERCENT]
    french, english = {_key(pair.fr) for pair in held_out}, {_key(pair.en) for pair in held_out}
    training = [pair for pair in pairs if _key(pair.fr) not in french and _key(pair.en) not in english]
    return training, held_out


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _bucket(text: str) -> int:
    return int.from_bytes(hashlib.sha256(_key(text).encode()).digest()[:8]) % 100
