"""The raw features of every (query, document) pair, and the door for features that come from elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from .alignment import Vocabulary, align, compare_vocabularies
from .entries import Corpus, Entry, Floats
from .exclusions import Conflict, Statement, conflicts, mentioned, stated
from .lexical import LexicalIndex, LexicalStatistics, query_weights
from .relations import RelationSpec
from .semantic import document_cosines, passage_cosines
from .wordtable import WordTable, entry_words

# How welcome each stage is: the programme tests solutions that are nearly designed and need the field.
STAGE_VALUES = {"idea": 0.25, "prototype": 0.8, "pilot": 1.0, "precommercial": 1.0, "market": 0.5}

TEXT_FEATURES = ("words", "lexical", "semantic_document", "semantic_passages")
FIXED_FEATURES = ("theme", "context", "stage", "language", "constraint")


@dataclass(frozen=True)
class Pairing:
    """Two corpora about to be compared in one direction, with what both directions share."""

    relation: RelationSpec
    queries: Corpus
    documents: Corpus
    table: WordTable | None = None
    statistics: LexicalStatistics | None = None
    turned: "Pairing | None" = None

    @cached_property
    def query_words(self) -> tuple[tuple[str, ...], ...]:
        """The content words of each query."""
        return _words(self.queries)

    @cached_property
    def document_words(self) -> tuple[tuple[str, ...], ...]:
        """The content words of each document."""
        return _words(self.documents)

    @cached_property
    def vocabulary(self) -> Vocabulary | None:
        """The words of both sides compared; None without a table of words."""
        if self.turned is not None:
            compared = self.turned.vocabulary
            return compared.reversed() if compared is not None else None
        if self.table is None:
            return None
        return compare_vocabularies(_distinct(self.queries), _distinct(self.documents), self.table)

    @cached_property
    def alignment(self) -> tuple[Floats, Floats] | None:
        """The share of each query said by each document, and the rarity of the query words; see `align`."""
        if self.vocabulary is None:
            return None
        return align(self.query_words, self.document_words, self.vocabulary)

    def reversed(self) -> "Pairing":
        """Return the pairing seen from the documents; whole-collection statistics hold for one side only."""
        return Pairing(self.relation.reversed(), self.documents, self.queries, self.table, None, turned=self)

    @cached_property
    def index(self) -> LexicalIndex:
        """The inverted index of the documents."""
        if self.statistics is not None:
            return _index(self.documents, self.statistics)
        return self.documents.keep("lexical index", lambda: _index(self.documents))

    @cached_property
    def is_same_language(self) -> np.ndarray:
        """(n, m) bool: both texts are in the same language; an unknown language counts as the same."""
        left = np.array([e.language for e in self.queries.entries], dtype=object)
        right = np.array([e.language for e in self.documents.entries], dtype=object)
        return np.asarray(
            (left[:, None] == right[None, :]) | (left == "")[:, None] | (right == "")[None, :], dtype=bool
        )

    @cached_property
    def constraints(self) -> "Constraints":
        """What is stated and what is mentioned, read once for both directions."""
        if self.turned is not None:
            return self.turned.constraints.reversed()
        spoken = self.relation.constraints_of
        if spoken == "none":
            return Constraints((), {}, is_target=False)
        stating, other = self.queries, self.documents
        if spoken == "target":
            stating, other = other, stating
        statements = tuple(stated(entry) for entry in stating.entries)
        mentions = other.keep("mentions", lambda: [mentioned(entry) for entry in other.entries])
        found = {
            (row, column): met
            for row, said in enumerate(statements)
            for column, heard in enumerate(mentions if said else ())
            if (met := conflicts(said, heard))
        }
        constraints = Constraints(statements, found, is_target=False)
        return constraints.reversed() if spoken == "target" else constraints


@dataclass(frozen=True)
class Constraints:
    """The constraints of a pairing.

    ``statements`` has one item per entry of the stating side, the documents when ``is_target``; ``conflicts``
    is by (query row, document row).
    """

    statements: tuple[tuple[Statement, ...], ...]
    conflicts: Mapping[tuple[int, int], tuple[Conflict, ...]]
    is_target: bool

    def reversed(self) -> "Constraints":
        """Return the same seen from the other side."""
        turned = {(column, row): met for (row, column), met in self.conflicts.items()}
        return Constraints(self.statements, turned, not self.is_target)


def _index(corpus: Corpus, statistics: LexicalStatistics | None = None) -> LexicalIndex:
    return LexicalIndex([entry.stems for entry in corpus.entries], statistics=statistics)


def _distinct(corpus: Corpus) -> list[str]:
    """Return the distinct content words of a corpus, sorted."""
    return corpus.keep("distinct words", lambda: sorted({word for words in _words(corpus) for word in words}))


def _words(corpus: Corpus) -> tuple[tuple[str, ...], ...]:
    return corpus.keep("words", lambda: tuple(entry_words(entry) for entry in corpus.entries))


class FeatureSource(Protocol):
    """A feature computed elsewhere (for example from a base of knowledge), added to the others by name.

    ``raw`` returns (n, m) float64 in [0, 1] for the direction of the pairing, NaN where it says nothing; the
    feature's weight is read from the ranker's weights under ``name``, and so is its background, with which it
    is normalised on the list as texts are; without one its normaliser is fixed at 0 and 1.
    """

    name: str

    def raw(self, pairing: Pairing) -> Floats: ...


def forward_features(pairing: Pairing, sources: Sequence[FeatureSource] = ()) -> dict[str, Floats]:
    """Return each feature of the direction queries → documents, (n, m) float64, NaN where it is unknown.

    ``words``: share of the query said by the document in the same or close words; ``lexical``: BM25 as a
    share of what a document repeating the query would reach; ``semantic_document`` and ``semantic_passages``:
    cosines; the others are shares in [0, 1].
    """
    features = {
        "lexical": lexical_shares(pairing),
        "semantic_document": document_cosines(pairing.queries, pairing.documents),
        "semantic_passages": passage_cosines(pairing.queries, pairing.documents, passage_weights(pairing)),
        "theme": _overlap(
            [e.themes for e in pairing.queries.entries], [e.themes for e in pairing.documents.entries]
        ),
        "context": _overlap(
            [e.contexts for e in pairing.queries.entries], [e.contexts for e in pairing.documents.entries]
        ),
        "stage": _stages(pairing.queries, pairing.documents),
        "language": _languages(pairing.queries, pairing.documents),
        "constraint": _constraints(pairing),
    }
    if pairing.alignment is not None:
        features["words"] = pairing.alignment[0]
    for source in sources:
        features[source.name] = source.raw(pairing)
    return features


def passage_weights(pairing: Pairing) -> Floats:
    """Return the idf mass of each passage of the queries, (query passages,) float64 >= 0."""
    return np.array(
        [pairing.index.idf(set(p.stems)).sum() for e in pairing.queries.entries for p in e.passages],
        dtype=np.float64,
    )


def lexical_shares(pairing: Pairing) -> Floats:
    """Return BM25 divided by the sum of the query's idf, (n, m) float64 in [0, 1): the theoretical maximum.

    Source: Bruch, Gai & Ingber 2023, theoretical min-max normalisation of a convex combination.
    """
    shares = np.zeros((len(pairing.queries), len(pairing.documents)))
    for row, entry in enumerate(pairing.queries.entries):
        weights = query_weights(entry.stems)
        limit = float(pairing.index.idf(weights) @ np.fromiter(weights.values(), float)) if weights else 0.0
        if limit > 0:
            shares[row] = pairing.index.scores(weights) / limit
    return shares


def _overlap(left: Sequence[tuple[str, ...]], right: Sequence[tuple[str, ...]]) -> Floats:
    """Return the share of the shorter list found in the other; the first code of each counts double."""
    codes = {
        code: column for column, code in enumerate(sorted({c for codes in (*left, *right) for c in codes}))
    }
    rows, columns = _code_weights(left, codes), _code_weights(right, codes)
    shared = np.minimum(rows[:, None, :], columns[None, :, :]).sum(axis=2)
    smaller = np.minimum(rows.sum(axis=1)[:, None], columns.sum(axis=1)[None, :])
    return np.where(smaller > 0, shared / np.where(smaller > 0, smaller, 1), np.nan)


def _code_weights(lists: Sequence[tuple[str, ...]], codes: dict[str, int]) -> Floats:
    weights = np.zeros((len(lists), len(codes)))
    for row, items in enumerate(lists):
        for position, code in enumerate(items):
            weights[row, codes[code]] = 1.0 if position else 2.0
    return weights


def _stages(queries: Corpus, documents: Corpus) -> Floats:
    """Return how welcome the stage of either side's solution is, NaN when neither side has a stage."""
    rows = np.array([_stage_value(entry) for entry in queries.entries], dtype=np.float64)
    columns = np.array([_stage_value(entry) for entry in documents.entries], dtype=np.float64)
    return np.where(np.isnan(columns)[None, :], rows[:, None], columns[None, :])


def _stage_value(entry: Entry) -> float:
    return STAGE_VALUES.get(entry.stage, np.nan)


def _languages(queries: Corpus, documents: Corpus) -> Floats:
    """Return 1 where the sides have a language in common, 0 where not, NaN where it is unknown."""
    result = np.full((len(queries), len(documents)), np.nan)
    for row, query in enumerate(queries.entries):
        for column, document in enumerate(documents.entries):
            if query.language and document.language:
                spoken = {query.language, *query.languages} & {document.language, *document.languages}
                result[row, column] = float(bool(spoken))
    return result


def _constraints(pairing: Pairing) -> Floats:
    """Return 0 where a stated constraint is broken, 1 where all hold, NaN where none is stated."""
    constraints = pairing.constraints
    result = np.full((len(pairing.queries), len(pairing.documents)), np.nan)
    for index, said in enumerate(constraints.statements):
        if said:
            result[(slice(None), index) if constraints.is_target else index] = 1.0
    for row, column in constraints.conflicts:
        result[row, column] = 0.0
    return result
