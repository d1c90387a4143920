"""Two pages that need the database and one that fails, served with the site's error handler."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


@login_not_required
def reading(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("read")


@login_not_required
def visiting(request: HttpRequest) -> HttpResponse:
    """Changes the session first, so that saving it fails too."""
    request.session["seen"] = True
    return reading(request)


@login_not_required
def failing(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [path("reading/", reading), path("visiting/", visiting), path("failing/", failing)]
handler500 = "config.errors.server_error"
