"""From stored documents to the corpora that the numerics rank."""

from collections.abc import Collection, Iterable
from sys import intern

import numpy as np
from django.db.models import BinaryField, FilteredRelation, Func, Q, QuerySet
from numpy.typing import NDArray

from community.models import Profile, ProfileKind
from matching.core.entries import Corpus, Entry, Passage
from matching.models import Document, EncoderVersion
from matching.models import Passage as PassageRow


class HalfVectorBytes(Func):
    """A halfvec in PostgreSQL's binary form: a hundred times cheaper to read than its text."""

    function = "halfvec_send"
    output_field = BinaryField()


def unit_rows(sent: Iterable[bytes | memoryview | None], dimension: int) -> NDArray[np.float32]:
    """Read vectors sent by PostgreSQL into (n, dimension) float32 unit rows; a zero row where there is none.

    Half precision loses the exact unit length, so rows are scaled again.

    Raises:
        ValueError: a vector has another dimension.
    """
    rows = list(sent)
    array = np.zeros((len(rows), dimension), dtype=np.float32)
    for row, data in enumerate(rows):
        if data is not None:
            array[row] = np.frombuffer(data, dtype=">f2", offset=4)
    lengths = np.linalg.norm(array, axis=1, keepdims=True)
    return np.divide(array, lengths, out=np.zeros_like(array), where=lengths > 0)


def matchable_documents(kinds: Collection[ProfileKind]) -> QuerySet[Document]:
    """Documents of the profiles of these kinds that may be matched, in the order of their ids."""
    profiles = Profile.objects.matchable().filter(kind__in=kinds)
    return Document.objects.filter(profile__in=profiles).order_by("pk")


def load_corpus(documents: QuerySet[Document], version: EncoderVersion) -> Corpus:
    """Read documents with their passages and their vectors of one encoder (two queries whatever the size)."""
    rows = list(
        documents.annotate(
            version=FilteredRelation("vectors", condition=Q(vectors__encoder=version)),
            sent=HalfVectorBytes("version__vector"),
        ).values_list(
            "pk",
            "profile__organisation_id",
            "profile__language",
            "profile__themes",
            "profile__contexts",
            "profile__solution__stage",
            "profile__solution__languages",
            "sent",
        )
    )
    passages, passage_vectors = _passages(documents, version, [row[0] for row in rows])
    entries = tuple(
        Entry(
            id=pk,
            owner_id=owner,
            language=language,
            themes=tuple(themes),
            contexts=tuple(contexts),
            stage=stage or "",
            languages=tuple(languages or ()),
            passages=tuple(passages.get(pk, ())),
        )
        for pk, owner, language, themes, contexts, stage, languages, _ in rows
    )
    vectors = unit_rows((row[-1] for row in rows), version.dimension)
    return Corpus(entries, vectors, passage_vectors)


def _passages(
    documents: QuerySet[Document], version: EncoderVersion, ids: list[int]
) -> tuple[dict[int, list[Passage]], NDArray[np.float32]]:
    rows = (
        PassageRow.objects.filter(document__in=documents.order_by().values("pk"))
        .annotate(
            version=FilteredRelation("vectors", condition=Q(vectors__encoder=version)),
            sent=HalfVectorBytes("version__vector"),
        )
        .order_by("document_id", "position")
        .values_list("document_id", "field", "text", "start", "end", "stems", "sent")
    )
    known = set(ids)
    passages: dict[int, list[Passage]] = {}
    vectors: list[bytes | memoryview | None] = []
    # Read in chunks, each stem kept once: a corpus lives as long as the process that searches it.
    for document_id, field, text, start, end, stems, sent in rows.iterator(chunk_size=1000):
        if document_id in known:
            shared = tuple(intern(stem) for stem in stems)
            passages.setdefault(document_id, []).append(Passage(intern(field), text, start, end, shared))
            vectors.append(sent)
    return passages, unit_rows(vectors, version.dimension)
