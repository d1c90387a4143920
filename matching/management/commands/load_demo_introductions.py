"""The demonstration's introductions, loaded after load_demo; one that a visitor answered is left alone."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

import community
from community.models import Member, Profile
from community.policies import acting_members
from matching.models import Answer, Connection, Introduction, Relation
from matching.models.introductions import EXPIRES_AFTER

FILE = Path(community.__file__).resolve().parent / "demo" / "introductions.jsonl"
ANSWERED_AFTER = timedelta(days=2)
HOUR = 10
State = Introduction.State


class Command(BaseCommand):
    help = "Load the introductions of the demonstration programme, once load_demo has run."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        rows = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
        profiles = _demo_profiles({row[side] for row in rows for side in ("source", "target")})
        members = {m.email: m for m in Member.objects.filter(is_demo=True)}
        created = 0
        for row in rows:
            try:
                source, target, by = profiles[row["source"]], profiles[row["target"]], members[row["by"]]
            except KeyError as error:
                raise CommandError(
                    f"{row['id']} names {error}, which is not there: run load_demo first."
                ) from None
            created += _load(row, source=source, target=target, by=by)
        self.stdout.write(f"introductions: {created} created, {len(rows) - created} already there")


def _demo_profiles(ids: set[str]) -> dict[str, Profile]:
    found = Profile.objects.filter(external_id__in=ids, organisation__is_demo=True)
    return {profile.external_id: profile for profile in found.select_related("organisation")}


def _load(row: dict[str, Any], *, source: Profile, target: Profile, by: Member) -> bool:
    """Create the introduction, or move the dates of one that still waits; return whether it is new."""
    today = timezone.localtime().replace(hour=HOUR, minute=0, second=0, microsecond=0)
    proposed_at = today - timedelta(days=row["days_ago"])
    there = Introduction.objects.filter(source=source, target=target)
    if there.exists():
        waiting = there.filter(state=State.PROPOSED, message=row["message"], proposed_by=by)
        waiting.update(proposed_at=proposed_at, expires_at=proposed_at + EXPIRES_AFTER)
        return False
    introduction = _create(row, source=source, target=target, by=by, proposed_at=proposed_at)
    Answer.objects.get_or_create(
        source=source,
        target=target,
        defaults={
            "relation": introduction.relation,
            "kind": Answer.Kind.INTERESTED,
            "by": by,
            "answered_at": proposed_at,
        },
    )
    if introduction.state == State.ACCEPTED:
        assert introduction.answered_at is not None  # noqa: S101 -- a constraint of the table
        Connection.objects.create(
            introduction=introduction,
            first=source.organisation,
            second=target.organisation,
            agreed_at=introduction.answered_at,
        )
    return True


def _create(
    row: dict[str, Any], *, source: Profile, target: Profile, by: Member, proposed_at: datetime
) -> Introduction:
    state = State(row["state"])
    is_waiting = state == State.PROPOSED
    answered_at = None if is_waiting else proposed_at + ANSWERED_AFTER
    answered_by = by if state == State.WITHDRAWN else acting_members(target).order_by("pk").first()
    # Told already: loading the demonstration writes to nobody.
    return Introduction.objects.create(
        relation=Relation(f"{source.kind}-{target.kind}"),
        source=source,
        target=target,
        state=state,
        message=row["message"],
        reason=row["reason"],
        proposed_by=by,
        proposed_at=proposed_at,
        expires_at=proposed_at + EXPIRES_AFTER,
        answered_at=answered_at,
        answered_by=None if is_waiting else answered_by,
        told_at=answered_at or proposed_at,
        told_state=state,
    )
