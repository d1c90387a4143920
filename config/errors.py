"""What a visitor gets when a page fails: 503 when the database is busy or away, 500 otherwise."""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, loader
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import requires_csrf_token

from config.postgres.trouble import is_database_away, is_pool_exhausted

RETRY_AFTER_S = 5


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: neither page may need the database or a context processor, which could fail again."""
    error = sys.exc_info()[1]
    if is_pool_exhausted(error) or is_database_away(error):
        return unavailable(request)
    return _page(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        title=gettext("Something broke"),
        sentence=gettext("Something broke on our side"),
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    # Saving the session would wait for a connection once more, and fail once more.
    if hasattr(request, "session"):
        request.session.modified = False
    response = _page(
        HTTPStatus.SERVICE_UNAVAILABLE,
        title=gettext("Too many people at once"),
        sentence=gettext(
            "The site could not take your request just now. Nothing was changed. Wait a few seconds, "
            "then reload this page; if you had sent a form, your browser will offer to send it again."
        ),
    )
    response["Retry-After"] = str(RETRY_AFTER_S)
    response["Cache-Control"] = "no-store"
    return response


def _page(status: HTTPStatus, *, title: str, sentence: str) -> HttpResponse:
    context = {"title": title, "sentence": sentence, "language": get_language() or "fr"}
    try:
        text = loader.get_template(f"{status.value}.html").render(context)
    except TemplateDoesNotExist:
        text = format_html(
            '<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
            "<h1>{title}</h1><p>{sentence}</p></html>",
            **context,
        )
    return HttpResponse(text, status=status)
