"""What a view may rely on: the middleware let nobody in but members."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from community.models import Member


class MemberRequest(HttpRequest):
    """A request of someone signed in."""

    user: Member
    htmx: HtmxDetails
