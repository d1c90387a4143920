"""Mails: written in the reader's language, kept as rows, sent by a task, erased once they left."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, override

from community.models import Mail, Member
from community.services.jobs import defer

HTML_FRAME = "community/mails/frame.html"
TRACES_KEPT_FOR = timedelta(days=182)


def absolute_url(path: str) -> str:
    """Return the path as an address that works from a mail."""
    return urljoin(settings.SITE_URL, path)


def send_mail_to(*, member: Member, subject: str, template: str, context: Mapping[str, Any]) -> Mail | None:
    """Write ``{template}.txt`` to the member in their language; an inactive member gets nothing.

    ``subject`` is an English msgid with %(named)s places for ``context``; the text gets ``member``,
    ``site_url`` and the context, is not escaped, and the HTML side is made from it.
    """
    if not member.is_active:
        return None
    return send_mail(
        to=member.email,
        language=member.language,
        subject=subject,
        template=template,
        context={**context, "member": member},
        member=member,
    )


def send_mail(
    *,
    to: str,
    language: str,
    subject: str,
    template: str,
    context: Mapping[str, Any],
    member: Member | None = None,
) -> Mail:
    """Write to an address, with or without an account."""
    with override(language):
        line = gettext(subject) % dict(context)
        text = _plain(f"{template}.txt", {**context, "member": member})
    return queue_mail(to=to, subject=line, text=text, language=language, member=member)


def _plain(template_name: str, context: dict[str, Any]) -> str:
    """Render a plain text; nothing is escaped, whatever the template forgets to say."""
    template = Engine.get_default().get_template(template_name)
    return template.render(Context({**context, "site_url": settings.SITE_URL.rstrip("/")}, autoescape=False))


@transaction.atomic
def queue_mail(*, to: str, subject: str, text: str, language: str, member: Member | None = None) -> Mail:
    """Keep a finished text as a row and ask for it to be sent."""
    subject = " ".join(subject.split())[:300]
    text = text.strip() + "\n"
    mail = Mail.objects.create(
        member=member,
        to=to,
        subject=subject,
        text=text,
        html=html_of(text, language=language, subject=subject),
    )
    defer("community.send_mail", mail_id=mail.pk)
    return mail


def html_of(text: str, *, language: str, subject: str) -> str:
    """Return the text as a plain HTML page: paragraphs and links, nothing fetched, nothing tracked."""
    paragraphs = text.strip().split("\n\n")
    return render_to_string(HTML_FRAME, {"paragraphs": paragraphs, "language": language, "subject": subject})


def deliver_mail(mail_id: int) -> bool:
    """Send the row if nobody did; return whether this call sent it.

    The row is locked while the server is spoken to, so two workers never send the same mail; a worker killed
    between the server's answer and the commit sends it twice, which is the better mistake.
    """
    with transaction.atomic():
        mail = Mail.objects.select_for_update().filter(pk=mail_id, sent_at__isnull=True).first()
        if mail is None:
            return False
        message = EmailMultiAlternatives(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.to])
        message.attach_alternative(mail.html, "text/html")
        message.send()
        mail.text = mail.html = ""
        mail.sent_at = timezone.now()
        mail.save(update_fields=["text", "html", "sent_at"])
    return True


def forget_sent_mails() -> int:
    """Erase the trace of mails sent half a year ago or more; return how many."""
    return Mail.objects.filter(sent_at__lt=timezone.now() - TRACES_KEPT_FOR).delete()[0]
