"""What must hold before the site starts: a secret, and a demonstration that stays on its own machine."""

import contextlib
import ipaddress
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def kept_secret(path: Path) -> str:
    """Return the machine's own secret, drawn once; web process and worker must agree on it.

    The file is made whole under another name and linked: of two processes that start together, one wins and
    both read the same text.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink()
    return path.read_text("utf-8").strip()


def is_loopback(host: str) -> bool:
    """Whether the host name can only mean this machine."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def refuse_exposed_demo(allowed_hosts: Iterable[str], site_url: str) -> None:
    """Refuse to run one-click sign-in where others could reach it.

    Raises: ImproperlyConfigured, with a sentence.
    """
    hosts = [*allowed_hosts, urlsplit(site_url).hostname or ""]
    exposed = [host for host in hosts if not is_loopback(host)]
    if exposed:
        raise ImproperlyConfigured(
            "FAUBOURG_DEMO=1 lets anyone sign in with one click, so it runs only on this machine. "
            f"Remove {', '.join(repr(host) for host in exposed)} from ALLOWED_HOSTS and SITE_URL, "
            "or unset FAUBOURG_DEMO."
        )


def refuse_demo_beside_members() -> None:
    """Refuse one-click sign-in next to the accounts of real people; needs the database.

    Raises: ImproperlyConfigured, with a sentence.
    """
    from community.services.demo import real_members_count

    count = real_members_count()
    if count:
        raise ImproperlyConfigured(
            f"FAUBOURG_DEMO=1 refuses to start: this database holds {count} account(s) of real members. "
            "Use another database for the demonstration, or unset FAUBOURG_DEMO."
        )
