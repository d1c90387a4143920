"""Finding in texts the problems and the levers of the base: what a text complains of, what it brings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.core.entries import Corpus, Encode, Entry, Floats
from matching.core.folding import fold
from matching.core.semantic import centre

from .entries import LANGUAGES, KnowledgeBase, Lever, Problem

Vectors = NDArray[np.float32]
Mask = NDArray[np.bool_]

PROBLEMS_KEPT = 12  # of a text; the next one is the level from which they count
LEAST_CLOSENESS = 0.2  # of the closest problem; below, a text tells none
# A lever counts for how much closer it comes than it usually does: its closeness to unrelated texts, the
# closest passage and the whole text, as if it had been seen in that many of them.
USUAL_PASSAGE, USUAL_TEXT, UNRELATED_TEXTS = (0.15, 0.065), (0.0, 0.08), 10
MOST_DEVIATIONS = 8.0
NAMED = 0.5  # closeness of a passage to a lever that it names, at the least
BLOCK = 2000  # passages compared at once, which bounds the memory
MOST_TEXTS = 5_000  # whose levers are kept, about 3 KB each
DECIMALS = 5

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, eq=False)
class Detector:
    """The base as vectors of one encoder; build it once a process and encoder.

    Attributes:
        problems: (problems, dim), unit rows, less their mean ``problem_mean``.
        terms: (terms, dim), the names and terms of levers, less their mean ``term_mean``.
        levers: (levers, dim), each lever as a whole, less ``lever_mean``.
        first_term: (levers,) the row of the first term of each lever.
    """

    base: KnowledgeBase
    problems: Vectors
    problem_mean: Vectors
    terms: Vectors
    term_mean: Vectors
    first_term: NDArray[np.int64]
    levers: Vectors
    lever_mean: Vectors
    _kept: dict[str, Vectors] = field(init=False, repr=False, default_factory=dict)

    def problem_shares(self, corpus: Corpus) -> Floats:
        """Return how much each problem makes of what each text complains of, (n, problems).

        The closest ``PROBLEMS_KEPT`` count, each for how far it exceeds the next; a row sums to 1, or to 0
        where no problem is close.
        """
        closeness = _closeness(corpus.vectors, self.problem_mean, self.problems)
        kept = min(PROBLEMS_KEPT, closeness.shape[1] - 1)
        level = np.partition(closeness, -kept - 1, axis=1)[:, -kept - 1]
        shares = np.maximum(closeness - level[:, None], 0.0)
        shares[closeness.max(axis=1, initial=0.0) < LEAST_CLOSENESS] = 0.0
        total = shares.sum(axis=1, keepdims=True)
        return np.asarray(shares / np.where(total > 0, total, 1.0))

    def lever_values(self, corpus: Corpus) -> Floats:
        """Return how much each text is about each lever, (n, levers) in [0, 1]; NaN for a mute text."""
        known: Mask = np.asarray(corpus.vectors.any(axis=1), dtype=bool)
        passages = self._passage_closeness(corpus)
        whole = _closeness(corpus.vectors, self.lever_mean, self.levers)
        above = _deviations(passages, known, USUAL_PASSAGE) + _deviations(whole, known, USUAL_TEXT)
        values = np.clip(np.round(above / 2 / MOST_DEVIATIONS, DECIMALS), 0.0, 1.0)
        values[~known] = np.nan
        return np.asarray(values)

    def answers(self, lever_values: Floats) -> Floats:
        """Return how well the best lever of each problem is brought by each text, (n, problems)."""
        rows, starts = self._levers_of_problems
        return np.asarray(np.maximum.reduceat(lever_values[:, rows], starts, axis=1))

    def best_reason(self, shares: Floats, lever_values: Floats) -> tuple[Problem, Lever, float]:
        """Return the problem and the lever that make most of a pair, and their part in its value.

        Args:
            shares: (problems,), of the text that complains.
            lever_values: (levers,), of the text that answers.
        """
        parts = shares * self.answers(lever_values[None, :])[0]
        problem = self.base.problems[int(parts.argmax())]
        lever = max(problem.levers, key=lambda name: lever_values[self._row_of_lever[name]])
        return problem, self.base.lever[lever], float(parts.max())

    def _passage_closeness(self, corpus: Corpus) -> Floats:
        """Return the closeness of each lever to the closest passage of each text, 0 without passage.

        Each text is compared once: many lists are made of the same texts.
        """
        texts = [entry.text for entry in corpus.entries]
        fresh = [row for row, text in enumerate(texts) if text not in self._kept]
        if len(self._kept) + len(fresh) > MOST_TEXTS:
            self._kept.clear()
            fresh = list(range(len(texts)))
        for rows in _blocks(fresh, np.diff(corpus.bounds)):
            closeness = self._closest([corpus.passages_of(row) for row in rows])
            for row, values in zip(rows, closeness, strict=True):
                named = [self._row_of_lever[lever] for lever in self.named_levers(corpus.entries[row])]
                values[named] = np.maximum(values[named], NAMED)
                self._kept[texts[row]] = values
        none = np.zeros((0, len(self.base.levers)), dtype=np.float32)
        return np.asarray(np.stack([self._kept[text] for text in texts]) if texts else none, dtype=np.float64)

    def _closest(self, passages: Sequence[Vectors]) -> Vectors:
        """Return the closeness of each lever to the closest of each text's passages, (texts, levers)."""
        closest = np.zeros((len(passages), len(self.base.levers)), dtype=np.float32)
        filled = [row for row, vectors in enumerate(passages) if len(vectors)]
        if filled:
            vectors = centre(np.concatenate([passages[row] for row in filled]), self.term_mean)
            starts = np.cumsum([0, *(len(passages[row]) for row in filled[:-1])], dtype=np.int64)
            by_text = np.maximum.reduceat(vectors @ self.terms.T, starts)
            closest[filled] = np.maximum.reduceat(by_text, self.first_term, axis=1)
        return closest

    def named_levers(self, entry: Entry) -> tuple[str, ...]:
        """Return the ids of the levers whose name or term the text writes, whatever accents and case."""
        found: dict[str, None] = {}
        for passage in entry.passages:
            words = _words(passage.text)
            for position, word in enumerate(words):
                for term, lever in self._terms_by_first_word.get(word, ()):
                    if tuple(words[position : position + len(term)]) == term:
                        found.setdefault(lever)
        return tuple(found)

    @cached_property
    def _row_of_lever(self) -> dict[str, int]:
        return {lever.id: row for row, lever in enumerate(self.base.levers)}

    @cached_property
    def _levers_of_problems(self) -> tuple[list[int], NDArray[np.int64]]:
        rows = [self._row_of_lever[lever] for problem in self.base.problems for lever in problem.levers]
        counts = [len(problem.levers) for problem in self.base.problems]
        return rows, np.cumsum([0, *counts[:-1]], dtype=np.int64)

    @cached_property
    def _terms_by_first_word(self) -> dict[str, list[tuple[tuple[str, ...], str]]]:
        found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for lever in self.base.levers:
            for term in dict.fromkeys(tuple(_words(text)) for text in _texts_of(lever)):
                if term:
                    found.setdefault(term[0], []).append((term, lever.id))
        return found


def build_detector(base: KnowledgeBase, encode: Encode) -> Detector:
    """Encode the base: each problem and each lever as a whole in both languages, each term by itself."""
    terms = [text for lever in base.levers for text in _texts_of(lever)]
    counts = [len(_texts_of(lever)) for lever in base.levers]
    problems, problem_mean = _centred(_in_both(base.problems, encode))
    levers, lever_mean = _centred(_in_both(base.levers, encode))
    vectors, term_mean = _centred(np.asarray(encode(terms), dtype=np.float32))
    first_term = np.cumsum([0, *counts[:-1]], dtype=np.int64)
    return Detector(base, problems, problem_mean, vectors, term_mean, first_term, levers, lever_mean)


def _texts_of(lever: Lever) -> tuple[str, ...]:
    return (lever.name.fr, lever.name.en, *lever.terms.both)


def _whole(entry: Problem | Lever, language: str) -> str:
    name = entry.name.in_language(language)
    if isinstance(entry, Lever):
        return ", ".join([name, *entry.terms.in_language(language)])
    return ". ".join([name, *entry.symptoms.in_language(language), *entry.causes.in_language(language)])


def _in_both(entries: Sequence[Problem | Lever], encode: Encode) -> Vectors:
    """Return the sum of the vectors of each entry in both languages."""
    vectors = [encode([_whole(entry, language) for entry in entries]) for language in LANGUAGES]
    total = np.sum(vectors, axis=0, dtype=np.float32)
    lengths = np.linalg.norm(total, axis=1, keepdims=True)
    return np.asarray(total / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)


def _centred(vectors: Vectors) -> tuple[Vectors, Vectors]:
    mean = vectors.mean(axis=0)
    return centre(vectors, mean), mean


def _closeness(vectors: Vectors, mean: Vectors, of: Vectors) -> Floats:
    return np.round((centre(vectors, mean) @ of.T).astype(np.float64), DECIMALS)


def _deviations(closeness: Floats, known: Mask, usual: tuple[float, float]) -> Floats:
    """Return by how many deviations each lever is closer to a text than to the others and to unrelated ones.

    A lever near everything (“platform”) says little when it is near.
    """
    mean, deviation = usual
    count = int(known.sum())
    seen = closeness[known]
    total = count + UNRELATED_TEXTS
    means = (seen.sum(axis=0) + UNRELATED_TEXTS * mean) / total
    own = seen.mean(axis=0) if count else 0.0
    variances = (((seen - own) ** 2).sum(axis=0) + UNRELATED_TEXTS * deviation**2) / total
    return np.asarray((closeness - means) / np.sqrt(variances))


def _blocks(rows: Sequence[int], counts: NDArray[np.int64]) -> Iterator[list[int]]:
    """Group texts so that each group has at most ``BLOCK`` passages, or is a single text."""
    group: list[int] = []
    size = 0
    for row in rows:
        if group and size + counts[row] > BLOCK:
            yield group
            group, size = [], 0
        group.append(row)
        size += int(counts[row])
    if group:
        yield group


def _words(text: str) -> list[str]:
    return _WORDS.findall(fold(text))
