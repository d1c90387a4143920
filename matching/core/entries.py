"""What is ranked: passages, entries and corpora, as frozen data and arrays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from .texts import analyse, split_passages

EntryId = int | str
Floats = NDArray[np.floating]
Ints = NDArray[np.int64]
Kept = TypeVar("Kept")
Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of an entry: ``text`` is characters ``start`` to ``end`` of the entry's ``field``."""

    field: str
    text: str
    start: int
    end: int
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One profile as it is matched. An empty tuple or text means *unknown*, and then weighs nothing.

    ``languages`` are those the owner works in; ``language`` is the one of the text (``fr``, ``en`` or empty).
    """

    id: EntryId
    passages: tuple[Passage, ...]
    language: str = ""
    owner_id: EntryId | None = None
    themes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    stage: str = ""
    languages: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The passages on their own lines: what the document vector encodes."""
        return "\n".join(passage.text for passage in self.passages)

    @property
    def stems(self) -> list[str]:
        """Every stem of every passage, in reading order, repeated as often as it is written."""
        return [stem for passage in self.passages for stem in passage.stems]


@dataclass(frozen=True, eq=False)
class Corpus:
    """Entries with their vectors.

    Args:
        entries: n entries with distinct ids.
        vectors: (n, dim) float32, unit rows; a zero row where the text has no vector.
        passage_vectors: (p, dim) float32, unit or zero rows, the passages of all entries in order.

    Raises:
        ValueError: the counts disagree, an id is given twice, or a value is not finite.
    """

    entries: tuple[Entry, ...]
    vectors: NDArray[np.float32]
    passage_vectors: NDArray[np.float32]
    bounds: Ints = field(init=False)
    _kept: dict[str, object] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        counts = [len(entry.passages) for entry in self.entries]
        object.__setattr__(self, "bounds", np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]))
        if len(self.vectors) != len(self.entries):
            raise ValueError(f"{len(self.entries)} entries but {len(self.vectors)} vectors")
        if len(self.passage_vectors) != self.bounds[-1]:
            raise ValueError(f"{self.bounds[-1]} passages but {len(self.passage_vectors)} passage vectors")
        if len({entry.id for entry in self.entries}) != len(self.entries):
            raise ValueError("two entries have the same id")
        if not (np.isfinite(self.vectors).all() and np.isfinite(self.passage_vectors).all()):
            raise ValueError("a vector holds a value that is not finite")

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def ids(self) -> tuple[EntryId, ...]:
        """The ids, in order."""
        return tuple(entry.id for entry in self.entries)

    def keep(self, name: str, make: Callable[[], Kept]) -> Kept:
        """Return what ``make`` returned for this corpus the first time it was asked for ``name``."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]  # type: ignore[return-value]  # its name says its type

    @cached_property
    def passage_owner(self) -> Ints:
        """(p,) the row of the entry each passage belongs to."""
        return np.repeat(np.arange(len(self.entries)), np.diff(self.bounds))

    def passages_of(self, row: int) -> NDArray[np.float32]:
        """The passage vectors of one entry, (passages, dim)."""
        return self.passage_vectors[self.bounds[row] : self.bounds[row + 1]]


def prepare_entry(
    entry_id: EntryId,
    parts: Sequence[tuple[str, str]],
    *,
    language: str = "",
    owner_id: EntryId | None = None,
    themes: Sequence[str] = (),
    contexts: Sequence[str] = (),
    stage: str = "",
    languages: Sequence[str] = (),
) -> Entry:
    """Cut the fields of a profile, ``parts`` as (field, text), into the passages of an entry."""
    passages = tuple(
        Passage(
            name,
            text[span.start : span.end],
            span.start,
            span.end,
            tuple(analyse(text[span.start : span.end], language)),
        )
        for name, text in parts
        for span in split_passages(text)
    )
    return Entry(
        id=entry_id,
        passages=passages,
        language=language,
        owner_id=owner_id,
        themes=tuple(themes),
        contexts=tuple(contexts),
        stage=stage,
        languages=tuple(languages),
    )


def encode_corpus(entries: Sequence[Entry], encode: Encode, *, dimension: int) -> Corpus:
    """Encode the whole text and the passages of each entry; an entry without passages has no vector."""
    passages = [passage.text for entry in entries for passage in entry.passages]
    texts = [entry.text for entry in entries]
    empty = np.zeros((0, dimension), dtype=np.float32)
    vectors = np.asarray(encode(texts), dtype=np.float32) if texts else empty
    passage_vectors = np.asarray(encode(passages), dtype=np.float32) if passages else empty
    return Corpus(tuple(entries), vectors, passage_vectors)
