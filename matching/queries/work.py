"""What the worker still has to do, as pages say it."""

from django.db.models import Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from community.models import Organisation, Profile

PREPARING = ("matching.prepare_profile", "matching.prepare_profiles")
# Everything that reading all texts and computing all lists does too.
READING = (*PREPARING, "matching.refresh_profile")


def _unfinished() -> QuerySet[ProcrastinateJob]:
    return ProcrastinateJob.objects.filter(task_name__in=PREPARING, status__in=["todo", "doing"])


def is_being_read(profile: Profile) -> bool:
    """Whether the profile's text waits to be read again by the worker."""
    return (
        _unfinished()
        .filter(Q(args__profile_id=profile.pk) | Q(args__profile_ids__contains=[profile.pk]))
        .exists()
    )


def profiles_being_read(organisations: QuerySet[Organisation]) -> bool:
    """Whether a text of one of these organisations waits to be read."""
    waiting = list(_unfinished().values_list("args__profile_id", "args__profile_ids")[:500])
    ids = {pk for one, many in waiting for pk in (many or [one])}
    return bool(ids) and Profile.objects.filter(pk__in=ids, organisation__in=organisations).exists()


def more_texts_wait() -> bool:
    """Whether another job that reads many texts waits: it will compute every list after them."""
    return ProcrastinateJob.objects.filter(task_name=PREPARING[1], status="todo").exists()


def waiting_readings() -> list[int]:
    """Return the jobs, by id, that wait to read texts or compute lists."""
    jobs = ProcrastinateJob.objects.filter(task_name__in=READING, status="todo")
    return list(jobs.values_list("pk", flat=True))
