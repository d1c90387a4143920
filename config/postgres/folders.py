"""The folders of a cluster: its files, a short private one for the socket, and a way out when closed."""

import hashlib
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.postgres.account import Account, nearest_existing
from config.postgres.problems import DiskFullError, FolderRefusedError

SOCKET_NAME = ".s.PGSQL.5432"
# sun_path holds 104 bytes on macOS and the BSDs, 108 on Linux, the final NUL included.
LONGEST_SOCKET = 103
ROOM_NEEDED_MB = 150
SYSTEM_STATE = Path("/var/lib/faubourg")


@dataclass(frozen=True)
class Places:
    """Names of the files inside a cluster's folder."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def unfinished_data(self) -> Path:
        return self.folder / "data.new"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def state(self) -> Path:
        return self.folder / "server.json"

    def lock(self, name: str) -> Path:
        return self.folder / f"{name}.lock"


def make_private(folder: Path, *, account: Account) -> None:
    """Create the cluster's folder; one that exists is checked and left as it is."""
    ours = account.is_us or _owns_clone(account, folder)
    try:
        for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
            missing.mkdir(mode=0o755 if missing != folder else 0o700 if ours else 0o711, exist_ok=True)
            if ours:
                account.own(missing)
            else:
                # Whatever our umask, the server's account has to pass through what we have just made.
                missing.chmod(0o711 if missing == folder else 0o755)
    except OSError as error:
        raise refusal(folder, error) from error
    found = folder.stat()
    if found.st_uid not in (os.geteuid(), account.uid):
        raise FolderRefusedError(
            f"{folder} belongs to another account: run the command as that account, "
            "or set FAUBOURG_POSTGRES_FOLDER to a folder of yours."
        )
    if stat.S_IMODE(found.st_mode) & 0o022:
        raise FolderRefusedError(
            f"Others may write in {folder}: remove that right (chmod go-w) and try again."
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise FolderRefusedError(
            f"{folder} is not writable: give yourself that right (chmod u+rwx) and try again."
        )


def _owns_clone(account: Account, folder: Path) -> bool:
    return nearest_existing(folder).stat().st_uid == account.uid


def give_to_owner(folder: Path, *, account: Account) -> None:
    """What root made in somebody's clone is theirs, so that they can go on without root."""
    if not account.is_us and folder.stat().st_uid == account.uid:
        for made in folder.iterdir():
            account.own(made)


def refusal(path: Path, error: OSError) -> FolderRefusedError | DiskFullError:
    reason = (error.strerror or str(error)).lower()
    if "space" in reason or "quota" in reason:
        return DiskFullError(f"No room left on the disk that holds {path}: free some and try again.")
    return FolderRefusedError(
        f"The database cannot use {path} ({reason}): correct its rights, "
        "or set FAUBOURG_POSTGRES_FOLDER to a folder of yours."
    )


def check_room(folder: Path) -> None:
    free_mb = shutil.disk_usage(folder).free // 2**20
    if free_mb < ROOM_NEEDED_MB:
        raise DiskFullError(
            f"The disk that holds {folder} has {free_mb} MB left and a new database needs "
            f"{ROOM_NEEDED_MB} MB: free some and try again."
        )


def reachable_folder(wanted: Path, *, account: Account) -> Path:
    """`wanted`, or a folder of the system when we are root and the server's account cannot enter `wanted`."""
    base = nearest_existing(wanted)
    if account.is_us or not base.is_dir() or account.can_enter(base):
        return wanted
    pointer = wanted / "elsewhere"
    if pointer.is_file():
        clone, _, folder = pointer.read_text().strip().partition("\n")
        # A copied clone carries the pointer of the first one; it gets a folder of its own.
        if clone == str(wanted) and folder:
            return Path(folder)
    mark = hashlib.sha256(f"{wanted}{os.urandom(8).hex()}".encode()).hexdigest()[:12]
    try:
        SYSTEM_STATE.mkdir(mode=0o755, exist_ok=True)
        wanted.mkdir(parents=True, exist_ok=True)
        pointer.write_text(f"{wanted}\n{SYSTEM_STATE / mark}\n")
    except OSError as error:
        raise refusal(SYSTEM_STATE, error) from error
    return SYSTEM_STATE / mark


def is_private(folder: Path, *, account: Account) -> bool:
    """A socket folder is trusted only if nobody else can have put anything into it."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return (
        stat.S_ISDIR(found.st_mode)
        and found.st_uid == account.uid
        and not stat.S_IMODE(found.st_mode) & 0o077
        and len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET
    )


def new_socket_folder(account: Account) -> Path:
    for base in _socket_bases(account):
        try:
            folder = Path(tempfile.mkdtemp(prefix="faubourg-", dir=base))
        except OSError:
            continue
        account.own(folder)
        if is_private(folder, account=account) and account.can_enter(folder):
            return folder
        folder.rmdir()
    raise FolderRefusedError(
        "No folder with a short path can hold the database's socket: make /tmp writable, or set DATABASE_URL."
    )


def _socket_bases(account: Account) -> list[Path]:
    """The session's own folder first; it vanishes at logout, as do the processes of the session."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    bases = [Path(runtime)] if runtime and account.is_us and Path(runtime).is_dir() else []
    return [*bases, Path(tempfile.gettempdir()), Path("/tmp")]  # noqa: S108 - mkdtemp makes a private folder there


def clear_socket_folder(folder: Path) -> None:
    """Only when no process of the server is left: a stale lock with a reused pid would stop the next one."""
    for leftover in folder.glob(f"{SOCKET_NAME}*"):
        leftover.unlink(missing_ok=True)
