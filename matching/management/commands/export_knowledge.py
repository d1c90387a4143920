"""Checks the urban knowledge base, or writes it as JSON or CSV: `manage.py export_knowledge`."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matching.knowledge import BASE, BaseRefused, KnowledgeBase, read_base
from matching.knowledge.exporting import as_csv, as_json

BAD_ARGUMENTS = 2
FORMATS: dict[str, Callable[[KnowledgeBase], str]] = {"json": as_json, "csv": as_csv}


class Command(BaseCommand):
    """Reads the files only, never the database."""

    help = "Check the knowledge base, or write it as JSON or CSV. Wrong entries are listed, exit code 1."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("--check", action="store_true", help="only say whether every entry is right")
        add("--folder", type=Path, default=BASE, metavar="DIR", help="by default, the base of the repository")
        add("--format", choices=FORMATS, default="json", help="json by default")
        add("--out", type=Path, metavar="FILE", help="by default, standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            base = read_base(options["folder"])
        except BaseRefused as refused:
            count = len(refused.problems)
            raise CommandError(f"{refused}\n{count} to correct.", returncode=1) from refused
        if options["check"]:
            counted = f"{len(base.problems)} problems, {len(base.levers)} levers"
            self.stdout.write(f"Every entry is right: {counted}, version {base.version}.")
            return
        text = FORMATS[options["format"]](base)
        if options["out"] is None:
            self.stdout.write(text, ending="")
            return
        try:
            options["out"].write_text(text, encoding="utf-8")
        except OSError as error:
            reason = f"{options['out']} cannot be written: {error.strerror}."
            raise CommandError(reason, returncode=BAD_ARGUMENTS) from error
