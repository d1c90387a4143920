"""The command that shows, keeps and stops the embedded database."""

import signal
from typing import Any
from urllib.parse import quote

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

ENDING = {signal.SIGINT, signal.SIGTERM}


class Command(BaseCommand):
    help = "The embedded PostgreSQL: its status, its address, keep it up, or stop it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "action",
            choices=["status", "url", "run", "stop"],
            help="status: where it is and whether it runs; url: its address; "
            "run: keep it up until Ctrl-C; stop: stop it (only when nobody uses it, unless --force)",
        )
        parser.add_argument("--force", action="store_true", help="stop it under the processes that use it")

    def handle(self, *_: Any, action: str, force: bool, **__: Any) -> None:
        self.cluster = connection.cluster  # type: ignore[attr-defined]  # config.postgres.base adds it
        if self.cluster is None and action != "url":
            raise CommandError(
                "DATABASE_URL names a PostgreSQL server: there is no embedded database to look after."
            )
        if action == "stop":
            self.stop(force=force)
        else:
            getattr(self, action)()

    def status(self) -> None:
        found = self.cluster.status()
        self.stdout.write(f"folder   {found.folder}")
        self.stdout.write(f"created  {'yes' if found.is_created else 'no'}")
        self.stdout.write(f"running  {'yes' if found.is_running else 'no'}")
        self.stdout.write(f"used     {'yes' if found.is_used else 'no'}")
        if found.socket_folder:
            self.stdout.write(f"socket   {found.socket_folder}")

    def url(self) -> None:
        if self.cluster is not None and not self.cluster.status().is_used:
            self.stderr.write("It stops with its last user: keep it up with `manage.py postgres run`.")
        parameters = connection.get_connection_params()
        user = quote(str(parameters.get("user", "")), safe="")
        query = f"host={quote(str(parameters.get('host', '')), safe='/')}&port={parameters.get('port', 5432)}"
        self.stdout.write(f"postgresql://{user}@/{quote(str(parameters['dbname']), safe='')}?{query}")

    def run(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        self.cluster.ensure()
        self.url()
        self.stdout.write("The database is up until Ctrl-C.")
        self.stdout.flush()
        signal.sigwait(ENDING)

    def stop(self, *, force: bool) -> None:
        if self.cluster.status().is_used and not force:
            raise CommandError("Other processes use the database: end them first, or add --force.")
        if not self.cluster.stop():
            raise CommandError("The database server did not stop in time.")
        self.stdout.write("The database is stopped.")
