"""The account the server runs as: ours, or an unprivileged one when we are root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from config.postgres.problems import ClusterError

DEFAULT_FOR_ROOT = "nobody"


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int
    name: str

    @classmethod
    def of(cls, uid: int) -> Self:
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            raise ClusterError(
                f"PostgreSQL needs an account with a name, and user {uid} has none on this machine: "
                "add one (useradd), or set DATABASE_URL to a PostgreSQL server."
            ) from None
        return cls(uid=entry.pw_uid, gid=entry.pw_gid, name=entry.pw_name)

    @classmethod
    def named(cls, name: str) -> Self:
        try:
            return cls.of(pwd.getpwnam(name).pw_uid)
        except KeyError:
            raise ClusterError(
                f"There is no account named {name} to run PostgreSQL as: "
                "set FAUBOURG_POSTGRES_USER to an unprivileged account of this machine."
            ) from None

    @property
    def is_us(self) -> bool:
        return self.uid == os.geteuid()

    def spawn_options(self) -> dict[str, Any]:
        """Arguments of `subprocess` that run a program as this account, from a folder it can enter."""
        if self.is_us:
            return {"cwd": "/"}
        return {"cwd": "/", "user": self.uid, "group": self.gid, "extra_groups": []}

    def can_enter(self, folder: Path) -> bool:
        """Asked of the kernel, as that account: modes alone would miss ACLs and mount options."""
        probe = ["/bin/sh", "-c", 'cd -- "$1" 2>/dev/null', "sh", str(folder)]
        done = subprocess.run(  # noqa: S603 - the command is ours, no shell
            probe, check=False, env={}, **self.spawn_options()
        )
        return done.returncode == 0

    def own(self, path: Path) -> None:
        """Give this account a path that we have just created."""
        if not self.is_us:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def server_account(folder: Path) -> Account:
    """PostgreSQL refuses to run as root: the clone's owner does, or the account in the environment."""
    if os.geteuid() != 0:
        return Account.of(os.geteuid())
    if wanted := os.environ.get("FAUBOURG_POSTGRES_USER"):
        account = Account.named(wanted)
    else:
        owner = nearest_existing(folder).stat().st_uid
        account = Account.of(owner) if owner else Account.named(DEFAULT_FOR_ROOT)
    if account.uid == 0:
        raise ClusterError("PostgreSQL does not run as root: set FAUBOURG_POSTGRES_USER to another account.")
    return account


def nearest_existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder
