"""The demonstration: who can be tried in one click, and the mails it shows instead of sending."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from community.models import DemoMail, Member

# The four accounts of one-click sign-in, by the role they show; the demonstration's data has them.
DEMO_ACCOUNTS = {
    "experimenter": "ada@exemple.faubourg.test",
    "officer": "benoit@exemple.faubourg.test",
    "organiser": "chloe@exemple.faubourg.test",
    "expert": "driss@exemple.faubourg.test",
}


def demo_member(role: str) -> Member | None:
    """Return the demonstration's account for the role; never a real member's, whatever its address."""
    email = DEMO_ACCOUNTS.get(role)
    if email is None:
        return None
    return Member.objects.filter(email=email, is_demo=True, is_active=True, is_staff=False).first()


def real_members_count() -> int:
    """Count the accounts of real people; before the first migration there are none."""
    if Member._meta.db_table not in connection.introspection.table_names():
        return 0
    return Member.objects.filter(is_demo=False).count()


class DemoEmailBackend(BaseEmailBackend):
    """Keeps mails for the page that shows them; nothing leaves the machine."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        kept = DemoMail.objects.bulk_create(
            DemoMail(to=to, subject=message.subject[:300], text=str(message.body))
            for message in email_messages
            for to in message.to
        )
        return len(kept)
