"""Profiles: needs, solutions, asks, offers and areas of expertise, the texts that are matched."""

from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .fields import code_constraint, codes_constraint, codes_field, fold, labelled
from .vocabulary import Context, Language, Priority, ProfileKind, Stage, Status, Theme


class ProfileQuerySet(models.QuerySet["Profile"]):
    """Sets of profiles."""

    def open(self) -> Self:
        """What is still looked for or shared, by an organisation that is still there."""
        return self.filter(status=Status.OPEN, organisation__is_active=True)

    def shown(self) -> Self:
        """What every member may read: all but what is closed, by an organisation that is still there."""
        return self.exclude(status=Status.CLOSED).filter(organisation__is_active=True)

    def with_publisher(self) -> Self:
        """The organisation and the edition in the same query, for lists."""
        return self.select_related("organisation", "edition")

    def matchable(self) -> Self:
        """What may be used to compute matches: open, and neither side opted out."""
        return self.open().filter(is_matched=True, organisation__is_matched=True)


class Profile(models.Model):
    """A text that can be matched: the common part of needs, solutions, asks, offers, expertise, communes."""

    kind = models.CharField(max_length=12, choices=ProfileKind.choices, editable=False)
    organisation = models.ForeignKey(
        "community.Organisation", on_delete=models.CASCADE, related_name="profiles"
    )
    edition = models.ForeignKey(
        "community.Edition", on_delete=models.SET_NULL, null=True, blank=True, related_name="profiles"
    )
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=8000)
    themes = codes_field(Theme, verbose_name=_("challenges"))
    contexts = codes_field(Context, verbose_name=_("urban contexts"))
    language = models.CharField(
        _("language of the text"), max_length=2, choices=Language.choices, default=Language.FRENCH
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    is_matched = models.BooleanField(_("takes part in matching"), default=True)
    external_id = models.CharField(_("external identifier"), max_length=80, blank=True)
    created_by = models.ForeignKey(
        "community.Member", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    sort_key = models.CharField(max_length=160, editable=False, db_index=True)

    KIND: ProfileKind | None = None

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        ordering = ["sort_key", "pk"]
        constraints = [
            code_constraint("kind", ProfileKind, "profile_kind_known"),
            code_constraint("language", Language, "profile_language_known"),
            code_constraint("status", Status, "profile_status_known"),
            codes_constraint("themes", Theme, "profile_themes_known"),
            codes_constraint("contexts", Context, "profile_contexts_known"),
            models.CheckConstraint(condition=~models.Q(title=""), name="profile_has_title"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(kind=ProfileKind.COMMUNE),
                name="profile_one_commune_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["kind", "external_id"],
                condition=~models.Q(external_id=""),
                name="profile_external_id_once",
            ),
        ]
        indexes = [models.Index(fields=["kind", "status"])]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.KIND is not None:
            self.kind = self.KIND
        self.sort_key = fold(self.title)[:160]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse(f"community:{self.kind}", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN

    @property
    def labelled_themes(self) -> list[tuple[str, Any]]:
        return labelled(Theme, self.themes)

    @property
    def labelled_contexts(self) -> list[tuple[str, Any]]:
        return labelled(Context, self.contexts)

    @property
    def specific(self) -> "Profile":
        """The need, solution, ask, offer, expertise or commune that this profile is (one query)."""
        return self if self.KIND is not None else getattr(self, self.kind)

    def matching_parts(self) -> list[tuple[str, str]]:
        """Return the fields that are matched, as (field name, text), in reading order."""
        return [("title", self.title), ("text", self.text)]


class Need(Profile):
    """A problem a neighbourhood states, in its own words."""

    KIND = ProfileKind.NEED

    neighbourhood = models.ForeignKey(
        "community.Neighbourhood",
        on_delete=models.CASCADE,
        related_name="needs",
        verbose_name=_("neighbourhood"),
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.IMPORTANT
    )
    constraints = models.TextField(_("constraints"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [code_constraint("priority", Priority, "need_priority_known")]

    def matching_parts(self) -> list[tuple[str, str]]:
        return [*super().matching_parts(), ("constraints", self.constraints)]


class Solution(Profile):
    """What an experimenter wants to test in real conditions."""

    KIND = ProfileKind.SOLUTION

    summary = models.CharField(_("in one sentence"), max_length=240)
    stage = models.CharField(_("stage"), max_length=14, choices=Stage.choices, default=Stage.PROTOTYPE)
    site_requirements = models.TextField(_("what it needs from a site"), max_length=2000, blank=True)
    languages = codes_field(Language, verbose_name=_("languages the team works in"))

    class Meta:
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")
        constraints = [
            code_constraint("stage", Stage, "solution_stage_known"),
            codes_constraint("languages", Language, "solution_languages_known"),
        ]

    @property
    def labelled_languages(self) -> list[tuple[str, Any]]:
        return labelled(Language, self.languages)

    def matching_parts(self) -> list[tuple[str, str]]:
        return [
            ("title", self.title),
            ("summary", self.summary),
            ("text", self.text),
            ("site_requirements", self.site_requirements),
        ]


class Ask(Profile):
    """Help wanted by an organisation."""

    KIND = ProfileKind.ASK

    class Meta:
        verbose_name = _("ask")
        verbose_name_plural = _("asks")


class Offer(Profile):
    """Experience an organisation is ready to share."""

    KIND = ProfileKind.OFFER

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")


class Expertise(Profile):
    """What an expert of a stakeholder can be asked about."""

    KIND = ProfileKind.EXPERTISE

    expert = models.ForeignKey(
        "community.Member", on_delete=models.SET_NULL, null=True, blank=True, related_name="expertises"
    )

    class Meta:
        verbose_name = _("area of expertise")
        verbose_name_plural = _("areas of expertise")
