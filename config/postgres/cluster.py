"""The embedded cluster: made on first use, started on demand, shared by processes, stopped after the last."""

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from config.postgres.account import Account, server_account
from config.postgres.binaries import Binaries, installed_binaries, readable_binaries
from config.postgres.data import check_data, create_data
from config.postgres.folders import (
    SOCKET_NAME,
    Places,
    clear_socket_folder,
    give_to_owner,
    is_private,
    make_private,
    new_socket_folder,
    reachable_folder,
    refusal,
)
from config.postgres.locks import alone, is_held, is_linked, open_lock, take
from config.postgres.problems import StartFailedError
from config.postgres.server import (
    ROLE,
    explain,
    server_command,
    server_environment,
    write_access,
)

KEEPER = Path(__file__).with_name("keeper.py")
PORT = "5432"
PATIENCE_S = 150
LONGEST_LOG = 5 * 2**20


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


@dataclass(frozen=True)
class Status:
    """What `manage.py postgres status` shows."""

    folder: Path
    is_created: bool
    is_running: bool
    is_used: bool
    socket_folder: Path | None


class Cluster:
    """A handle on a cluster's folder; `ensure` makes this process one of its users."""

    def __init__(
        self,
        folder: Path,
        *,
        database: str = "faubourg",
        durable: bool = True,
        ephemeral: bool = False,
        say: Callable[[str], None] = _say,
    ) -> None:
        self.wanted = folder.absolute()
        self.database = database
        self.durable = durable
        self.ephemeral = ephemeral
        self.say = say
        self._guard = threading.RLock()
        self._places: Places | None = None
        self._account: Account | None = None
        self._users: int | None = None
        self._socket: Path | None = None

    @property
    def socket_folder(self) -> Path | None:
        return self._socket

    @property
    def account(self) -> Account:
        if self._account is None:
            self._account = server_account(self.wanted)
        return self._account

    @property
    def places(self) -> Places:
        if self._places is None:
            folder = reachable_folder(self.wanted, account=self.account)
            if folder != self.wanted and not folder.exists():
                self.say(
                    f"The account {self.account.name}, which runs PostgreSQL for root, cannot enter "
                    f"{self.wanted.parent}: the database lives in {folder} instead."
                )
            self._places = Places(folder)
        return self._places

    def ensure(self) -> Path:
        """The folder of the socket of a server that answers, started if need be."""
        with self._guard:
            if self._socket is not None and self.is_listening():
                return self._socket
            try:
                self.join()
                self._socket = self._bring_up()
            except OSError as error:
                raise refusal(self.places.folder, error) from error
            return self._socket

    def _bring_up(self) -> Path:
        with alone(self.places.lock("start"), within_s=PATIENCE_S) as mine:
            if not mine:
                raise StartFailedError(
                    "Another process has been starting the database for too long: end it and try again."
                )
            found = self._running_socket() or self._start()
            self._create_database(found)
            give_to_owner(self.places.folder, account=self.account)
        return found

    def is_listening(self) -> bool:
        """Cheap: one connection that says nothing."""
        if self._socket is None:
            return False
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(5)
            with contextlib.suppress(OSError):
                probe.connect(str(self._socket / SOCKET_NAME))
                return True
        return False

    def join(self) -> None:
        """Keep the server, once it runs, from stopping before this process ends or leaves."""
        with self._guard:
            if self._users is not None and is_linked(self._users, self.places.lock("users")):
                return
            self.leave()
            make_private(self.places.folder, account=self.account)
            path = self.places.lock("users")
            descriptor = open_lock(path)
            if not take(descriptor, fcntl.LOCK_SH, within_s=PATIENCE_S) or not is_linked(descriptor, path):
                os.close(descriptor)
                raise StartFailedError(f"The database of {self.places.folder} is being removed: try again.")
            self._users = descriptor

    def leave(self) -> None:
        """The server stops if nobody else uses it; connections of this process must be closed before."""
        with self._guard:
            if self._users is not None:
                os.close(self._users)
            self._users = None
            self._socket = None

    def status(self) -> Status:
        running = is_held(self.places.lock("server"))
        return Status(
            folder=self.places.folder,
            is_created=self.places.data.exists(),
            is_running=running,
            is_used=self._is_used_by_others(),
            socket_folder=self._known_socket() if running else None,
        )

    def stop(self, *, within_s: float = 40) -> bool:
        """Stop the server even if other processes use it; whether it has stopped."""
        self.leave()
        if is_held(self.places.lock("server")):
            with contextlib.suppress(OSError, ValueError, psutil.NoSuchProcess):
                server = psutil.Process(int(self.places.pid_file.read_text().split("\n", 1)[0]))
                # A server that was killed leaves its children for a moment, and its number for anybody.
                if str(self.places.data) in server.cmdline():
                    server.send_signal(signal.SIGINT)
        return self.wait_stopped(within_s=within_s)

    def wait_stopped(self, *, within_s: float) -> bool:
        deadline = time.monotonic() + within_s
        while is_held(self.places.lock("server")) or is_held(self.places.lock("keeper")):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def _is_used_by_others(self) -> bool:
        path = self.places.lock("users")
        if not path.exists() or self._users is not None:
            return path.exists()
        with alone(path, within_s=0) as mine:
            return not mine

    def _known_socket(self) -> Path | None:
        try:
            known = Path(json.loads(self.places.state.read_text())["socket"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return known if is_private(known, account=self.account) else None

    def _running_socket(self) -> Path | None:
        """The socket of the living server, awaited while it starts or recovers; None when none is alive."""
        deadline = time.monotonic() + PATIENCE_S
        while is_held(self.places.lock("server")):
            known = self._known_socket()
            if known and psycopg.pq.PGconn.ping(self._address(known).encode()) == psycopg.pq.Ping.OK:
                if not is_held(self.places.lock("keeper")):
                    self._run_keeper(known, adopt=int(self.places.pid_file.read_text().split("\n", 1)[0]))
                return known
            if time.monotonic() > deadline:
                raise StartFailedError(
                    "The database server is running but does not answer: run `manage.py postgres stop` "
                    f"and try again (its log: {self.places.log})."
                )
            time.sleep(0.05)
        return None

    def _start(self) -> Path:
        binaries = self._binaries()
        if self.places.data.exists():
            check_data(self.places, binaries=binaries)
        else:
            if not self.ephemeral:
                self.say(f"Creating the database in {self.places.folder} (once, a few seconds)…")
            create_data(self.places, binaries=binaries, account=self.account, durable=self.durable)
        write_access(self.places, account=self.account)
        if self.places.log.exists() and self.places.log.stat().st_size > LONGEST_LOG:
            self.places.log.write_bytes(b"")
        folder = self._socket_to_use()
        # Copied or moved clones carry this file too: it serves only while the lock `server` is held.
        self.places.state.write_text(json.dumps({"socket": str(folder), "data": str(self.places.data)}))
        command = server_command(binaries, self.places, socket_folder=folder, durable=self.durable)
        self._run_keeper(folder, command=command)
        return folder

    def _socket_to_use(self) -> Path:
        known = self._known_socket()
        with contextlib.suppress(OSError, ValueError, KeyError):
            if known and json.loads(self.places.state.read_text())["data"] == str(self.places.data):
                clear_socket_folder(known)
                return known
        return new_socket_folder(self.account)

    def _binaries(self) -> Binaries:
        return readable_binaries(
            installed_binaries(),
            account=self.account,
            copies=self.places.folder.parent / "postgresql-programs",
        )

    def _run_keeper(self, folder: Path, *, command: list[str] | None = None, adopt: int = 0) -> None:
        plan = {
            "folder": str(self.places.folder),
            "socket": str(folder),
            "command": command,
            "adopt": adopt,
            "environment": server_environment(),
            "spawn": self.account.spawn_options(),
            "ephemeral": self.ephemeral,
        }
        started = subprocess.run(  # noqa: S603 - this interpreter, our own script
            [sys.executable, "-I", "-S", str(KEEPER)],
            input=json.dumps(plan),
            capture_output=True,
            text=True,
            check=False,
            env=server_environment(),
            cwd="/",
        )
        if started.returncode and not adopt:
            log = self.places.log.read_text(errors="replace") if self.places.log.exists() else ""
            raise explain(
                log, place=self.places.log, doing=f"start ({started.stderr.strip() or 'no reason given'})"
            )

    def _address(self, folder: Path, *, database: str = "postgres") -> str:
        return psycopg.conninfo.make_conninfo(host=str(folder), port=PORT, user=ROLE, dbname=database)

    def _create_database(self, folder: Path) -> None:
        try:
            with psycopg.connect(self._address(folder), autocommit=True, connect_timeout=10) as connection:
                found = connection.execute(
                    "SELECT 1 FROM pg_database WHERE datname = %s", [self.database]
                ).fetchone()
                if found is None:
                    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.database)))
        except psycopg.errors.TooManyConnections:
            return
        except psycopg.Error as error:
            raise StartFailedError(f"The database server does not accept us: {str(error).strip()}") from error
