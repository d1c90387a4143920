"""The rows behind the page of an edition."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from community.models import Commune, Edition, Need, Status


def communes_of(edition: Edition) -> QuerySet[Commune]:
    """Return the edition's communes, each with the number of its needs in this edition (one query)."""
    counted = Q(organisation__profiles__need__isnull=False, organisation__profiles__edition=edition) & ~Q(
        organisation__profiles__status=Status.CLOSED
    )
    communes: Any = edition.communes.all()
    return (
        communes.select_related("organisation")
        .annotate(needs_count=Count("organisation__profiles", filter=counted, distinct=True))
        .order_by("sort_key", "pk")
    )


def needs_of(edition: Edition) -> QuerySet[Need]:
    """Return the edition's needs that every member may read, the most pressing first."""
    needs: Any = Need.objects.shown()
    return (
        needs.filter(edition=edition)
        .select_related("organisation", "neighbourhood__commune")
        .order_by("priority", "sort_key", "pk")
    )
