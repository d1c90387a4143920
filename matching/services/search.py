"""Free-text search by meaning, over any set of profiles."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from django.db.models import Count, Max, QuerySet

from community.models import Profile, ProfileKind
from matching.core.entries import Corpus
from matching.core.search import is_answer, search
from matching.models import Document, EncoderVersion
from matching.queries.corpora import load_corpus, matchable_documents

from .encoders import encoder_of, serving_version
from .suggestions import word_table

QUERY_LENGTH = 500
# Sets searched lately, each with its index: one per kind of the directory, and some filters.
SETS_KEPT = 12


@dataclass(frozen=True, slots=True)
class Found:
    """One profile that answers a text: how well, and the passage that does."""

    profile: Profile
    score: float
    passage: str


def search_profiles(text: str, profiles: QuerySet[Profile], *, limit: int) -> list[Found]:
    """Return the profiles of this set that answer a text, best first; none where none speaks of it.

    Exact: every text of the set is compared. The corpus is kept by the process and read again when a text was
    prepared since (one short query tells). While this process has no encoder for the vectors that serve,
    words alone are compared.
    """
    version = serving_version()
    encoder = encoder_of(version)
    ids = frozenset(profiles.values_list("pk", flat=True))
    with _LOCK:
        corpus = _KEPT.read(version, ids)
        ranked = search(
            text,
            corpus,
            encoder.encode if encoder else partial(_no_vectors, version.dimension),
            table=word_table(encoder) if encoder else None,
            limit=limit,
        )
    items = [item for item in ranked.items if is_answer(item)]
    rows = {profile.pk: profile for profile in _with_both(profiles, [int(item.target) for item in items])}
    return [
        Found(rows[item.target], item.score, item.evidence[0].target.text if item.evidence else "")
        for item in items
        if item.target in rows
    ]


def _no_vectors(dimension: int, texts: Sequence[str]) -> np.ndarray:
    return np.zeros((len(texts), dimension), dtype=np.float32)


def _with_both(profiles: QuerySet[Profile], ids: Sequence[int]) -> QuerySet[Profile]:
    related = ("organisation", "edition", "need__neighbourhood", "solution", "expertise__expert")
    return profiles.filter(pk__in=ids).select_related(*related)


class _KeptCorpora:
    """Every matchable text as this process last read it, and the last sets that were searched in it."""

    def __init__(self) -> None:
        self.key: tuple[object, ...] = ()
        self.whole: Corpus | None = None
        self.subsets: OrderedDict[frozenset[int], Corpus] = OrderedDict()

    def read(self, version: EncoderVersion, ids: frozenset[int]) -> Corpus:
        """Return the corpus of these ids, prepared once while no text changes."""
        state = Document.objects.aggregate(last=Max("prepared_at"), count=Count("pk"))
        key = (version.pk, state["last"], state["count"])
        if self.whole is None or key != self.key:
            self.whole = load_corpus(matchable_documents(list(ProfileKind)), version)
            self.key = key
            self.subsets.clear()
        if ids not in self.subsets:
            self.subsets[ids] = _subset(self.whole, ids)
        self.subsets.move_to_end(ids)
        if len(self.subsets) > SETS_KEPT:
            self.subsets.popitem(last=False)
        return self.subsets[ids]


_KEPT = _KeptCorpora()
# The table of words grows as it is used, and is not made for two threads at once.
_LOCK = threading.Lock()


def _subset(corpus: Corpus, ids: frozenset[int]) -> Corpus:
    """Return the entries of these ids, with their vectors."""
    rows = [row for row, entry in enumerate(corpus.entries) if entry.id in ids]
    if len(rows) == len(corpus.entries):
        return corpus
    parts = [corpus.passages_of(row) for row in rows]
    passages = np.concatenate(parts) if parts else corpus.passage_vectors[:0]
    return Corpus(tuple(corpus.entries[row] for row in rows), corpus.vectors[rows], passages)
