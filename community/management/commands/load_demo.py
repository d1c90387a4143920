"""The demonstration programme, loaded from community/demo/: safe to run again, never beside real members."""

import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from community.models import Edition, Member, Membership, Organisation, OrganisationKind
from community.services.demo import real_members_count
from community.services.importing import TYPES, Problem, Report, Row, import_rows
from community.services.importing.types import RowType

FOLDER = Path(__file__).resolve().parents[2] / "demo"
MEMBER_FIELDS = ("name", "job_title", "language")


class DemoRows:
    """The demonstration's rows of some types, as the import reads them."""

    def __init__(self, *types: str) -> None:
        self.warnings: list[Problem] = []
        self.strays: list[Problem] = []
        self.stray_count = 0
        self.types = set(types)
        self._rows = {name: list(demo_rows(name)) for name in types}

    @property
    def total(self) -> int:
        return sum(map(len, self._rows.values()))

    def rows(self, row_type: RowType) -> Iterable[Row]:
        return self._rows[row_type.name]


def demo_lines(name: str) -> Iterable[tuple[int, dict[str, Any]]]:
    """Yield (line, object) for each line of a demonstration file."""
    with (FOLDER / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            yield number, json.loads(line)


def demo_rows(name: str) -> Iterable[Row]:
    """Yield the rows of a demonstration file; days from today become dates."""
    for number, cells in demo_lines(name):
        for relative, column in (("starts_in_days", "starts_on"), ("ends_in_days", "ends_on")):
            if relative in cells:
                cells[column] = timezone.localdate() + timedelta(days=cells.pop(relative))
        yield Row(number, cells, sheet=f"{name}.jsonl")


class Command(BaseCommand):
    help = "Load the demonstration programme: its editions, organisations, needs, solutions and members."

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError(
                "The demonstration is for trying Faubourg on one's own machine: set FAUBOURG_DEMO=1 first."
            )
        if real := real_members_count():
            raise CommandError(
                f"This database has {real} member(s) of its own: fictional people are never mixed with real "
                "ones. Use an empty database."
            )
        with transaction.atomic():
            self._import(*(name for name in TYPES if name != "expertises"))
            self._mark_organisations()
            self._write_members()
            self._name_organisers()
            self._import("expertises")

    def _import(self, *types: str) -> None:
        report = import_rows(DemoRows(*types), by=None)
        if report.problem_count:
            first = report.problems[0]
            raise CommandError(f"{first.sheet}, line {first.line}, {first.column}: {first.message}")
        self._say(report)

    def _say(self, report: Report) -> None:
        for name, counts in report.counts.items():
            done = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
            self.stdout.write(f"{name}: {done}")

    def _mark_organisations(self) -> None:
        ids = [cells["id"] for name in ("organisations", "communes") for _n, cells in demo_lines(name)]
        Organisation.objects.filter(external_id__in=ids, is_demo=False).update(is_demo=True)

    def _write_members(self) -> None:
        created = changed = unchanged = 0
        organisations = {o.external_id: o for o in Organisation.objects.filter(is_demo=True)}
        for _number, cells in demo_lines("members"):
            member = Member.objects.filter(email=cells["email"]).first()
            if member is None:
                # No password: these accounts open by one click in the demonstration, and in no other way.
                member = Member.objects.create_user(
                    cells["email"], is_demo=True, **{name: cells[name] for name in MEMBER_FIELDS}
                )
                created += 1
            elif any(getattr(member, name) != cells[name] for name in MEMBER_FIELDS):
                for name in MEMBER_FIELDS:
                    setattr(member, name, cells[name])
                member.save()
                changed += 1
            else:
                unchanged += 1
            EmailAddress.objects.get_or_create(
                user=member, email=member.email, defaults={"verified": True, "primary": True}
            )
            Membership.objects.update_or_create(
                member=member,
                organisation=organisations[cells["organisation"]],
                defaults={"role": cells["role"]},
            )
        self.stdout.write(f"members: {created} created, {changed} updated, {unchanged} unchanged")

    def _name_organisers(self) -> None:
        organisers = Member.objects.filter(
            is_demo=True, memberships__organisation__kind=OrganisationKind.ORGANISER
        )
        ids = [cells["id"] for _number, cells in demo_lines("editions")]
        for edition in Edition.objects.filter(external_id__in=ids):
            edition.organisers.add(*organisers)
