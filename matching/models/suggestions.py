"""Suggestions: computed matches, each with the whole of its explanation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    """Who is suggested to whom: the left side reads the list, the right side is in it."""

    NEED_SOLUTION = "need-solution", _("Solutions for a need")
    SOLUTION_NEED = "solution-need", _("Needs a solution answers")
    ASK_OFFER = "ask-offer", _("Peers who have been through it")
    OFFER_ASK = "offer-ask", _("People your experience would help")
    COMMUNE_COMMUNE = "commune-commune", _("Communes in the same situation")
    PROFILE_EXPERTISE = "profile-expertise", _("Experts to call on")


class Band(models.TextChoices):
    """How strong a match is, in a word; thresholds are in the ranker's weights."""

    STRONG = "strong", _("strong")
    GOOD = "good", _("good")
    EXPLORE = "explore", _("to explore")


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

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["relation", "source", "position"]
        constraints = [
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
