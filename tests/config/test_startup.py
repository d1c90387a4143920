"""What must hold before the site starts, each refusal with its sentence."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from community.models import Member
from config.checks import demo_has_no_real_members, several_processes_share_memory
from config.startup import is_loopback, kept_secret, refuse_demo_beside_members, refuse_exposed_demo
from tests.factories import MemberFactory

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "k3-" + "v9Qz7Lw2Xe5Rt8Yp1Ns4Bd6Gh0Jm-Kc_Fa" * 2,
    "ALLOWED_HOSTS": "faubourg.example.org",
    "SITE_URL": "https://faubourg.example.org",
    "DATABASE_URL": "postgres://someone@127.0.0.1:1/nothing",
    "EMAIL_URL": "smtp+tls://someone:word@mail.example.org:587",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_deployment_check_is_clean_with_production_settings() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_no_secret_no_start() -> None:
    done = manage("check", **PRODUCTION | {"SECRET_KEY": ""})
    assert done.returncode != 0
    assert "Set SECRET_KEY to a long random text" in done.stderr


def test_a_demonstration_does_not_start_where_others_reach_it() -> None:
    done = manage("check", **PRODUCTION | {"FAUBOURG_DEMO": "1"})
    assert done.returncode != 0
    assert "runs only on this machine" in done.stderr


def test_several_processes_without_redis_are_refused() -> None:
    done = manage("check", **PRODUCTION | {"WEB_CONCURRENCY": "4"})
    assert done.returncode != 0
    assert "Set REDIS_URL, or WEB_CONCURRENCY=1." in done.stderr
    assert "faubourg.E001" in done.stderr
    assert "faubourg.E002" in done.stderr


def test_several_processes_with_redis_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", "4")
    assert len(several_processes_share_memory()) == 2
    shared = {"default": {"BACKEND": "elsewhere"}}
    with override_settings(CACHES=shared, CHANNEL_LAYERS=shared):
        assert several_processes_share_memory() == []
    monkeypatch.setenv("WEB_CONCURRENCY", "many")
    assert several_processes_share_memory() == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.8.9.1", "[::1]", "::1", "localhost", "LOCALHOST.", "a.localhost"]
)
def test_names_of_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["*", "", "0.0.0.0", "10.0.0.1", "[::]", ".localhost.example", "localhost.example", "127.0.0.1.example"],
)
def test_names_others_may_reach(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(ImproperlyConfigured, match="one click"):
        refuse_exposed_demo(["localhost", host], "http://127.0.0.1:8000")


def test_a_public_address_exposes_the_demonstration_too() -> None:
    refuse_exposed_demo(["localhost"], "http://127.0.0.1:8001")
    with pytest.raises(ImproperlyConfigured, match=r"faubourg\.example\.org"):
        refuse_exposed_demo(["localhost"], "https://faubourg.example.org")


def test_a_demonstration_refuses_real_members(db: None) -> None:
    MemberFactory.create(is_demo=True)
    refuse_demo_beside_members()
    with override_settings(DEMO=True):
        assert demo_has_no_real_members(databases=["default"]) == []
        real = MemberFactory.create()
        with pytest.raises(ImproperlyConfigured, match="1 account"):
            refuse_demo_beside_members()
        assert [problem.id for problem in demo_has_no_real_members(databases=["default"])] == [
            "faubourg.E003"
        ]
        assert demo_has_no_real_members() == []
    assert demo_has_no_real_members(databases=["default"]) == []
    assert Member.objects.filter(pk=real.pk).exists()


def test_the_secret_is_drawn_once_and_kept_private(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret_key"
    first = kept_secret(path)
    assert len(first) > 50
    assert kept_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret_key"]


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    start = threading.Barrier(8)
    drawn: list[str] = []

    def draw() -> None:
        start.wait()
        drawn.append(kept_secret(tmp_path / "secret_key"))

    threads = [threading.Thread(target=draw) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(drawn) == 8
    assert len(set(drawn)) == 1
