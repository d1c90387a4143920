"""Middleware of the site: closed by default, also inside fragments, and two headers Django does not set."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
CLOSED_FEATURES = (
    "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi payment usb"
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in CLOSED_FEATURES.split())


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Leads to a full-page sign-in and back to the page that was being read.

    The address of a fragment, or of a form's POST, shows nothing on its own: the way back is the page the
    browser says it shows, if it is one of ours.
    """

    def handle_no_permission(  # type: ignore[override]  # a client redirect is not a 302
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        htmx = getattr(request, "htmx", None)
        if htmx:
            return HttpResponseClientRedirect(self._sign_in(view_func, own_path(request, htmx.current_url)))
        if request.method not in SAFE_METHODS:
            page = own_path(request, request.headers.get("Referer"))
            response = HttpResponse(status=302)
            response["Location"] = self._sign_in(view_func, page)
            return response
        return super().handle_no_permission(request, view_func)

    def _sign_in(self, view_func: Callable[..., Any], page: str) -> str:
        address = resolve_url(self.get_login_url(view_func))
        return f"{address}?{urlencode({self.get_redirect_field_name(view_func): page})}" if page else address


def own_path(request: HttpRequest, url: str | None) -> str:
    """Return the path and query of an address of this very site, nothing for any other."""
    hosts = {request.get_host()}
    if not url or not url_has_allowed_host_and_scheme(url, hosts, require_https=request.is_secure()):
        return ""
    parts = urlsplit(url)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    return path if path.startswith("/") and not path.startswith("//") else ""


class ResponseHeadersMiddleware:
    """Turns off the browser's devices, and has no cache keep a member's page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            # Nor the browser's own: on a shared machine, Back would show it to the next person.
            response.headers["Cache-Control"] = "private, no-store"
        return response
