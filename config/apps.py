"""Registers the wiring: its system checks."""

from django.apps import AppConfig


class FaubourgConfig(AppConfig):
    name = "config"
    verbose_name = "Faubourg"

    def ready(self) -> None:
        from config import checks  # noqa: F401 - registers them
