"""Texts made ready for matching: cut in passages, stemmed, encoded, stored."""

import hashlib
import json
from collections.abc import Iterator, Sequence

import numpy as np
from django.db import transaction
from django.db.models import F

from community.models import Profile
from matching.core.entries import Entry, prepare_entry
from matching.encoders import Encoder, default_encoder
from matching.models import Document, DocumentVector, EncoderVersion, Passage, PassageVector
from matching.services.encoders import configured_version, encoder_of, serving_version

BATCH = 256


def prepare_profile(*, profile_id: int) -> Document | None:
    """Prepare and encode the text of one profile; forget it, and answer None, if it may not be matched.

    Safe to run twice or beside itself: the profile's row is locked, and an unchanged text is left alone.
    """
    with transaction.atomic():
        profile = Profile.objects.select_for_update().filter(pk=profile_id).first()
        if profile is None or not Profile.objects.matchable().filter(pk=profile_id).exists():
            Document.objects.filter(pk=profile_id).delete()
            return None
        document = _store(profile.specific)
        for version in {configured_version(), serving_version()}:
            encoder = encoder_of(version)
            if encoder is not None:
                encode_documents([document], version, encoder)
    return document


def prepare_all(*, profile_ids: Sequence[int]) -> Iterator[int]:
    """Prepare and encode many profiles in batches, yielding how many are done."""
    version, encoder = configured_version(), default_encoder()
    Document.objects.exclude(profile__in=Profile.objects.matchable()).delete()
    for start in range(0, len(profile_ids), BATCH):
        ids = profile_ids[start : start + BATCH]
        with transaction.atomic():
            profiles = Profile.objects.matchable().select_for_update(of=("self",)).filter(pk__in=ids)
            encode_documents([_store(profile.specific) for profile in profiles], version, encoder)
        yield min(start + BATCH, len(profile_ids))


def documents_to_encode(version: EncoderVersion) -> list[Document]:
    """Documents whose vectors of this version are missing or older than their text."""
    current = DocumentVector.objects.filter(encoder=version, text_hash=F("document__text_hash"))
    return list(Document.objects.exclude(pk__in=current.values("document_id")).order_by("pk"))


def encode_documents(documents: Sequence[Document], version: EncoderVersion, encoder: Encoder) -> None:
    """Write the vectors of these documents and of their passages, where they are not written yet."""
    done = DocumentVector.objects.filter(encoder=version, document__in=documents).values_list(
        "document_id", "text_hash"
    )
    hashes = dict(done)
    documents = [document for document in documents if hashes.get(document.pk) != document.text_hash]
    if not documents:
        return
    passages = list(Passage.objects.filter(document__in=documents).order_by("document_id", "position"))
    texts: dict[int, list[str]] = {document.pk: [] for document in documents}
    for passage in passages:
        texts[passage.document_id].append(passage.text)
    whole = encoder.encode(["\n".join(texts[document.pk]) for document in documents])
    parts = encoder.encode([passage.text for passage in passages])
    DocumentVector.objects.bulk_create(
        [
            DocumentVector(
                document=document, encoder=version, text_hash=document.text_hash, vector=_stored(vector)
            )
            for document, vector in zip(documents, whole, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["document", "encoder"],
        update_fields=["text_hash", "vector"],
    )
    PassageVector.objects.bulk_create(
        [
            PassageVector(passage=passage, encoder=version, vector=_stored(vector))
            for passage, vector in zip(passages, parts, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["passage", "encoder"],
        update_fields=["vector"],
        batch_size=2000,
    )


def _store(profile: Profile) -> Document:
    """Write the passages and stems of a profile, unless they are the ones already stored."""
    entry = prepare_entry(profile.pk, profile.matching_parts(), language=profile.language)
    text_hash = _hash(entry)
    document = Document.objects.filter(pk=profile.pk).first()
    if document is not None and document.text_hash == text_hash:
        return document
    document, _ = Document.objects.update_or_create(
        profile_id=profile.pk,
        defaults={"text_hash": text_hash, "stems": sorted({stem[:60] for stem in entry.stems})},
    )
    document.passages.all().delete()
    Passage.objects.bulk_create(
        Passage(
            document=document,
            position=position,
            field=passage.field,
            start=passage.start,
            end=passage.end,
            text=passage.text,
            stems=[stem[:60] for stem in passage.stems],
        )
        for position, passage in enumerate(entry.passages)
    )
    return document


def _hash(entry: Entry) -> str:
    """Hash what is stored: it changes with the text, and with the way texts are cut and stemmed."""
    told = [[p.field, p.start, p.end, p.text, list(p.stems)] for p in entry.passages]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _stored(vector: np.ndarray) -> np.ndarray | None:
    """A zero row means the text has no vector: none is stored, since the cosine with zero is not a number."""
    return vector if vector.any() else None
