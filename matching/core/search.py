"""Search by meaning: a free text against profiles, by the ranker's own features, in one direction."""

from collections.abc import Sequence

from .entries import Corpus, Encode, Entry, encode_corpus, prepare_entry
from .features import FeatureSource
from .languages import detect_language
from .lexical import LexicalStatistics
from .ranked import RankedList
from .ranking import LIMIT, rank
from .relations import RELATIONS
from .weights import RankerWeights
from .wordtable import WordTable

QUERY_ID = 0


def query_entry(text: str, *, language: str = "") -> Entry:
    """Return a free text as an entry, its language detected when it is not given."""
    if not language:
        detected = detect_language(text)
        language = detected if detected in {"fr", "en"} else ""
    return prepare_entry(QUERY_ID, [("text", text)], language=language)


def search(
    text: str,
    documents: Corpus,
    encode: Encode,
    *,
    table: WordTable | None = None,
    weights: RankerWeights | None = None,
    limit: int = LIMIT,
    sources: Sequence[FeatureSource] = (),
    statistics: LexicalStatistics | None = None,
) -> RankedList:
    """Return the documents that answer a free text, best first, explained as suggestions are.

    A text without any word returns an empty list: there is nothing to look for.
    """
    entry = query_entry(text)
    if not entry.passages or not len(documents):
        return RankedList(QUERY_ID, ())
    queries = encode_corpus([entry], encode, dimension=documents.vectors.shape[1])
    (found,) = rank(
        queries,
        documents,
        RELATIONS["search"],
        table=table,
        weights=weights,
        limit=limit,
        sources=sources,
        statistics=statistics,
    )
    return found
