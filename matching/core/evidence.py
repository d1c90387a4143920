"""Evidence: which passages of two texts carry their match, and which of the asking one nothing answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .alignment import Vocabulary
from .cues import ASKS, SUFFERS
from .entries import Entry, Floats, Passage
from .folding import fold, strip_accents
from .quotes import EvidencePair, MissingPart, quote
from .relations import RelationSpec, Side
from .tones import denied_part, forbids, negates, only_refuses
from .weights import EvidenceFloors
from .words import SMALL_WORDS
from .wordtable import content_words

MOST_PAIRS = 4
MOST_MISSING = 3
MOST_WORDS = 6
CLOSE_ENOUGH = 0.35  # closeness from which two different words are shown as matched
WORDS_SHARE = 0.5  # of the strength of a pair that its words make, the cosine making the rest
ALIKE = 0.35  # cosine from which two passages may be shown without a word in common
TITLE_SHARE = 0.8  # of a title's rank: it is quoted where no sentence of the text says it about as well
LIMIT_SHARE = 0.5  # of the rank of a sentence that also says what a solution does not do
SURE_PAIRS = 2  # shown at a lower floor too: a weak quotation leaves the reader to judge


@dataclass(frozen=True)
class Reader:
    """What reading one source against many targets needs, computed once for the source.

    Attributes:
        entry: the source.
        vectors: (passages, dim) float32, unit or zero rows, the common vector removed.
        words: the content words of each passage, as rows of the vocabulary's left side.
        idf: (left words,) float64, the rarity of each word.
    """

    entry: Entry
    vectors: NDArray[np.float32]
    words: tuple[NDArray[np.int64], ...]
    idf: Floats


def reader(entry: Entry, vectors: NDArray[np.float32], vocabulary: Vocabulary | None, idf: Floats) -> Reader:
    """Prepare the source side of explanations."""
    rows = vocabulary.left if vocabulary is not None else {}
    return Reader(entry, vectors, tuple(_rows(p, entry.language, rows) for p in entry.passages), idf)


def _rows(passage: Passage, language: str, rows: dict[str, int]) -> NDArray[np.int64]:
    """Return the rows of the words of a passage that say something of its subject."""
    light = SMALL_WORDS.light.get(language, frozenset())
    words = content_words(passage.text, language)
    return np.array([rows[word] for word in words if word in rows and word not in light], dtype=np.int64)


@dataclass(frozen=True)
class Reading:
    """A source read against one target.

    ``cosines``, ``shared`` (the share of words two passages have in common) and ``strength``, made of both,
    are (source passages, target passages) in [0, 1]. ``relation`` says which side asks.
    """

    source: Reader
    target: Entry
    cosines: Floats
    shared: Floats
    strength: Floats
    target_words: tuple[NDArray[np.int64], ...]
    vocabulary: Vocabulary | None
    relation: RelationSpec

    def passages(self, side: Side) -> tuple[Passage, ...]:
        """Return the passages of one side."""
        return (self.source.entry if side == "source" else self.target).passages


def read_pair(
    source: Reader,
    target: Entry,
    vectors: NDArray[np.float32],
    vocabulary: Vocabulary | None,
    relation: RelationSpec,
) -> Reading:
    """Compare every passage of the source with every passage of the target.

    Without a vocabulary, the cosines make the whole strength.
    """
    cosines = np.clip(np.asarray(source.vectors @ vectors.T, dtype=np.float64), 0.0, 1.0)
    if vocabulary is None:
        return Reading(source, target, cosines, np.zeros_like(cosines), cosines, (), None, relation)
    columns = tuple(_rows(p, target.language, vocabulary.right) for p in target.passages)
    shared = _shared(source, columns, vocabulary)
    strength = WORDS_SHARE * shared + (1 - WORDS_SHARE) * cosines
    return Reading(source, target, cosines, shared, strength, columns, vocabulary, relation)


def _shared(source: Reader, columns: Sequence[NDArray[np.int64]], vocabulary: Vocabulary) -> Floats:
    """Return the geometric mean of what every two passages say of each other's words, in [0, 1].

    Closeness is squared, so that the same word and a true synonym count and a vague relation hardly does.
    """
    shared = np.zeros((len(source.words), len(columns)))
    filled = [index for index, column in enumerate(columns) if len(column)]
    if not filled:
        return shared
    joined = np.concatenate([columns[index] for index in filled])
    counts = np.array([len(columns[index]) for index in filled])
    starts = np.cumsum(counts) - counts
    for row, words in enumerate(source.words):
        if not len(words):
            continue
        closeness = vocabulary.closeness[np.ix_(words, joined)] ** 2
        idf = source.idf[words]
        said = idf @ np.maximum.reduceat(closeness, starts, axis=1) / idf.sum()
        heard = np.add.reduceat(closeness.max(axis=0), starts) / counts
        shared[row, filled] = np.sqrt(said * heard)
    return shared


def evidence_pairs(reading: Reading, floors: EvidenceFloors) -> tuple[EvidencePair, ...]:
    """Return up to four pairs of passages, the ones that carry the match first, each passage used once.

    Two pairs need the strength of an answer, further ones more; each, a word in common or a high cosine.
    They are ranked by strength times the root of the source passage's weight, so that an exchange of
    politeness never stands before a sentence that says something, and a title counts less than a sentence.
    What only refuses, or says what an answer does not do, is no evidence; see `_says_something`.
    """
    if not reading.strength.size:
        return ()
    ranked = reading.strength * np.sqrt(_weights(reading.source))[:, None]
    ranked *= _shown_shares(reading, "source")[:, None]
    ranked *= _shown_shares(reading, "target")
    ranked[reading.strength < floors.covered] = 0.0
    says = _says_something(reading)
    pairs: list[EvidencePair] = []
    for row, column in _assign(ranked, reading.strength.shape[0], says):
        floor = floors.pair if len(pairs) >= SURE_PAIRS else floors.covered
        words = matched_words(reading, row, column)
        similarity = float(reading.cosines[row, column])
        if reading.strength[row, column] >= floor and (words or similarity >= ALIKE):
            pairs.append(
                EvidencePair(
                    source=quote(reading.source.entry.passages[row]),
                    target=quote(reading.target.passages[column]),
                    similarity=similarity,
                    strength=float(reading.strength[row, column]),
                    words=words,
                )
            )
    return tuple(pairs[:MOST_PAIRS])


def _shown_shares(reading: Reading, side: Side) -> Floats:
    """Return what share of its rank each passage of a side keeps, (passages,)."""
    limited = reading.relation.promises and reading.relation.asking != side
    return np.array(
        [
            (TITLE_SHARE if passage.field == "title" else 1.0)
            * (LIMIT_SHARE if limited and denied_part(passage.text) else 1.0)
            for passage in reading.passages(side)
        ]
    )


def _says_something(reading: Reading) -> Callable[[int, int], bool]:
    """Return what tells whether a source passage and a target passage may be shown as evidence.

    A passage that only refuses is answered by one that says no too. A sentence in which the answer says what
    it does not do is evidence only where the asking side forbids just that, or where the words in common
    stand in another clause.
    """
    if not reading.relation.promises:
        return lambda row, column: True
    is_source = reading.relation.asking == "source"
    asking = reading.passages("source" if is_source else "target")
    answering = reading.passages("target" if is_source else "source")
    refusals = [only_refuses(passage) for passage in asking]
    limits = [denied_part(passage.text) for passage in answering]

    def says(row: int, column: int) -> bool:
        ask, answer = (row, column) if is_source else (column, row)
        if refusals[ask]:
            return negates(answering[answer])
        if not limits[answer] or forbids(asking[ask]):
            return True
        said = [pair[1 if is_source else 0] for pair in matched_words(reading, row, column)]
        return any(fold(word) not in limits[answer] for word in said)

    return says


def _assign(
    values: Floats, most: int, accepts: Callable[[int, int], bool] | None = None
) -> list[tuple[int, int]]:
    """Choose positive cells one at a time, the highest first, no two in one row or column."""
    order = np.argsort(-values, axis=None, kind="stable")
    rows: set[int] = set()
    columns: set[int] = set()
    chosen: list[tuple[int, int]] = []
    for cell in order:
        row, column = divmod(int(cell), values.shape[1])
        if len(chosen) == most or values[row, column] <= 0:
            break
        if row not in rows and column not in columns and (accepts is None or accepts(row, column)):
            chosen.append((row, column))
            rows.add(row)
            columns.add(column)
    return chosen


def matched_words(reading: Reading, row: int, column: int) -> tuple[tuple[str, str], ...]:
    """Return the words two passages have in common, equal or close, the rarest first."""
    if reading.vocabulary is None:
        return ()
    left = reading.source.words[row]
    right = reading.target_words[column]
    if not len(left) or not len(right):
        return ()
    names_left, names_right = reading.vocabulary.left_words, reading.vocabulary.right_words
    said = fold(reading.source.entry.passages[row].text)
    heard = fold(reading.target.passages[column].text)
    closeness = reading.vocabulary.closeness[np.ix_(left, right)]
    found = [
        (float(reading.source.idf[left[i]] * closeness[i, j]), names_left[left[i]], names_right[right[j]])
        for i, j in _assign(closeness * reading.source.idf[left][:, None], min(len(left), len(right)))
        if closeness[i, j] >= CLOSE_ENOUGH
        and fold(names_left[left[i]]) in said
        and fold(names_right[right[j]]) in heard
    ]
    found.sort(key=lambda item: (-item[0], item[1]))
    return tuple((one, other) for _, one, other in found[:MOST_WORDS])


def _weights(source: Reader) -> Floats:
    """Return what share of the source's rare words each passage holds, (passages,) summing to 1 when any."""
    return _shares(source.entry.passages, source.words, source.idf)


def _shares(passages: Sequence[Passage], words: Sequence[NDArray[np.int64]], idf: Floats) -> Floats:
    masses = np.array([idf[rows].sum() if len(rows) else 0.0 for rows in words])
    if not masses.any():
        masses = np.array([float(len(p.stems)) for p in passages])
    return np.asarray(masses / masses.sum()) if masses.any() else masses


def missing_parts(
    reading: Reading, floors: EvidenceFloors, idf: Floats, evidence: Sequence[EvidencePair] = ()
) -> tuple[MissingPart, ...]:
    """Return the passages of the asking side that ask for something and that the other side does not answer.

    A passage asks when it is in the field ``constraints`` or uses a word of demand (“nous cherchons”,
    “objectif”, “we need”…); troubles stand in where a text demands nothing; context and titles are left out.
    What is quoted as evidence is not missing, nor what only refuses: the rules tell that. The most important
    first, at most three.

    Args:
        idf: the rarity of each word of the asking side, as rows of the vocabulary; empty without one.
    """
    side = reading.relation.asking
    passages = reading.passages(side)
    demands = _demands(passages)
    words = reading.source.words if side == "source" else reading.target_words
    importance = _shares(passages, words, idf) * demands
    if not importance.any():
        return ()
    importance = importance / importance.sum()
    strength = reading.strength if side == "source" else reading.strength.T
    coverage = strength.max(axis=1) if strength.size else np.zeros(len(importance))
    quoted = {pair.source if side == "source" else pair.target for pair in evidence}
    left = [
        i
        for i in np.argsort(-importance, kind="stable")
        if importance[i] > 0 and coverage[i] < floors.covered and quote(passages[i]) not in quoted
    ]
    return tuple(
        MissingPart(quote(passages[i]), float(importance[i]), float(coverage[i])) for i in left[:MOST_MISSING]
    )


def _demands(passages: Sequence[Passage]) -> Floats:
    """Return how much each passage asks, troubles counting only where nothing is demanded."""
    asked = np.array([0.0 if only_refuses(p) else demand(p) for p in passages])
    return np.where(asked == 1.0, asked, 0.0) if (asked == 1.0).any() else asked


def demand(passage: Passage) -> float:
    """Return how much a passage asks: 1 a demand or a constraint, 0.5 a trouble, 0 context or a title."""
    if passage.field == "title":
        return 0.0
    plain = strip_accents(passage.text).lower()
    if passage.field == "constraints" or "?" in plain or ASKS.search(plain):
        return 1.0
    return 0.5 if SUFFERS.search(plain) else 0.0
