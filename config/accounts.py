"""How allauth behaves here: sign-up by invitation only, mails kept as rows, the member's own language."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from community.models import Invitation, Language, Member
from community.services.invitations import (
    InvitationUnusable,
    join_taken_invitations,
    read_invitation,
    take_invitation,
)
from community.services.mails import queue_mail
from community.views.accounts import remember_language
from community.views.invitations import INVITATION_KEY


class AccountAdapter(DefaultAccountAdapter):
    """allauth's hooks."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return self._invitation(request) is not None

    def _invitation(self, request: HttpRequest) -> Invitation | None:
        """Return the invitation that this browser opened, while it still works."""
        token = request.session.get(INVITATION_KEY)
        invitation = read_invitation(token) if token else None
        return invitation if invitation is not None and invitation.is_pending else None

    @transaction.atomic
    def save_user(
        self,
        request: HttpRequest,
        user: Member,
        form: Form,
        commit: bool = True,  # noqa: FBT001, FBT002 -- allauth's own signature
    ) -> Member:
        """Write the new account and reserve its invitation: of two people with one link, one gets in."""
        user.name = form.cleaned_data["name"]
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        user.language = language if language in Language.values else settings.LANGUAGE_CODE
        member = super().save_user(request, user, form, commit=commit)
        invitation = self._invitation(request)
        try:
            if invitation is None:
                raise InvitationUnusable
            take_invitation(invitation=invitation, by=member)
        except InvitationUnusable:
            # Leaving by an exception takes the account back too.
            raise ImmediateHttpResponse(redirect("account_signup")) from None
        return member

    def post_login(self, request: HttpRequest, user: Member, **details: Any) -> HttpResponse:
        """Complete the invitation that made the account, and speak the member's language."""
        request.session.pop(INVITATION_KEY, None)
        join_taken_invitations(user)
        response = super().post_login(request, user, **details)
        remember_language(response, user.language)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue it like every other mail: the time a page takes then tells nothing about accounts."""
        site = {"name": "Faubourg", "domain": urlsplit(settings.SITE_URL).netloc}
        message = self.render_mail(
            template_prefix, email, {"request": self.request, "email": email, "current_site": site, **context}
        )
        member = Member.objects.filter(email__iexact=email).first()
        queue_mail(
            to=email,
            subject=message.subject,
            text=message.body,
            language=get_language() or settings.LANGUAGE_CODE,
            member=member,
        )
