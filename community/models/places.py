"""Places: communes and their neighbourhoods."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .fields import codes_constraint, codes_field, fold, labelled
from .profiles import Profile
from .vocabulary import Context, ProfileKind


class Commune(Profile):
    """A commune of the metropolis; its text tells its situation, and is matched with other communes."""

    KIND = ProfileKind.COMMUNE

    department = models.CharField(_("department"), max_length=3, blank=True)
    insee_code = models.CharField(_("INSEE code"), max_length=5, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        constraints = [
            models.UniqueConstraint(
                fields=["insee_code"], condition=~models.Q(insee_code=""), name="commune_insee_code_once"
            )
        ]

    def matching_parts(self) -> list[tuple[str, str]]:
        """A commune is told by its own text and by those of its neighbourhoods."""
        places = [(f"neighbourhood:{n.pk}", n.description) for n in self.neighbourhoods.all()]
        return [("text", self.text), *places]


class Neighbourhood(models.Model):
    """A place opened to experiments."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="neighbourhoods")
    name = models.CharField(_("name"), max_length=120)
    contexts = codes_field(Context, verbose_name=_("urban contexts"))
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    external_id = models.CharField(_("external identifier"), max_length=80, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    sort_key = models.CharField(max_length=160, editable=False)

    class Meta:
        verbose_name = _("neighbourhood")
        verbose_name_plural = _("neighbourhoods")
        ordering = ["sort_key", "pk"]
        constraints = [
            codes_constraint("contexts", Context, "neighbourhood_contexts_known"),
            models.UniqueConstraint(fields=["commune", "name"], name="neighbourhood_name_once_per_commune"),
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~models.Q(external_id=""),
                name="neighbourhood_external_id_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = fold(self.name)[:160]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("community:neighbourhood", args=[self.pk])

    @property
    def place_name(self) -> str:
        """The neighbourhood and its commune, as one says where something is."""
        return f"{self.name}, {self.commune.title}"

    @property
    def labelled_contexts(self) -> list[tuple[str, Any]]:
        return labelled(Context, self.contexts)
