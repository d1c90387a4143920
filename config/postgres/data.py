"""The data of a cluster: created once, refused when another version wrote them."""

import shutil
import subprocess

from config.postgres.account import Account
from config.postgres.binaries import Binaries
from config.postgres.folders import Places, check_room
from config.postgres.problems import IncompatibleDataError
from config.postgres.server import explain, initdb_command, server_environment


def check_data(places: Places, *, binaries: Binaries) -> None:
    try:
        written_by = (places.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        raise IncompatibleDataError(
            f"{places.data} does not hold a database: move it away, and a new one will be created."
        ) from None
    if written_by != str(binaries.major):
        raise IncompatibleDataError(
            f"The data in {places.data} were written by PostgreSQL {written_by}, and this Faubourg "
            f"brings PostgreSQL {binaries.major}: export them with the version that wrote them, or move the "
            "folder away to start with an empty database."
        )


def create_data(places: Places, *, binaries: Binaries, account: Account, durable: bool) -> None:
    """Made under another name and renamed: an interrupted creation leaves nothing that looks finished."""
    check_room(places.folder)
    unfinished = places.unfinished_data
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    account.own(unfinished)
    made = subprocess.run(  # noqa: S603 - our own programs and arguments
        initdb_command(binaries, unfinished, durable=durable),
        capture_output=True,
        text=True,
        check=False,
        env=server_environment(),
        **account.spawn_options(),
    )
    if made.returncode:
        raise explain(made.stderr, place=places.folder, doing="create its files")
    unfinished.rename(places.data)
