"""Pages of editions: where and when, and what is needed there."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from community.models import Edition
from community.queries.editions import communes_of, needs_of

from .lists import page_of
from .requests import MemberRequest


@dataclass(frozen=True)
class Mark:
    """A date on the timeline, and where it stands, as a share of its length."""

    share: float
    on: date

    @property
    def x(self) -> str:
        return f"{100 * self.share:.1f}%"

    @property
    def is_half_year(self) -> bool:
        return self.on.month in (1, 7)


@dataclass(frozen=True)
class Timeline:
    """The edition drawn as a line: its quarters, how far it has come, and today when it is running."""

    quarters: list[Mark]
    elapsed: Mark
    today: Mark | None


def timeline_of(edition: Edition, today: date) -> Timeline:
    """Place each first day of a quarter, and today, between the two ends of the edition."""
    length_days = (edition.ends_on - edition.starts_on).days

    def mark(on: date) -> Mark:
        return Mark(min(max((on - edition.starts_on).days / length_days, 0.0), 1.0), on)

    quarters = [
        mark(date(year, month, 1))
        for year in range(edition.starts_on.year, edition.ends_on.year + 1)
        for month in (1, 4, 7, 10)
        if edition.starts_on < date(year, month, 1) < edition.ends_on
    ]
    return Timeline(quarters, mark(today), mark(today) if edition.is_running(today) else None)


def edition(request: MemberRequest, pk: int) -> HttpResponse:
    """Show an edition to members: its communes, its dates, its needs."""
    row = get_object_or_404(Edition, pk=pk)
    today = timezone.localdate()
    context = {
        "edition": row,
        "communes": communes_of(row),
        "page": page_of(request, needs_of(row)),
        "timeline": timeline_of(row, today),
        "is_running": row.is_running(today),
        "is_over": row.ends_on < today,
    }
    return render(request, "community/edition.html", context)
