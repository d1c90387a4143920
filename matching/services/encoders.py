"""Which encoder's vectors serve, and the move from one encoder to the next."""

from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from matching.encoders import Encoder, default_encoder, load_encoder
from matching.models import Document, DocumentVector, EncoderVersion


def configured_version() -> EncoderVersion:
    """Return the version of the encoder the settings choose; the very first one serves at once."""
    encoder = default_encoder()
    version, _ = EncoderVersion.objects.get_or_create(
        fingerprint=encoder.fingerprint,
        defaults={"name": encoder.name[:200], "dimension": encoder.dimension},
    )
    if not version.is_serving and not EncoderVersion.objects.filter(is_serving=True).exists():
        serve(version)
    return version


def serving_version() -> EncoderVersion:
    """Return the version whose vectors serve now."""
    return EncoderVersion.objects.filter(is_serving=True).first() or configured_version()


def encoder_of(version: EncoderVersion) -> Encoder | None:
    """Return an encoder that makes this version's vectors, or None when this process has none.

    The configured encoder and the bundled one are tried: while a new model encodes everything, the bundled
    one usually still serves.
    """
    encoder = default_encoder()
    if encoder.fingerprint == version.fingerprint:
        return encoder
    bundled = _bundled()
    return bundled if bundled.fingerprint == version.fingerprint else None


@lru_cache(maxsize=1)
def _bundled() -> Encoder:
    return load_encoder().encoder


@transaction.atomic
def serve(version: EncoderVersion) -> None:
    """Make this version's vectors serve, and forget those of the others."""
    EncoderVersion.objects.select_for_update().filter(is_serving=True).exclude(pk=version.pk).update(
        is_serving=False
    )
    version.is_serving = True
    version.served_at = timezone.now()
    version.save(update_fields=["is_serving", "served_at"])
    EncoderVersion.objects.exclude(pk=version.pk).delete()


def encoding_progress(version: EncoderVersion) -> tuple[int, int]:
    """Return how many documents this version has encoded, and how many there are."""
    return DocumentVector.objects.filter(encoder=version).count(), Document.objects.count()
