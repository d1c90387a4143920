"""Imports made on the site: a file, what it would change, and what became of it."""

from datetime import datetime, timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .members import Member

FILE_LIFETIME = timedelta(hours=24)


def import_expiry() -> datetime:
    """Return the moment a file uploaded now is erased."""
    return timezone.now() + FILE_LIFETIME


class ImportRun(models.Model):
    """One file on its way in: looked at first, written when its author confirms."""

    class State(models.TextChoices):
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Waiting for your answer")
        WRITING = "writing", _("Being written")
        WRITTEN = "written", _("Written")
        REFUSED = "refused", _("Refused")

    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(_("file"), max_length=200)
    type_name = models.CharField(_("what the rows are"), max_length=20, blank=True)
    skips_invalid = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CHECKING)
    row_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(default=import_expiry)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["checking", "checked", "writing", "written", "refused"]),
                name="import_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("community:import_run", args=[self.pk])

    @property
    def is_working(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.WRITING)

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.CHECKED


class ImportFile(models.Model):
    """The bytes of an import, apart so that a list of imports never reads them; erased once it is over.

    In the database and not in a folder: the process that checks a file may be on another machine.
    """

    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")

    def __str__(self) -> str:
        return str(self.run_id)
