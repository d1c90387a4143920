"""The rows behind the pages of communes and neighbourhoods."""

from django.db.models import Count, Q, QuerySet

from community.models import Commune, Neighbourhood, Status


def neighbourhoods_of(commune: Commune) -> QuerySet[Neighbourhood]:
    """Return the commune's neighbourhoods, each with the number of its open needs (one query)."""
    return commune.neighbourhoods.annotate(
        open_needs_count=Count("needs", filter=Q(needs__status=Status.OPEN))
    ).order_by("sort_key", "pk")


def neighbourhoods_with_commune() -> QuerySet[Neighbourhood]:
    return Neighbourhood.objects.select_related("commune__organisation", "commune__edition")
