"""Exports profiles to a file that the import reads: `manage.py export_profiles FILE`."""

import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from community.services.importing import TYPES
from community.services.importing.exporting import WRITERS, give_identifiers

BAD_ARGUMENTS = 2


class Command(BaseCommand):
    help = "Export needs, solutions, asks, offers and what they refer to, as the import reads them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("file", type=Path, help="the file to write; it is replaced when it exists")
        add("--type", choices=TYPES, default="", help="one type only (needed for CSV)")
        add("--format", choices=WRITERS, default="", help="by default, what the file's name ends with")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        kind = options["format"] or path.suffix.lower().removeprefix(".")
        if kind not in WRITERS:
            raise CommandError(
                f"Name the file .csv, .xlsx or .jsonl, or say --format ({', '.join(WRITERS)}).",
                returncode=BAD_ARGUMENTS,
            )
        if kind == "csv" and not options["type"]:
            raise CommandError(
                f"A CSV file holds one type: say --type ({', '.join(TYPES)}), or choose .xlsx or .jsonl.",
                returncode=BAD_ARGUMENTS,
            )
        types = [TYPES[options["type"]]] if options["type"] else list(TYPES.values())
        given = give_identifiers()
        try:
            count = _write_whole(path, lambda draft: WRITERS[kind](draft, types))
        except OSError as error:
            raise CommandError(
                f"{path} cannot be written: {error.strerror}.", returncode=BAD_ARGUMENTS
            ) from error
        if given:
            self.stdout.write(f"{given} rows made on the site were given an identifier.")
        self.stdout.write(f"{count} rows written to {path}.")


def _write_whole(path: Path, write: Any) -> int:
    """Write beside the file, then put it in its place: a file that is there is always complete."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    os.close(handle)
    draft = Path(name)
    try:
        count: int = write(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return count
