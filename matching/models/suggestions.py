"""Suggestions: computed matches, each with the whole of its explanation."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models.fields import code_constraint

from .introductions import Answer, Introduction
from .relations import Relation


class Band(models.TextChoices):
    """How strong a match is, in a word; thresholds are in the ranker's weights."""

    STRONG = "strong", _("strong")
    GOOD = "good", _("good")
    EXPLORE = "explore", _("to explore")


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Sets of suggestions."""

    def shown(self, now: datetime) -> "SuggestionQuerySet":
        """Leave out what was answered, is being discussed or was declined, and targets that closed since."""
        answered = Answer.objects.hiding(now).filter(
            source=models.OuterRef("source"), target=models.OuterRef("target")
        )
        state = Introduction.State
        discussed = Introduction.objects.filter(
            models.Q(source=models.OuterRef("source"), target=models.OuterRef("target"))
            | models.Q(source=models.OuterRef("target"), target=models.OuterRef("source")),
            state__in=[state.PROPOSED, state.ACCEPTED, state.DECLINED],
        )
        return self.filter(
            ~models.Exists(answered),
            ~models.Exists(discussed),
            source__status="open",
            target__status="open",
            target__is_matched=True,
            target__organisation__is_active=True,
            target__organisation__is_matched=True,
        )

    def for_cards(self, *sides: str) -> "SuggestionQuerySet":
        """What a card shows of these sides, and the first words of the explanation, which weighs kilobytes.

        Few joins on purpose: planning a dozen costs more than running them.
        """
        related = [f"{side}__{path}" for side in sides for path in ("organisation", "need__neighbourhood")]
        return (
            self.select_related(*related)
            .defer("explanation")
            .annotate(
                first_pair=models.F("explanation__evidence__0"),
                first_missing=models.F("explanation__missing__0"),
            )
        )

    def with_both_sides(self) -> "SuggestionQuerySet":
        """Everything a card shows of either side, in the same query."""
        return self.select_related(
            *(
                f"{side}__{path}"
                for side in ("source", "target")
                for path in ("organisation", "need__neighbourhood", "solution", "expertise__expert")
            )
        )


class Suggestion(models.Model):
    """One entry of one list; score and order can be recomputed from ``explanation`` alone."""

    relation = models.CharField(max_length=20, choices=Relation.choices)
    source = models.ForeignKey("community.Profile", on_delete=models.CASCADE, related_name="suggestions")
    target = models.ForeignKey("community.Profile", on_delete=models.CASCADE, related_name="suggested_to")
    position = models.PositiveSmallIntegerField()
    score = models.FloatField()
    band = models.CharField(max_length=8, choices=Band.choices)
    explanation = models.JSONField()
    ranker = models.CharField(_("version of the weights"), max_length=40)
    encoder = models.CharField(_("fingerprint of the encoder"), max_length=64)
    computed_at = models.DateTimeField()

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["relation", "source", "position"]
        constraints = [
            code_constraint("relation", Relation, "suggestion_relation_known"),
            code_constraint("band", Band, "suggestion_band_known"),
            models.UniqueConstraint(fields=["relation", "source", "target"], name="suggestion_once"),
            models.UniqueConstraint(
                fields=["relation", "source", "position"], name="suggestion_position_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="suggestion_not_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id} ({self.relation})"
