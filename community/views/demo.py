"""Pages of the demonstration; they have an address only with FAUBOURG_DEMO=1."""

from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from community.models import DemoMail
from community.services.demo import demo_member

from .accounts import remember_language

MAILS_PER_PAGE = 20
# A proxy on this machine makes every visitor look local; what it adds to a request gives it away.
PROXY_HEADERS = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")


def _check_demo(request: HttpRequest) -> None:
    """Answer this very machine only, also when the server was told to listen further or the Host is forged.

    Raises: Http404.
    """
    try:
        is_here = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        is_here = False
    is_forwarded = any(name in request.headers for name in PROXY_HEADERS)
    if not settings.DEMO or not is_here or is_forwarded:
        raise Http404


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the demonstration's account for the role, in the language the visitor reads."""
    _check_demo(request)
    member = demo_member(role)
    if member is None:
        raise Http404
    login(request, member, backend=settings.AUTHENTICATION_BACKENDS[0])
    response = redirect(resolve_url(settings.LOGIN_REDIRECT_URL))
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        remember_language(response, member.language)
    return response


@login_not_required
@require_safe
def demo_mails(request: HttpRequest) -> HttpResponse:
    """Show what would have been sent."""
    _check_demo(request)
    page = Paginator(DemoMail.objects.all(), MAILS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "community/demo_mails.html", {"page": page})
