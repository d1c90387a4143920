"""What the embedded cluster refuses, and that each refusal says in one sentence what to do."""

import importlib.util
import os
import pwd
import shutil
import stat
from collections import namedtuple
from pathlib import Path

import psutil
import pytest

from config.postgres import account, binaries, cluster, folders
from config.postgres.account import Account
from config.postgres.problems import (
    ClusterError,
    DiskFullError,
    FolderRefusedError,
    IncompatibleDataError,
    NoBinariesError,
    StartFailedError,
)
from config.postgres.server import explain
from tests.config.conftest import ask, postmaster

IS_ROOT = os.geteuid() == 0


def sentence(refused: pytest.ExceptionInfo[ClusterError]) -> str:
    said = str(refused.value)
    assert "\n" not in said
    assert said.endswith(".")
    return said


def test_data_of_another_version_are_left_alone(clusters):
    made = clusters()
    made.ensure()
    assert made.stop()
    version = made.places.data / "PG_VERSION"
    version.write_text("15\n")
    with pytest.raises(IncompatibleDataError, match="written by PostgreSQL 15") as refused:
        made.ensure()
    assert "PostgreSQL 18" in sentence(refused)
    assert version.read_text() == "15\n"


def test_a_folder_that_holds_something_else_is_left_alone(clusters):
    made = clusters()
    (made.wanted / "data").mkdir(parents=True)
    (made.wanted / "data" / "holiday.jpg").touch()
    with pytest.raises(IncompatibleDataError, match="does not hold a database") as refused:
        made.ensure()
    assert sentence(refused)
    assert (made.wanted / "data" / "holiday.jpg").exists()


def test_a_folder_others_may_write_in_is_refused_and_keeps_its_rights(clusters):
    made = clusters()
    made.wanted.mkdir()
    made.wanted.chmod(0o777)
    with pytest.raises(FolderRefusedError, match="Others may write") as refused:
        made.ensure()
    assert sentence(refused)
    assert stat.S_IMODE(made.wanted.stat().st_mode) == 0o777
    made.wanted.chmod(0o711)


def test_a_folder_of_somebody_else_is_refused(clusters, monkeypatch):
    made = clusters()
    made.ensure()
    assert made.stop()
    fresh = clusters()
    assert fresh.account
    monkeypatch.setattr(folders.os, "geteuid", lambda: 54321)
    monkeypatch.setattr(fresh, "_account", Account(uid=54322, gid=54322, name="somebody"))
    monkeypatch.setattr(fresh, "_places", folders.Places(fresh.wanted))
    with pytest.raises(FolderRefusedError, match="belongs to another account") as refused:
        fresh.ensure()
    assert sentence(refused)
    monkeypatch.undo()


def test_a_folder_that_cannot_be_made_is_refused(clusters, folder):
    (folder / "file").write_text("not a folder")
    made = clusters("file/postgres")
    with pytest.raises(FolderRefusedError, match="not a directory") as refused:
        made.ensure()
    assert "FAUBOURG_POSTGRES_FOLDER" in sentence(refused)


def test_no_room_for_a_new_database_is_said_before_anything_is_written(clusters, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(folders.shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 10**6, 10**6))
    made = clusters()
    with pytest.raises(DiskFullError, match="has 0 MB left") as refused:
        made.ensure()
    assert sentence(refused)
    assert not made.places.data.exists()


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ('FATAL:  could not write lock file "postmaster.pid": No space left on device', DiskFullError),
        ("initdb: error: could not create directory: Permission denied", FolderRefusedError),
        (
            "LOG:  starting\nFATAL:  could not create shared memory segment: invalid\nHINT: x",
            StartFailedError,
        ),
        ("", StartFailedError),
    ],
)
def test_what_the_programs_write_becomes_a_sentence(said, kind):
    problem = explain(said, place=Path("/somewhere"), doing="start")
    assert type(problem) is kind
    assert "\n" not in str(problem)


def test_a_server_that_cannot_start_says_why(clusters):
    made = clusters()
    made.ensure()
    assert made.stop()
    control = made.places.data / "global" / "pg_control"
    control.write_bytes(b"\0" * control.stat().st_size)
    with pytest.raises(StartFailedError, match="PostgreSQL could not start") as refused:
        made.ensure()
    assert str(made.places.log) in sentence(refused)


def test_without_the_programs_the_way_out_is_named(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(NoBinariesError, match="DATABASE_URL"):
        binaries.installed_binaries()


def test_an_account_without_a_name_is_refused_with_the_way_out(monkeypatch):
    def unknown(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    with pytest.raises(ClusterError, match="useradd") as refused:
        Account.of(12345)
    assert sentence(refused)


def test_root_is_never_the_account_of_the_server(monkeypatch, folder):
    monkeypatch.setattr(account.os, "geteuid", lambda: 0)
    monkeypatch.delenv("FAUBOURG_POSTGRES_USER", raising=False)
    assert account.server_account(folder).uid != 0
    monkeypatch.setenv("FAUBOURG_POSTGRES_USER", "root")
    with pytest.raises(ClusterError, match="does not run as root"):
        account.server_account(folder)
    monkeypatch.setenv("FAUBOURG_POSTGRES_USER", "no-such-account")
    with pytest.raises(ClusterError, match="no account named no-such-account"):
        account.server_account(folder)


def test_a_clone_in_a_closed_folder_works_and_no_right_is_changed(clusters, folder, monkeypatch):
    """For root the data go elsewhere, said plainly and for good; for anybody else a closed folder is fine."""
    monkeypatch.setattr(folders, "SYSTEM_STATE", folder / "system")
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    said: list[str] = []
    made = clusters("closed/clone/var/postgres", say=said.append)
    ask(made, "CREATE TABLE kept AS SELECT 7 AS number")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    if IS_ROOT:
        assert made.places.folder.parent == folder / "system"
        assert str(made.places.folder) in said[0]
    else:
        assert made.places.folder == made.wanted
    again = clusters("closed/clone/var/postgres")
    assert again.places == made.places
    assert ask(again, "SELECT number FROM kept") == [(7,)]


def test_programs_in_a_closed_folder_are_copied_for_the_account(clusters, folder, monkeypatch):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    found = binaries.installed_binaries()
    inside = binaries.Binaries(root=closed / binaries.PACKAGE / found.root.name, release="1.0")
    for name in binaries.COPIED:
        (inside.root / name).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (found.root / name).is_dir() else shutil.copy2)(
            found.root / name, inside.root / name
        )
    libraries = f"{binaries.PACKAGE}.libs"
    shutil.copytree(found.root.parent.parent / libraries, closed / libraries)
    monkeypatch.setattr(cluster, "installed_binaries", lambda: inside)
    made = clusters()
    assert ask(made, "SELECT 1") == [(1,)]
    server = psutil.Process(postmaster(made))
    assert server.cmdline()[0].startswith(str(folder / "postgresql-programs" if IS_ROOT else closed))


def test_what_root_makes_in_somebodys_clone_is_theirs(clusters, folder):
    if IS_ROOT:
        owner = Account.named("nobody").uid
        os.chown(folder, owner, -1)
    else:
        owner = os.geteuid()
    made = clusters("clone/var/postgres")
    assert ask(made, "SELECT 1") == [(1,)]
    assert made.account.uid == owner
    assert {path.stat().st_uid for path in folder.rglob("*")} == {owner}
    assert stat.S_IMODE(made.places.folder.stat().st_mode) == 0o700
