"""The measuring stick: ranking a judged collection and reporting how good the lists are."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from .entries import Corpus, Encode, EntryId, Floats, encode_corpus
from .features import FeatureSource
from .judged import Judged
from .lexical import LexicalIndex, query_weights
from .metrics import Estimate, estimate, ndcg, recall, reciprocal_rank
from .ranking import rank
from .relations import RELATIONS
from .semantic import document_cosines
from .wordtable import WordTable

RankerName = Literal["hybrid", "bm25", "dense"]
DEPTH = 100  # documents kept of each list
SEED = 0

Measure = Callable[[Sequence[str], Mapping[str, int]], float]
MEASURES: dict[str, Measure] = {
    "ndcg@10": lambda ranking, grades: ndcg(ranking, grades, 10),
    "mrr@10": lambda ranking, grades: reciprocal_rank(ranking, grades, 10),
    "recall@10": lambda ranking, grades: recall(ranking, grades, 10),
    "recall@50": lambda ranking, grades: recall(ranking, grades, 50),
}

Run = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Report:
    """What was measured, over all queries and by pair of languages, as ``fr-en``, the query first."""

    overall: Mapping[str, Estimate]
    by_language_pair: Mapping[str, Mapping[str, Estimate]]
    ms_per_query: float
    queries: int

    def to_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "overall": {name: asdict(value) for name, value in self.overall.items()},
            "by_language_pair": {
                pair: {name: asdict(value) for name, value in measures.items()}
                for pair, measures in self.by_language_pair.items()
            },
            "ms_per_query": self.ms_per_query,
            "queries": self.queries,
        }


def run_ranker(
    judged: Judged,
    encode: Encode,
    *,
    dimension: int,
    relation: str,
    ranker: RankerName = "hybrid",
    sources: Sequence[FeatureSource] = (),
) -> tuple[Run, float]:
    """Rank the documents for every query, and say how many milliseconds one query took.

    ``hybrid`` with the site's ``sources`` is what the site does, both directions of the relation included:
    the queries of the file stand for the site's other needs or asks. ``bm25`` and ``dense`` rank by one
    feature. Encoding is not counted.
    """
    queries = encode_corpus(judged.queries, encode, dimension=dimension)
    documents = encode_corpus(judged.documents, encode, dimension=dimension)
    table = WordTable(encode, dimension)
    started = time.perf_counter()
    if ranker == "hybrid":
        lists = rank(
            queries, documents, RELATIONS[relation], table=table, limit=DEPTH, explained=0, sources=sources
        )
        run = {str(found.source): tuple(str(target) for target in found.targets) for found in lists}
    else:
        scores = _bm25(queries, documents) if ranker == "bm25" else document_cosines(queries, documents)
        run = _ordered(scores, queries.ids, documents.ids)
    elapsed = time.perf_counter() - started
    return run, 1000 * elapsed / max(1, len(queries))


def _bm25(queries: Corpus, documents: Corpus) -> Floats:
    index = LexicalIndex([entry.stems for entry in documents.entries])
    scores = np.array([index.scores(query_weights(entry.stems)) for entry in queries.entries])
    return np.where(scores > 0, scores, np.nan)


def _ordered(scores: Floats, queries: Sequence[EntryId], documents: Sequence[EntryId]) -> Run:
    """Order documents by score, ties by id, those without score left out."""
    run: Run = {}
    for row, query in enumerate(queries):
        known = [column for column in range(len(documents)) if not np.isnan(scores[row, column])]
        known.sort(key=lambda column: (-scores[row, column], str(documents[column])))
        run[str(query)] = tuple(str(documents[column]) for column in known[:DEPTH])
    return run


def report(judged: Judged, run: Run, *, ms_per_query: float) -> Report:
    """Measure the lists of the queries that have a document of positive grade.

    For a language pair, queries of the first language are measured on the list a reader sees, in which only
    documents of the second language count as relevant. A pair without any judgement is left out.
    """
    grades = {query: found for query, found in judged.grades.items() if found}
    overall = _measure({query: (run.get(query, ()), found) for query, found in grades.items()})
    spoken = {str(entry.id): entry.language or "?" for entry in judged.documents}
    pairs: dict[str, dict[str, tuple[tuple[str, ...], Mapping[str, int]]]] = {}
    for entry in judged.queries:
        query = str(entry.id)
        for language in sorted({spoken[document] for document in grades.get(query, {})}):
            kept = {d: grade for d, grade in grades[query].items() if spoken[d] == language}
            pairs.setdefault(f"{entry.language or '?'}-{language}", {})[query] = (run.get(query, ()), kept)
    return Report(
        overall=overall,
        by_language_pair={pair: _measure(lists) for pair, lists in sorted(pairs.items())},
        ms_per_query=ms_per_query,
        queries=len(grades),
    )


def _measure(lists: Mapping[str, tuple[Sequence[str], Mapping[str, int]]]) -> dict[str, Estimate]:
    rng = np.random.default_rng(SEED)
    return {
        name: estimate([measure(ranking, grades) for ranking, grades in lists.values()], rng)
        for name, measure in MEASURES.items()
    }


def trec_lines(run: Run, tag: str) -> list[str]:
    """Return the lists as lines of a TREC run; the score is 1 / rank, since diversity makes the order.

    Raises:
        ValueError: an id holds white space, which the format cannot carry.
    """
    for identity in [*run, *(document for documents in run.values() for document in documents)]:
        if identity.split() != [identity]:
            raise ValueError(f"the id “{identity}” holds white space")
    return [
        f"{query} Q0 {document} {position} {1 / position:.6f} {tag}"
        for query, documents in run.items()
        for position, document in enumerate(documents, start=1)
    ]
