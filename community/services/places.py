"""Writing neighbourhoods: their description tells the commune's situation, their contexts those of needs."""

from django.db import transaction

from community.models import Member, Need, Neighbourhood, Profile
from community.policies import check_edit_neighbourhood

from .edits import TextRefused, check_version, clean_texts, problems_of
from .profiles import prepare

TEXT_FIELDS = {"name": "title", "description": "description"}


@transaction.atomic
def save_neighbourhood(
    *, neighbourhood: Neighbourhood, by: Member | None, version: str | None = None
) -> Neighbourhood:
    """Save the neighbourhood; its commune and the needs whose contexts change are prepared again."""
    if by is not None:
        check_edit_neighbourhood(by, neighbourhood)
    if neighbourhood.pk is not None:
        check_version(Neighbourhood.objects.select_for_update().get(pk=neighbourhood.pk), version)
    clean_texts(neighbourhood, TEXT_FIELDS)
    if problems := problems_of(neighbourhood, TEXT_FIELDS):
        raise TextRefused(problems)
    neighbourhood.save()
    prepare([neighbourhood.commune_id, *_carry_contexts(neighbourhood)])
    return neighbourhood


def _carry_contexts(neighbourhood: Neighbourhood) -> list[int]:
    """Give the neighbourhood's contexts to its needs; return the needs that changed."""
    needs = Need.objects.filter(neighbourhood=neighbourhood).exclude(contexts=neighbourhood.contexts)
    changed = list(needs.order_by("pk").values_list("pk", flat=True))
    Profile.objects.filter(pk__in=changed).update(contexts=neighbourhood.contexts)
    return changed
