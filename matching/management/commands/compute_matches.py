"""Prepares every text and computes every suggestion, with progress."""

import time
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from tqdm import tqdm

from community.models import Profile
from matching.queries.work import waiting_readings
from matching.services.documents import prepare_all
from matching.services.moving import follow_configured_encoder
from matching.services.suggestions import refreshing_all


class Command(BaseCommand):
    help = "Read every text that may be matched, encode it, and compute every list of suggestions again."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        waiting = waiting_readings()
        ids = list(Profile.objects.matchable().order_by("pk").values_list("pk", flat=True))
        with self._bar(len(ids), "Reading texts") as bar:
            for done in prepare_all(profile_ids=ids):
                bar.update(done - bar.n)
        if not follow_configured_encoder():
            with self._bar(None, "Computing lists") as bar:
                for link, count in refreshing_all():
                    bar.set_postfix_str(f"{link.relation} ({count})")
                    bar.update()
        # What waited before we began has been done now, and need not be done again by the worker.
        for job_id in waiting:
            app.job_manager.cancel_job_by_id(job_id, delete_job=True)
        seconds = time.perf_counter() - started
        self.stdout.write(f"{len(ids)} texts read and matched in {seconds:.1f} s.")

    def _bar(self, total: int | None, label: str) -> tqdm:
        return tqdm(total=total, desc=label, leave=False, disable=None)
