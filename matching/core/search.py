"""Search by meaning: a free text against profiles, by the ranker's own features, in one direction."""

from collections.abc import Sequence

from .entries import Corpus, Encode, Entry, encode_corpus, prepare_entry
from .features import FeatureSource
from .languages import detect_language
from .lexical import LexicalStatistics
from .ranked import Ranked, RankedList
from .ranking import LIMIT, rank
from .relations import RELATIONS
from .weights import RankerWeights, default_weights
from .wordtable import WordTable

QUERY_ID = 0

# A result is kept when one of these holds, as (least share of the query's words that the text says, by the
# same word or a close one; what must also be so). Chosen on nonsense, greetings and recipes against real
# questions of one word to a paragraph, on the demonstration's texts: alone, neither measure tells them apart,
# as words outside every list are always somewhat close to something.
LEAST_SAID = 0.55
LEAST_SAID_SAME = 0.4  # with one of the query's own words
LEAST_SAID_NEAR = 0.45  # with a document this many deviations nearer than others
NEAR = 3.0
LEAST_SAID_LONG = 0.33  # with a document this near: the words of a paragraph are never all said
LEAST_COSINE = 0.45
LEAST_LEXICAL = 0.1  # where no vectors serve and words alone are compared
LEAST_EVIDENCE = 0.3


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


def is_answer(item: Ranked, weights: RankerWeights | None = None) -> bool:
    """Return whether a result of a search speaks of what the query does, not just more than others do."""
    spec = (weights or default_weights()).normaliser
    features = item.forward.features
    lexical = features["lexical"].raw if "lexical" in features else 0.0
    if "words" not in features:
        return lexical >= LEAST_LEXICAL
    said = features["words"].raw
    cosine, deviations = 0.0, 0.0
    if "semantic_document" in features:
        document = features["semantic_document"]
        cosine = document.raw
        deviations = document.value * (spec.below + spec.above) - spec.below
    return item.band.evidence >= LEAST_EVIDENCE and (
        said >= LEAST_SAID
        or (said >= LEAST_SAID_SAME and lexical > 0)
        or (said >= LEAST_SAID_NEAR and deviations >= NEAR)
        or (said >= LEAST_SAID_LONG and cosine >= LEAST_COSINE)
    )
