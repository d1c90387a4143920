"""A member's own account: what they say of themselves, and the language they read."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.i18n import set_language as django_set_language

from community.forms.accounts import OwnProfileForm
from community.models import Language, Member
from community.services.members import save_own_profile, set_language_of

from .requests import MemberRequest


def remember_language(response: HttpResponseBase, language: str) -> None:
    """Make the browser ask for this language from now on, also once signed out."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def me(request: MemberRequest) -> HttpResponse:
    """Show and change one's own profile."""
    # A form writes into its instance even when it is refused: the pages around it name the member as stored.
    member = get_object_or_404(Member, pk=request.user.pk)
    form = OwnProfileForm(request.POST or None, instance=member)
    if request.method == "POST" and form.is_valid():
        save_own_profile(member=form.save(commit=False))
        with override(member.language):
            messages.success(request, str(_("Your profile has been saved.")))
        response = redirect("community:me")
        remember_language(response, member.language)
        return response
    memberships = member.memberships.select_related("organisation").order_by("organisation__sort_key")
    return render(request, "community/me.html", {"form": form, "memberships": memberships})


@login_not_required
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Change the language of the pages, and of the member's mails when one is signed in."""
    response = django_set_language(request)
    language = request.POST.get("language")
    if request.method == "POST" and request.user.is_authenticated and language in Language.values:
        set_language_of(member=request.user, language=Language(language))
    return response
