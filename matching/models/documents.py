"""Prepared texts: a profile's document, its passages, and their vectors for each encoder."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField


class EncoderVersion(models.Model):
    """One state of one model; old vectors keep serving until a newer version has encoded everything."""

    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=200)
    dimension = models.PositiveIntegerField(_("dimension"))
    is_serving = models.BooleanField(_("serves the site"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    served_at = models.DateTimeField(_("serves since"), null=True, blank=True)

    class Meta:
        verbose_name = _("encoder version")
        verbose_name_plural = _("encoder versions")
        constraints = [
            models.UniqueConstraint(
                fields=["is_serving"], condition=models.Q(is_serving=True), name="encoder_one_serves"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.fingerprint[:8]})"


class Document(models.Model):
    """A profile's text as it is matched: its stems, and its passages beside it."""

    profile = models.OneToOneField(
        "community.Profile", on_delete=models.CASCADE, related_name="document", primary_key=True
    )
    text_hash = models.CharField(max_length=64)
    stems = ArrayField(models.CharField(max_length=60), default=list)
    prepared_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [GinIndex(fields=["stems"], name="document_stems")]

    def __str__(self) -> str:
        return str(self.profile)


class Passage(models.Model):
    """One sentence of a document, and where it stands in which field of the profile."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=40)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    stems = ArrayField(models.CharField(max_length=60), default=list)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["document", "position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="passage_position_once"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="passage_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text


class DocumentVector(models.Model):
    """The vector of a whole document; a text with no known token has none."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="vectors")
    encoder = models.ForeignKey(EncoderVersion, on_delete=models.CASCADE, related_name="+")
    text_hash = models.CharField(max_length=64)
    vector = HalfVectorField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "encoder"], name="document_vector_once"),
        ]


class PassageVector(models.Model):
    """The vector of one passage; a passage with no known token has none."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="vectors")
    encoder = models.ForeignKey(EncoderVersion, on_delete=models.CASCADE, related_name="+")
    vector = HalfVectorField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["passage", "encoder"], name="passage_vector_once"),
        ]
