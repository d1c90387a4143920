"""Notices: what a member is told inside the site."""

from django.db import models
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from .members import Member


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Sets of notices."""

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One sentence for one member; kept untranslated, so that it is read in the language of the moment."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(_("text"), max_length=300, help_text=_("in English, as in the source"))
    params = models.JSONField(_("what fills the text"), default=dict, blank=True)
    url = models.CharField(_("address"), max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["member"], condition=models.Q(read_at__isnull=True), name="notice_unread_of_member"
            ),
            models.Index(fields=["member", "-created_at"], name="notice_of_member"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(url__startswith="/") & ~models.Q(url__startswith="//"),
                name="notice_leads_inside",
            )
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """The text in the current language, filled."""
        return gettext(self.text) % self.params

    def sentence_in(self, language: str) -> str:
        with override(language):
            return self.sentence
