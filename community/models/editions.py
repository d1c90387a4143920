"""Editions: one run of the programme each, with its communes and its organisers."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """One run of the programme, 18 months as a rule."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    summary = models.TextField(_("summary"), max_length=2000, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    communes = models.ManyToManyField("community.Commune", related_name="editions", blank=True)
    organisers = models.ManyToManyField("community.Member", related_name="organised_editions", blank=True)
    external_id = models.CharField(_("external identifier"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="edition_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["external_id"], condition=~models.Q(external_id=""), name="edition_external_id_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("community:edition", args=[self.pk])

    def is_running(self, on: date) -> bool:
        return self.starts_on <= on <= self.ends_on
