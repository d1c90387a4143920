"""Organisations: experimenters, communes, stakeholders and organisers."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .fields import code_constraint, fold
from .vocabulary import LegalForm, OrganisationKind


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Sets of organisations."""

    def active(self) -> "OrganisationQuerySet":
        return self.filter(is_active=True)


class Organisation(models.Model):
    """A structure that takes part in the programme."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm.choices, blank=True)
    country = models.CharField(_("country (two letters)"), max_length=2, default="FR")
    city = models.CharField(_("town"), max_length=80, blank=True)
    website = models.URLField(_("website"), blank=True)
    summary = models.TextField(_("in a few sentences"), max_length=1500, blank=True)
    external_id = models.CharField(_("external identifier"), max_length=80, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_matched = models.BooleanField(_("takes part in matching"), default=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)
    members = models.ManyToManyField("community.Member", through="community.Membership")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    sort_key = models.CharField(max_length=160, editable=False, db_index=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "pk"]
        constraints = [
            code_constraint("kind", OrganisationKind, "organisation_kind_known"),
            code_constraint("legal_form", LegalForm, "organisation_legal_form_known", blank=True),
            models.CheckConstraint(
                condition=models.Q(kind=OrganisationKind.EXPERIMENTER) | models.Q(legal_form=""),
                name="organisation_legal_form_only_for_experimenters",
            ),
            models.CheckConstraint(
                condition=models.Q(country__regex="^[A-Z]{2}$"), name="organisation_country_code"
            ),
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~models.Q(external_id=""),
                name="organisation_external_id_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.name)[:160]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("community:organisation", args=[self.pk])
