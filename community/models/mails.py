"""Mails: those that must leave, those shown by the demonstration, and the links already used."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .members import Member


class Mail(models.Model):
    """A mail to send: the row comes first, so that none is lost; its bodies are erased once it left."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, blank=True, related_name="mails")
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(text="", html=""),
                name="mail_sent_keeps_no_body",
            )
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class DemoMail(models.Model):
    """A mail the demonstration would have sent; it is shown on a page instead."""

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("mail of the demonstration")
        verbose_name_plural = _("mails of the demonstration")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class UsedLink(models.Model):
    """A one-time link that was used; only the digest of the link is kept, until it would have expired."""

    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("used link")
        verbose_name_plural = _("used links")

    def __str__(self) -> str:
        return self.digest[:8]
