"""Ranking: from two corpora to explained, diversified lists."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from .alignment import best_closeness, soft_idf
from .diversity import DECIMALS, Step, document_similarities, place
from .entries import Corpus, EntryId, Floats, Ints
from .evidence import Reader, evidence_pairs, missing_parts, read_pair, reader
from .features import FeatureSource, Pairing, forward_features
from .lexical import LexicalStatistics
from .limits import declined
from .ranked import Ranked, RankedList
from .relations import RelationSpec
from .scoring import Direction, Mask, harmonic, reverse_shares, score_direction
from .semantic import centre, common_mean
from .verdicts import band_of, direction_score, lowered, rules_of
from .weights import RankerWeights, default_weights
from .wordtable import WordTable

LIMIT = 20


@dataclass(frozen=True)
class Scored:
    """Both directions of every pair and their combination.

    Attributes:
        forward, reverse: see `Direction`; ``reverse`` is transposed, so both are (queries, documents).
        score: (n, m) float64 in [0, 1].
        allowed: (n, m) bool, pairs that may be suggested.
        reverse_shares: (m,) float64 in [0, 0.5), the weight of the reverse direction.
    """

    pairing: Pairing
    forward: Direction
    reverse: Direction | None
    score: Floats
    allowed: Mask
    reverse_shares: Floats


def rank(
    queries: Corpus,
    documents: Corpus,
    relation: RelationSpec,
    *,
    table: WordTable | None = None,
    weights: RankerWeights | None = None,
    excluded: Collection[tuple[EntryId, EntryId]] = (),
    only: Collection[EntryId] | None = None,
    limit: int = LIMIT,
    explained: int | None = None,
    sources: Sequence[FeatureSource] = (),
    statistics: LexicalStatistics | None = None,
) -> list[RankedList]:
    """Suggest documents to queries, best first.

    Pairs of one owner, pairs excluded and, in a relation within one kind, an entry itself are never suggested
    and enter no statistic. A list has fewer than ``limit`` items when fewer pairs are allowed; no queries
    give no list, no documents empty lists. Ties break by id. The answer does not depend on the order of
    queries or documents.

    Args:
        queries, documents: the two sides. All open profiles of both kinds belong here, since each direction
            is
            normalised on the list it is in; ``only`` restricts for which queries a list is made.
        table: the words' vectors, from the same encoder as the corpora; without it the feature ``words`` is
            unknown.
        excluded: (query id, document id) pairs.
        explained: how many items of each list get evidence, missing parts and rules; all of them when None.
        sources: features computed elsewhere.
        statistics: of the whole collection, when the documents are only candidates drawn from it.
    """
    weights = weights or default_weights()
    if not len(queries) or not len(documents):
        return [RankedList(entry.id, ()) for entry in queries.entries if only is None or entry.id in only]
    pairing = Pairing(relation, queries, documents, table, statistics)
    scored = score_pairs(pairing, raw_features(pairing, sources), weights=weights, excluded=excluded)
    maker = _ListMaker(scored, weights, limit, limit if explained is None else explained)
    return [maker.make(row) for row, entry in enumerate(queries.entries) if only is None or entry.id in only]


Raw = tuple[Mapping[str, Floats], Mapping[str, Floats] | None]


def raw_features(pairing: Pairing, sources: Sequence[FeatureSource] = ()) -> Raw:
    """Return the raw features of both directions, the reverse ones None where only one direction counts."""
    forward = forward_features(pairing, sources)
    if pairing.relation.combination == "forward":
        return forward, None
    return forward, forward_features(pairing.reversed(), sources)


def score_pairs(
    pairing: Pairing,
    raw: Raw,
    *,
    weights: RankerWeights,
    excluded: Collection[tuple[EntryId, EntryId]] = (),
) -> Scored:
    """Score every pair of two corpora from their raw features, without choosing or explaining any."""
    allowed = _allowed(pairing, excluded)
    same = pairing.is_same_language
    forward = score_direction(raw[0], same=same, counted=allowed, weights=weights)
    if raw[1] is None:
        return Scored(pairing, forward, None, forward.score, allowed, np.zeros(allowed.shape[1]))
    turned = _transposed(score_direction(raw[1], same=same.T, counted=allowed.T, weights=weights))
    shares = reverse_shares(allowed, weights.reverse_prior)
    score = harmonic(forward.score, turned.score, shares[None, :])
    return Scored(pairing, forward, turned, score, allowed, shares)


def _transposed(direction: Direction) -> Direction:
    return Direction(
        raw={name: array.T for name, array in direction.raw.items()},
        low={name: array.T for name, array in direction.low.items()},
        high={name: array.T for name, array in direction.high.items()},
        weights={name: array.T for name, array in direction.weights.items()},
        score=direction.score.T,
    )


def _allowed(pairing: Pairing, excluded: Collection[tuple[EntryId, EntryId]]) -> Mask:
    allowed: Mask = np.ones((len(pairing.queries), len(pairing.documents)), dtype=bool)
    rows = {entry.id: row for row, entry in enumerate(pairing.queries.entries)}
    columns = {entry.id: column for column, entry in enumerate(pairing.documents.entries)}
    owned: dict[EntryId, list[int]] = {}
    for column, entry in enumerate(pairing.documents.entries):
        if entry.owner_id is not None:
            owned.setdefault(entry.owner_id, []).append(column)
    for row, entry in enumerate(pairing.queries.entries):
        if entry.owner_id is not None:
            allowed[row, owned.get(entry.owner_id, [])] = False
        if pairing.relation.is_within and entry.id in columns:
            allowed[row, columns[entry.id]] = False
    for query, document in excluded:
        if query in rows and document in columns:
            allowed[rows[query], columns[document]] = False
    return allowed


class _ListMaker:
    """Chooses, places and explains the suggestions of one source at a time."""

    def __init__(self, scored: Scored, weights: RankerWeights, limit: int, explained: int):
        self.scored, self.weights, self.limit, self.explained = scored, weights, limit, explained
        self.pairing = scored.pairing
        self.ids = self.pairing.documents.ids
        alignment = self.pairing.alignment
        self.idf: Floats = alignment[1] if alignment is not None else np.zeros(0)
        self.mean = common_mean(self.pairing.queries, self.pairing.documents)

    @cached_property
    def asking_idf(self) -> Floats:
        """The rarity of each word of the side that asks."""
        if self.pairing.relation.asking == "source":
            return self.idf
        if self.pairing.vocabulary is None:
            return np.zeros(0)
        turned = self.pairing.vocabulary.reversed()
        return soft_idf(best_closeness(turned.closeness, self.pairing.query_words, turned.right))

    def make(self, row: int) -> RankedList:
        """Return the list of one query."""
        source = self.pairing.queries.entries[row]
        pool = self._pool(row)
        order, steps = place(
            self.scored.score[row, pool],
            document_similarities(self.pairing.documents.vectors[pool]),
            [self.ids[column] for column in pool],
            trade=self.weights.diversity,
            pool=self.weights.pool,
        )
        columns = [int(pool[index]) for index in order[: self.limit]]
        bounds = self.pairing.queries.bounds
        passages = centre(self.pairing.queries.passage_vectors[bounds[row] : bounds[row + 1]], self.mean)
        reads = reader(source, passages, self.pairing.vocabulary, self.idf) if self.explained else None
        items = []
        for position, column in enumerate(columns):
            before = tuple(self.ids[c] for c in columns[:position])
            item = self._ranked(row, column, steps[position], before)
            items.append(
                self._explained(item, row, column, reads) if reads and position < self.explained else item
            )
        return RankedList(source.id, tuple(items))

    def _pool(self, row: int) -> Ints:
        """Return the columns of the best-scored allowed documents, in whole pools, enough for the limit."""
        candidates = np.flatnonzero(self.scored.allowed[row]).tolist()
        pools = -(-self.limit // self.weights.pool)
        by_id = sorted(candidates, key=self.ids.__getitem__)
        score = self.scored.score[row]
        by_score = sorted(by_id, key=lambda column: -round(float(score[column]), DECIMALS))
        return np.array(by_score[: max(1, pools) * self.weights.pool], dtype=np.int64)

    def _ranked(self, row: int, column: int, step: Step, before: tuple[EntryId, ...]) -> Ranked:
        source = self.pairing.queries.entries[row]
        target = self.pairing.documents.entries[column]
        forward = direction_score(self.scored.forward, row, column)
        reverse = direction_score(self.scored.reverse, row, column) if self.scored.reverse else None
        return Ranked(
            relation=self.pairing.relation.name,
            ranker=self.weights.version,
            source=source.id,
            target=target.id,
            languages=(source.language, target.language),
            score=float(self.scored.score[row, column]),
            asking=self.pairing.relation.asking,
            combination=self.pairing.relation.combination,
            reverse_share=float(self.scored.reverse_shares[column]),
            band=band_of(
                forward,
                reverse,
                reverse_share=float(self.scored.reverse_shares[column]),
                broken=(row, column) in self.pairing.constraints.conflicts,
                weights=self.weights,
            ),
            forward=forward,
            reverse=reverse,
            step=step,
            trade=self.weights.diversity,
            placed_before=before,
        )

    def _explained(self, item: Ranked, row: int, column: int, source: Reader) -> Ranked:
        target = self.pairing.documents.entries[column]
        bounds = self.pairing.documents.bounds
        vectors = centre(
            self.pairing.documents.passage_vectors[bounds[column] : bounds[column + 1]], self.mean
        )
        reading = read_pair(source, target, vectors, self.pairing.vocabulary, self.pairing.relation)
        evidence = evidence_pairs(reading, self.weights.evidence)
        limits = declined(reading, self.weights.evidence)
        return replace(
            item,
            band=lowered(item.band, limits, item.asking),
            evidence=evidence,
            missing=missing_parts(reading, self.weights.evidence, self.asking_idf, evidence),
            rules=(*rules_of(self.pairing, row, column), *limits),
        )
