"""A member's notices."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from community.models import Notice
from community.services.notices import mark_all_read, open_notice

from .requests import MemberRequest

NOTICES_PER_PAGE = 30


@require_safe
def notices(request: MemberRequest) -> HttpResponse:
    rows = Notice.objects.filter(member=request.user)
    page = Paginator(rows, NOTICES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "community/notices.html", {"page": page})


@require_safe
def notice(request: MemberRequest, pk: int) -> HttpResponse:
    """Lead where the notice leads; it is read from then on."""
    found = get_object_or_404(Notice, pk=pk, member=request.user)
    return redirect(open_notice(found, by=request.user))


@require_POST
def read_notices(request: MemberRequest) -> HttpResponse:
    mark_all_read(by=request.user)
    return redirect("community:notices")
