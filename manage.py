#!/usr/bin/env python
"""Django's command line for Faubourg."""

import os
import secrets
import sys

# These read and write files only: neither the database nor a session is touched, so any secret will do.
ON_FILES = {"evaluate_matching", "export_knowledge", "train_encoder"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if len(sys.argv) > 1 and sys.argv[1] in ON_FILES:
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(40))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
