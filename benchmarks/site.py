"""Seconds to match a programme, milliseconds per page through Daphne, start and memory of the web process.

    python -m benchmarks.site [--needs 200 --solutions 1000 --exchanges 500] [--json FILE]

Everything runs on this machine, on a throw-away database.
"""

import argparse
import http.client
import json
import os
import resource
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
REQUESTS = 60
QUERY = "trop%20chaud%20la%20nuit%20au%20dernier%20%C3%A9tage"


def main() -> None:
    """Generate, match, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--needs", type=int, default=200)
    parser.add_argument("--solutions", type=int, default=1000)
    parser.add_argument("--exchanges", type=int, default=500)
    parser.add_argument("--json", type=Path, help="file that receives the figures")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="faubourg-bench-") as folder:
        _settings(folder)
        figures = run(options)
    for name, value in figures.items():
        print(f"{name:<46}{value:>12,.1f}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def run(options: argparse.Namespace) -> dict[str, float]:
    """Return the figures by name, units in the names."""
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.programme import generate

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    generate(needs=options.needs, solutions=options.solutions, exchanges=options.exchanges)
    figures = matching_figures()
    cookie, paths = _reader()
    with web_process(cookie) as (port, started_s, process):
        figures["web process: start to first page (s)"] = started_s
        figures["web process: memory at start (MiB)"] = process.memory_info().rss / 2**20
        for name, path in paths.items():
            figures |= page_figures(name, port, path, cookie)
        figures["web process: memory after use (MiB)"] = process.memory_info().rss / 2**20
    return figures


def matching_figures() -> dict[str, float]:
    """Time the reading of every text and the computing of every list, with their explanations."""
    from community.models import Profile
    from matching.models import Suggestion
    from matching.services.documents import prepare_all
    from matching.services.suggestions import refresh_all

    ids = list(Profile.objects.matchable().values_list("pk", flat=True))
    started = time.perf_counter()
    for _ in prepare_all(profile_ids=ids):
        pass
    read = time.perf_counter()
    refresh_all()
    done = time.perf_counter()
    return {
        "texts": float(len(ids)),
        "suggestions": float(Suggestion.objects.count()),
        "reading and encoding texts (s)": read - started,
        "computing and explaining lists (s)": done - read,
        "matching, whole (s)": done - started,
        "matching: peak memory (MiB)": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10,
    }


@contextmanager
def web_process(cookie: str) -> Iterator[tuple[int, float, psutil.Process]]:
    """Serve the site with Daphne on a free port; give it, the seconds to the first page, and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "config.asgi:application"]
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            while True:
                try:
                    if fetch(port, "/", cookie)[0] == 200:
                        break
                except OSError:
                    if time.perf_counter() - started > 60 or server.poll() is not None:
                        raise
                    time.sleep(0.02)
            yield port, time.perf_counter() - started, psutil.Process(server.pid)
        finally:
            server.terminate()


def page_figures(name: str, port: int, path: str, cookie: str) -> dict[str, float]:
    """Return the median and the 95th percentile of one page, in milliseconds, one request after the other."""
    times = []
    for _ in range(REQUESTS + 3):
        started = time.perf_counter()
        status, _ = fetch(port, path, cookie)
        times.append(1000 * (time.perf_counter() - started))
        if status != 200:
            raise SystemExit(f"{path} answered {status}")
    warm = sorted(times[3:])
    return {
        f"{name}: p50 (ms)": statistics.median(warm),
        f"{name}: p95 (ms)": warm[int(0.95 * len(warm)) - 1],
    }


def fetch(port: int, path: str, cookie: str) -> tuple[int, bytes]:
    """Ask for one page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Cookie": f"sessionid={cookie}", "Accept-Encoding": "gzip"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def _reader() -> tuple[str, dict[str, str]]:
    """Sign in an officer of the town; return the session and the pages to measure."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from community.models import Member, Membership, Organisation
    from matching.models import Suggestion

    town = Organisation.objects.get(name="Bench town")
    member = Member.objects.create_user(email="officer@example.org", name="Officer")
    Membership.objects.create(member=member, organisation=town, role="owner")
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    pair = Suggestion.objects.filter(relation="need-solution").values_list("source", "target")[0]
    pages = {
        "For you": "/for-you/",
        "directory": "/directory/",
        "directory, by meaning": f"/directory/?q={QUERY}",
        "search": f"/search/?q={QUERY}",
        "match": f"/matches/{pair[0]}/{pair[1]}/",
    }
    return session.session_key or "", pages


def _settings(folder: str) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": secrets.token_urlsafe(40),
        "FAUBOURG_EMBEDDED_POSTGRES": "1",
        "FAUBOURG_POSTGRES_FOLDER": f"{folder}/postgres",
        "FAUBOURG_POSTGRES_EPHEMERAL": "1",
        "HTTPS": "0",
        "DATABASE_URL": "",
    }
    sys.path.insert(0, str(ROOT))


if __name__ == "__main__":
    main()
