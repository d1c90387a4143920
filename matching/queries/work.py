"""What the worker still has to do, as pages say it."""

from django.db.models import QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from community.models import Organisation, Profile

PREPARE = "matching.prepare_profile"


def _unfinished() -> QuerySet[ProcrastinateJob]:
    return ProcrastinateJob.objects.filter(task_name=PREPARE, status__in=["todo", "doing"])


def is_being_read(profile: Profile) -> bool:
    """Whether the profile's text waits to be read again by the worker."""
    return _unfinished().filter(args__profile_id=profile.pk).exists()


def profiles_being_read(organisations: QuerySet[Organisation]) -> bool:
    """Whether a text of one of these organisations waits to be read."""
    ids = list(_unfinished().values_list("args__profile_id", flat=True)[:500])
    return bool(ids) and Profile.objects.filter(pk__in=ids, organisation__in=organisations).exists()
