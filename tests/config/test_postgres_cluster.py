"""The life of an embedded cluster: created, shared, killed, revived, stopped after its last user."""

import shutil
import signal
import socket
import stat

import psutil
import pytest

from config.postgres.folders import SOCKET_NAME
from config.postgres.locks import is_held
from tests.config.conftest import (
    UserProcess,
    ask,
    eventually,
    kill_everything,
    postmaster,
)


def test_it_is_created_started_and_stopped_with_its_only_user(cluster):
    place = cluster.ensure()
    assert cluster.status().is_running
    [(version, extension)] = ask(
        cluster,
        "SELECT current_setting('server_version_num')::int, default_version"
        " FROM pg_available_extensions WHERE name = 'vector'",
    )
    assert version >= 180000
    assert extension.startswith("0.8")
    cluster.leave()
    assert cluster.wait_stopped(within_s=10)
    assert not place.exists()
    assert not cluster.status().is_running


def test_what_was_written_is_there_at_the_next_start(cluster):
    ask(cluster, "CREATE TABLE kept AS SELECT 7 AS number")
    cluster.leave()
    assert cluster.wait_stopped(within_s=10)
    assert ask(cluster, "SELECT number FROM kept") == [(7,)]


def test_three_processes_share_one_server_and_the_last_one_stops_it(cluster):
    users = [UserProcess(cluster.wanted) for _ in range(3)]
    places = {user.socket() for user in users}
    assert len(places) == 1
    server = postmaster(cluster)
    users[0].end(signal.SIGKILL)
    users[1].end(signal.SIGTERM)
    assert not eventually(lambda: not cluster.status().is_running, within_s=1)
    assert postmaster(cluster) == server
    users[2].end()
    assert cluster.wait_stopped(within_s=10)


def test_a_server_whose_only_user_is_killed_does_not_stay(cluster):
    user = UserProcess(cluster.wanted)
    assert user.socket().exists()
    assert is_held(cluster.places.lock("server"))
    user.end(signal.SIGKILL)
    assert cluster.wait_stopped(within_s=10)


def test_ctrl_c_in_one_process_leaves_the_server_to_the_others(cluster):
    ask(cluster, "SELECT 1")
    user = UserProcess(cluster.wanted)
    assert user.socket() == cluster.socket_folder
    user.end(signal.SIGINT)
    assert not eventually(lambda: not cluster.status().is_running, within_s=0.7)


def test_it_lives_again_after_everything_was_killed(clusters):
    cluster = clusters(durable=True)
    ask(cluster, "CREATE TABLE kept AS SELECT 7 AS number")
    kill_everything(cluster)
    assert ask(cluster, "SELECT number FROM kept") == [(7,)]
    kill_everything(cluster)
    other = clusters(durable=True)
    assert ask(other, "SELECT number FROM kept") == [(7,)]


def test_a_stale_pid_file_whose_number_is_a_strangers_fools_nobody(cluster, stranger):
    place = cluster.ensure()
    killed = postmaster(cluster)
    socket_lock = place / f"{SOCKET_NAME}.lock"
    kill_everything(cluster)
    for stale in (cluster.places.pid_file, socket_lock):
        stale.write_text(stale.read_text().replace(str(killed), str(stranger), 1))
    assert ask(cluster, "SELECT 1") == [(1,)]
    assert postmaster(cluster) not in (killed, stranger)
    # The fixture checks that the stranger was left alone.


def test_a_server_that_lost_its_keeper_gets_another_and_still_stops(cluster, clusters):
    ask(cluster, "SELECT 1")
    server = postmaster(cluster)
    psutil.Process(server).parent().kill()
    assert eventually(lambda: not is_held(cluster.places.lock("keeper")))
    newcomer = clusters()
    assert ask(newcomer, "SELECT 1") == [(1,)]
    assert postmaster(newcomer) == server
    assert is_held(cluster.places.lock("keeper"))
    cluster.leave()
    newcomer.leave()
    assert cluster.wait_stopped(within_s=10)


def test_a_deep_folder_gets_a_short_socket(clusters):
    deep = clusters("/".join(["a_rather_long_name_for_a_folder"] * 12))
    place = deep.ensure()
    assert len(str(deep.places.folder)) > 300
    assert len(str(place / SOCKET_NAME)) < 104
    assert ask(deep, "SELECT 1") == [(1,)]


def test_two_folders_are_two_clusters(clusters):
    one, two = clusters("one"), clusters("two")
    ask(one, "CREATE TABLE mine (number int)")
    assert ask(two, "SELECT to_regclass('mine')") == [(None,)]
    assert one.ensure() != two.ensure()
    one.leave()
    assert one.wait_stopped(within_s=10)
    assert ask(two, "SELECT 1") == [(1,)]


def test_a_copy_of_a_running_cluster_never_reaches_the_original(clusters):
    original = clusters("original")
    ask(original, "CHECKPOINT")
    shutil.copytree(original.places.folder, original.wanted.with_name("copy"))
    copy = clusters("copy")
    for path in (copy.wanted / "data", *(copy.wanted / "data").rglob("*")):
        copy.account.own(path)
    assert copy.ensure() != original.ensure()
    ask(copy, "CREATE TABLE mine (number int)")
    assert ask(original, "SELECT to_regclass('mine')") == [(None,)]


def test_only_its_account_may_connect_and_only_by_the_socket(cluster):
    place = cluster.ensure()
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert place.stat().st_uid == cluster.account.uid
    assert stat.S_IMODE(cluster.places.data.stat().st_mode) == 0o700
    assert ask(cluster, "SELECT DISTINCT type, auth_method FROM pg_hba_file_rules") == [("local", "peer")]
    assert ask(cluster, "SHOW listen_addresses") == [("",)]


@pytest.mark.parametrize("trap", ["open", "link", "gone"])
def test_a_socket_folder_that_others_could_have_made_is_not_used(cluster, folder, trap):
    old = cluster.ensure()
    cluster.leave()
    assert cluster.wait_stopped(within_s=10)
    if trap == "open":
        old.mkdir()
        cluster.account.own(old)
        old.chmod(0o755)
    elif trap == "link":
        old.symlink_to(folder)
    place = cluster.ensure()
    assert place != old
    assert stat.S_IMODE(place.lstat().st_mode) == 0o700
    if trap == "open":
        old.rmdir()
    elif trap == "link":
        old.unlink()


def test_looking_whether_it_listens_costs_no_start(cluster):
    assert not cluster.is_listening()
    place = cluster.ensure()
    assert cluster.is_listening()
    with socket.socket(socket.AF_UNIX) as probe:
        probe.connect(str(place / SOCKET_NAME))


def test_a_removed_folder_is_made_again(cluster):
    place = cluster.ensure()
    kill_everything(cluster)
    shutil.rmtree(cluster.places.folder)
    assert ask(cluster, "SELECT 1") == [(1,)]
    shutil.rmtree(place)
