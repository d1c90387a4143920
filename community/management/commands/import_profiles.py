"""Imports a file of profiles: `manage.py import_profiles FILE`; docs/import.md says what files hold."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from tqdm import tqdm

from community.models import Member
from community.services.importing import TYPES, FileRefused, Problem, Report, import_rows
from community.services.importing.reading import ENCODINGS, open_table
from community.services.importing.sentences import counts_sentence, outcome_sentence, place_of

ROWS_REFUSED = 1
BAD_FILE = 2
SHOWN_PROBLEMS = 100


class Command(BaseCommand):
    help = "Import needs, solutions, asks, offers and what they refer to, from CSV, XLSX or JSON Lines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=Path, help="the file to import")
        add("--type", choices=TYPES, default="", help="what the rows are, when the file does not say")
        add("--dry-run", action="store_true", help="check everything, write nothing")
        add("--skip-invalid", action="store_true", help="write the good rows, leave the others out")
        add("--encoding", choices=ENCODINGS, default="", help="of a text file; recognised by default")
        add("--as", dest="email", default="", help="a member, in whose name and with whose rights to import")
        add("--language", choices=dict(settings.LANGUAGES), default="", help="of the sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._author(options["email"])
        with translation.override(options["language"] or (by.language if by else settings.LANGUAGE_CODE)):
            report = self._import(by, options)
            self._show(report, is_dry_run=options["dry_run"])
        if report.problem_count:
            sys.exit(ROWS_REFUSED)

    def _author(self, email: str) -> Member | None:
        if not email:
            return None
        member = Member.objects.filter(email__iexact=email, is_active=True).first()
        if member is None:
            raise CommandError(_("No member has this address."), returncode=BAD_FILE)
        return member

    def _import(self, by: Member | None, options: dict[str, Any]) -> Report:
        path: Path = options["file"]
        try:
            source = open_table(path, type_name=options["type"], encoding=options["encoding"])
            with tqdm(total=source.total, unit=" rows", leave=False, disable=None) as bar:
                return import_rows(
                    source,
                    by=by,
                    is_dry_run=options["dry_run"],
                    skips_invalid=options["skip_invalid"],
                    step=bar.update,
                )
        except FileRefused as error:
            raise CommandError(_sentence(error.problem), returncode=BAD_FILE) from error
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(why)s.") % {"file": path, "why": error.strerror},
                returncode=BAD_FILE,
            ) from error
        except PermissionDenied as error:
            raise CommandError(_("This member may not import."), returncode=BAD_FILE) from error

    def _show(self, report: Report, *, is_dry_run: bool) -> None:
        for problem in report.warnings:
            self.stderr.write(self.style.WARNING(_sentence(problem)))
        for problem in report.problems[:SHOWN_PROBLEMS]:
            self.stderr.write(self.style.ERROR(_sentence(problem)))
        if hidden := report.problem_count - len(report.problems[:SHOWN_PROBLEMS]):
            self.stderr.write(_("… and %(count)d more.") % {"count": hidden})
        for name, counts in report.counts.items():
            self.stdout.write(f"{name}: {counts_sentence(counts)}")
        self.stdout.write(outcome_sentence(report, is_dry_run=is_dry_run))


def _sentence(problem: Problem) -> str:
    place = place_of(problem)
    return f"{place}: {problem.message}" if place else str(problem.message)
