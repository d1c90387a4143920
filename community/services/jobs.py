"""Background jobs, deferred by name: the one way up from community to what must react to it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


def defer(
    task_name: str,
    /,
    *,
    unless_queued: str = "",
    run_at: datetime | None = None,
    **arguments: Any,
) -> bool:
    """Queue the task in the current transaction; return False when ``unless_queued`` already waits.

    The job is a row of the same database: workers see it at commit, a rollback takes it back, and a process
    killed just after the commit loses nothing. Call it after the rows it is about are written.
    """
    options: dict[str, Any] = {}
    if unless_queued:
        options["queueing_lock"] = unless_queued
    if run_at is not None:
        options["schedule_at"] = run_at
    try:
        with transaction.atomic():
            app.configure_task(task_name, allow_unknown=True, **options).defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True


async def retry_stalled_jobs() -> int:
    """Queue again the jobs whose worker died; return how many.

    A killed worker leaves its job `doing`, holding its lock for ever; tasks are idempotent, so it runs again.
    """
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=settings.STALLED_AFTER_S))
    for job in stalled:
        await app.job_manager.retry_job(job)
    return len(stalled)
