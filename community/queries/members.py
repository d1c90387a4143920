"""Members as pages name them: never with their contact details."""

from django.db.models import QuerySet

from community.models import Membership, Organisation


def names_in(organisation: Organisation) -> QuerySet[Membership]:
    """Return the people of the organisation by name (one query, no contact detail read)."""
    return (
        Membership.objects.filter(organisation=organisation, member__is_active=True)
        .select_related("member")
        .only("role", "organisation_id", "member__name", "member__job_title", "member__sort_key")
        .order_by("member__sort_key", "pk")
    )
