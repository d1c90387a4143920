"""From suggestion to contact: answers to suggestions, introductions, connections."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.fields import code_constraint

from .relations import Relation

EXPIRES_AFTER = timedelta(days=21)
UNDO_WITHIN = timedelta(minutes=1)
LATER_MEANS = timedelta(days=30)


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Sets of answers."""

    def hiding(self, now: datetime) -> "AnswerQuerySet":
        """Answers that take their pair out of the list they were given in, now."""
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gt=now))


class Answer(models.Model):
    """What an organisation said to a suggestion; it hides or postpones the pair in its lists."""

    class Kind(models.TextChoices):
        INTERESTED = "interested", _("Interested")
        NOT_FOR_US = "not_for_us", _("Not for us")
        LATER = "later", _("Later")

    relation = models.CharField(max_length=20, choices=Relation.choices)
    source = models.ForeignKey("community.Profile", on_delete=models.CASCADE, related_name="answers_given")
    target = models.ForeignKey("community.Profile", on_delete=models.CASCADE, related_name="answers_received")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey("community.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(_("shown again from"), null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a suggestion")
        verbose_name_plural = _("answers to suggestions")
        constraints = [
            code_constraint("relation", Relation, "answer_relation_known"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["interested", "not_for_us", "later"]), name="answer_kind_known"
            ),
            models.UniqueConstraint(fields=["source", "target"], name="answer_once"),
            models.CheckConstraint(
                condition=models.Q(kind="later", until__isnull=False)
                | (~models.Q(kind="later") & models.Q(until__isnull=True)),
                name="answer_only_later_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}: {self.kind}"

    def can_be_undone(self, now: datetime) -> bool:
        return now <= self.answered_at + UNDO_WITHIN


class Introduction(models.Model):
    """An offer to meet, made by one side about a pair of profiles and answered by the other."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    relation = models.CharField(max_length=20, choices=Relation.choices)
    source = models.ForeignKey(
        "community.Profile", on_delete=models.CASCADE, related_name="introductions_made"
    )
    target = models.ForeignKey(
        "community.Profile", on_delete=models.CASCADE, related_name="introductions_received"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    message = models.TextField(_("message"), max_length=2000)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    explanation = models.JSONField(default=dict, help_text=_("the suggestion as it was when proposed"))
    proposed_by = models.ForeignKey(
        "community.Member", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_by = models.ForeignKey(
        "community.Member", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    told_at = models.DateTimeField(_("other side told on"), null=True, blank=True)
    told_state = models.CharField(max_length=10, choices=State.choices, blank=True)

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            code_constraint("relation", Relation, "introduction_relation_known"),
            models.UniqueConstraint(
                Least("source", "target"),
                Greatest("source", "target"),
                condition=models.Q(state__in=["proposed", "accepted"]),
                name="introduction_one_live_per_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(state="proposed", answered_at__isnull=True)
                | (~models.Q(state="proposed") & models.Q(answered_at__isnull=False)),
                name="introduction_answered_has_a_date",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "accepted", "declined", "withdrawn", "expired"]),
                name="introduction_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="introduction_of_two_profiles"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id} ({self.state})"

    def is_overdue(self, now: datetime) -> bool:
        return self.state == self.State.PROPOSED and now > self.expires_at

    def can_be_undone(self, now: datetime) -> bool:
        """Whether the last answer is less than a minute old."""
        return self.answered_at is not None and now <= self.answered_at + UNDO_WITHIN


class Side(models.TextChoices):
    """Who may take a step of an introduction."""

    SOURCE = "source", _("the side that proposed")
    TARGET = "target", _("the side that answers")
    PROGRAM = "program", _("the program itself")


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of the life of an introduction."""

    origin: str
    result: str
    side: Side


TRANSITIONS: dict[str, Transition] = {
    "accept": Transition(Introduction.State.PROPOSED, Introduction.State.ACCEPTED, Side.TARGET),
    "decline": Transition(Introduction.State.PROPOSED, Introduction.State.DECLINED, Side.TARGET),
    "withdraw": Transition(Introduction.State.PROPOSED, Introduction.State.WITHDRAWN, Side.SOURCE),
    "expire": Transition(Introduction.State.PROPOSED, Introduction.State.EXPIRED, Side.PROGRAM),
    "undo_accept": Transition(Introduction.State.ACCEPTED, Introduction.State.PROPOSED, Side.TARGET),
    "undo_decline": Transition(Introduction.State.DECLINED, Introduction.State.PROPOSED, Side.TARGET),
    "undo_withdraw": Transition(Introduction.State.WITHDRAWN, Introduction.State.PROPOSED, Side.SOURCE),
}


class Connection(models.Model):
    """Two organisations that agreed to meet; from then on their contact details are shown to each other."""

    introduction = models.OneToOneField(Introduction, on_delete=models.CASCADE, related_name="connection")
    first = models.ForeignKey("community.Organisation", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("community.Organisation", on_delete=models.CASCADE, related_name="+")
    agreed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(first=models.F("second")), name="connection_two_organisations"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"
