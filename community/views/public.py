"""Public pages: what anyone may read, and the request to come in."""

from ipaddress import IPv4Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from community.forms.accounts import AccessRequestForm
from community.services.invitations import request_access as keep_request

REQUESTS_PER_HOUR = 10


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/home.html")


@login_not_required
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    context = {
        "publisher": settings.PUBLISHER,
        "publisher_address": settings.PUBLISHER_ADDRESS,
        "host": settings.HOSTED_BY,
        "contact_email": settings.CONTACT_EMAIL,
    }
    return render(request, "pages/legal.html", context)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html", {"contact_email": settings.CONTACT_EMAIL})


@login_not_required
def request_access(request: HttpRequest) -> HttpResponse:
    """Take the request; the answer is the same for an address that is known, and for a program."""
    form = AccessRequestForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "pages/request_access.html", {"form": form, "is_sent": False})
    if not form.is_from_program and _is_below_limit(request):
        keep_request(**form.request_values, language=(get_language() or "fr")[:2])
    return redirect("community:request_access_sent")


@login_not_required
@require_safe
def request_access_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/request_access.html", {"form": None, "is_sent": True})


def _network(address: str) -> str:
    """Return what one subscriber holds: an address, or with IPv6 the 64 first bits of one."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return address
    return str(found.ipv4_mapped or ip_network((int(found) >> 64 << 64, 64)))


def _is_below_limit(request: HttpRequest) -> bool:
    """Whether this address has sent few requests in the last hour; each tells organisers by mail."""
    key = f"access-requests:{_network(get_adapter(request).get_client_ip(request))}"
    cache.add(key, 0, timeout=3600)
    return cache.incr(key) <= REQUESTS_PER_HOUR
