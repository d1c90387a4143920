"""The command lines and files of the server: what it listens to, who may connect, how durable it is."""

import os
import sys
from pathlib import Path

from config.postgres.account import Account
from config.postgres.binaries import Binaries
from config.postgres.folders import Places
from config.postgres.problems import ClusterError, DiskFullError, FolderRefusedError, StartFailedError

ROLE = "faubourg"
MAX_CONNECTIONS = 200
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
# A thousand files synchronised one by one take seconds, at creation and after a crash; Linux has one call.
SYNC_METHOD = "syncfs" if sys.platform == "linux" else "fsync"


def server_environment() -> dict[str, str]:
    """Little of ours: secrets stay out of another account's processes, PG* variables mean another server."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def initdb_command(binaries: Binaries, folder: Path, *, durable: bool) -> list[str]:
    command = [
        str(binaries.program("initdb")),
        f"--pgdata={folder}",
        f"--username={ROLE}",
        "--auth=peer",
        "--encoding=UTF8",
        "--locale=C",
        "--no-instructions",
    ]
    return [*command, f"--sync-method={SYNC_METHOD}" if durable else "--no-sync"]


def server_command(binaries: Binaries, places: Places, *, socket_folder: Path, durable: bool) -> list[str]:
    settings = {
        "listen_addresses": "",
        "port": "5432",
        "unix_socket_directories": str(socket_folder).replace(",", r"\,"),
        "unix_socket_permissions": "0700",
        "hba_file": str(places.folder / "hba.conf"),
        "ident_file": str(places.folder / "ident.conf"),
        "max_connections": str(MAX_CONNECTIONS),
        "shared_buffers": "128MB",
        "io_method": "sync",
        "recovery_init_sync_method": SYNC_METHOD,
        "log_timezone": "UTC",
        "timezone": "UTC",
        "cluster_name": "faubourg",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str(binaries.program("postgres")), "-D", str(places.data), *options]


def write_access(places: Places, *, account: Account) -> None:
    """Only the server's account, ours and root may connect, as the kernel says: no password, no trust."""
    names = {account.name, "root", Account.of(os.geteuid()).name}
    lines = "".join(f'faubourg "{name}" {ROLE}\n' for name in sorted(names))
    for name, text in (("hba.conf", "local all all peer map=faubourg\n"), ("ident.conf", lines)):
        path = places.folder / name
        path.write_text(text)
        path.chmod(0o644)


def explain(said: str, *, place: Path, doing: str) -> ClusterError:
    """One sentence out of what the programs of PostgreSQL wrote."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    reasons = [
        line for line in lines if any(mark in line for mark in ("FATAL:", "PANIC:", "error:", "could not"))
    ]
    reason = (reasons or lines or ["it gave no reason"])[-1]
    if "No space left" in reason or "quota" in reason:
        return DiskFullError(f"No room left on the disk that holds {place}: free some and try again.")
    if "Permission denied" in reason or "Read-only" in reason:
        return FolderRefusedError(
            f"The database cannot use its folder ({reason}): correct its rights and try again."
        )
    return StartFailedError(f"PostgreSQL could not {doing}: {reason} (see {place}).")
