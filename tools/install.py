"""Creates .venv and installs the locked versions into it; standard library only, one sentence per failure."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections import deque
from pathlib import Path
from typing import IO, cast

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = ROOT / "var" / "log" / "install.log"
OLDEST = (3, 11)
TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
NEEDED_BYTES = 2 * 1024**3

NO_ROOM = r"No space left on device|\[Errno 28\]|Disk quota exceeded"
NO_NETWORK = (
    r"Temporary failure in name resolution|Name or service not known|Network is unreachable|No route to host"
    r"|NewConnectionError|Connection refused|ConnectTimeout|[Rr]ead timed out|ProxyError|SSLError"
    r"|CERTIFICATE_VERIFY_FAILED|Connection broken|Could not fetch URL"
)
NO_COMPILER = (
    r"command '[^']*(gcc|cc|g\+\+|clang)[^']*' failed|Failed building wheel|Failed to build|unable to execute"
    r"|metadata-generation-failed|Rust package manager|Python\.h: No such file"
)
HERE = f"Python {sys.version_info.major}.{sys.version_info.minor}"


class InstallError(Exception):
    """Something the person at the keyboard can act on, in one sentence."""


def say(text: str) -> None:
    print(text, flush=True)


def locked_versions() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if "==" in line and not line.startswith("#"))


def fingerprint(extra: str) -> str:
    """Return a hash of what decides the installed packages: project metadata and locked versions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    shape = json.dumps([project, extra], sort_keys=True) + (ROOT / "constraints.txt").read_text("utf-8")
    return hashlib.sha256(shape.encode()).hexdigest()


def stamp_path(extra: str) -> Path:
    return VENV / f"installed-{extra or 'core'}"


def is_stamped(extra: str) -> bool:
    path = stamp_path(extra)
    return path.exists() and path.read_text("utf-8") == fingerprint(extra)


def venv_works() -> bool:
    """Tell whether .venv holds a Python that runs, is recent enough and was made for this folder."""
    code = f"import sys, pip; print(sys.version_info[:2] >= {OLDEST}, sys.prefix)"
    try:
        answer = subprocess.check_output([PYTHON, "-c", code], stderr=subprocess.DEVNULL, text=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    recent, prefix = answer.strip().split(" ", 1)
    return recent == "True" and Path(prefix).resolve() == VENV.resolve()


def create_venv() -> None:
    version = HERE.split()[1]
    missing = (
        f"This {HERE} cannot create virtual environments. On Debian or Ubuntu, as root: "
        f"apt install python{version}-venv"
    )
    probe = [sys.executable, "-c", "import venv, ensurepip"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        raise InstallError(missing)
    say(f"Creating .venv with {HERE}")
    status, tail = run_logged([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if status:
        raise InstallError(missing if "ensurepip" in tail else explain(tail))


def check_room() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        raise InstallError(
            f"There is not enough room on the disk: {free / 1024**3:.1f} GB free here, "
            f"and the installation needs at least {NEEDED_BYTES // 1024**3} GB."
        )


class Progress:
    """One moving line in a terminal; elsewhere, a line every half minute."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.count = 0
        self.moving = sys.stdout.isatty()
        self.last = time.monotonic()

    def read(self, line: str) -> None:
        if re.match(r"Collecting \S", line):
            self.count = min(self.count + 1, self.total)
        large = re.match(r"\s*Downloading (\S+?)-\d\S* \(([\d.]+ [MG]B)\)", line)
        if line.startswith("Installing collected packages"):
            self.show("unpacking, a minute or two")
        elif large:
            self.show(f"downloading {large[1]} ({large[2]}), {self.count} of {self.total} packages")
        else:
            self.show(f"{self.count} of {self.total} packages")

    def show(self, text: str) -> None:
        if self.moving:
            print(f"\r\033[K  {text}", end="", flush=True)
        elif time.monotonic() - self.last > 30:
            self.last = time.monotonic()
            say(f"  {text}")

    def end(self) -> None:
        if self.moving:
            print("\r\033[K", end="", flush=True)


def run_logged(command: list[str], progress: Progress | None = None) -> tuple[int, str]:
    """Run `command`, keep its output in the log; return its status and the end of what it said."""
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    tail: deque[str] = deque(maxlen=400)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            with cast("IO[str]", child.stdout) as lines:
                for line in lines:
                    log.write(line)
                    tail.append(line)
                    if progress:
                        progress.read(line)
            return child.wait(), "".join(tail)
        except BaseException:
            child.terminate()
            child.wait()
            raise
        finally:
            if progress:
                progress.end()


def explain(tail: str) -> str:
    """Return the sentence for what venv or pip said when it failed."""
    if re.search(NO_ROOM, tail):
        return (
            "There is no room left on the disk, or in the folder for temporary files (TMPDIR names another)."
        )
    if re.search(NO_NETWORK, tail):
        return "The package index could not be reached. Check the network or the proxy, then run this again."
    if re.search(NO_COMPILER, tail):
        package = re.search(
            r"(?:Failed building wheel for|Failed to build|Building wheel for) '?([\w.-]+)", tail
        )
        return (
            f"There is no ready-made build of {package[1] if package else 'a package'} for this machine and "
            f"{HERE}, and compiling it failed. Use Python 3.11, 3.12 or 3.13, or install a compiler "
            "(Debian, as root: apt install build-essential python3-dev)."
        )
    if absent := re.search(r"No matching distribution found for (\S+)", tail):
        return (
            f"The package index offers no {absent[1]} for this machine and {HERE}. Use Python 3.11, 3.12 or "
            "3.13, and check that the index is reachable."
        )
    if re.search(r"Permission denied|\[Errno 13\]", tail):
        return "A file could not be written: this folder or .venv belongs to someone else."
    lines = [line.strip() for line in tail.splitlines() if line.strip()]
    return f"The installation failed: {lines[-1] if lines else 'no message'}"


def pip_install(arguments: list[str], total: int) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
    status, tail = run_logged(command + arguments, Progress(total))
    if status:
        raise InstallError(explain(tail))


def has_cpu_torch() -> bool:
    return any(VENV.glob("lib/python3*/site-packages/torch-*+cpu.dist-info"))


def install_cpu_torch() -> None:
    say("Installing PyTorch without GPU support")
    wanted = f"torch=={locked_versions()['torch']}+cpu"
    try:
        pip_install(["--no-deps", "--index-url", TORCH_CPU_INDEX, wanted], 1)
    except InstallError as error:
        raise InstallError(f"PyTorch's own index (TORCH=cpu) failed. {error}") from error


def install(extra: str, torch: str) -> None:
    """Bring .venv to the locked state; do nothing when it is there already."""
    wants_cpu = torch == "cpu" and sys.platform.startswith("linux") and not has_cpu_torch()
    works = venv_works()
    if works and not wants_cpu and (is_stamped(extra) or (not extra and is_stamped("dev"))):
        return
    check_room()
    if not works:
        create_venv()
    if wants_cpu:
        install_cpu_torch()
    total = len(locked_versions())
    say(f"Installing up to {total} packages into .venv, several minutes the first time")
    pip_install(["-c", "constraints.txt", "-e", f".[{extra}]" if extra else "."], total)
    stamp_path(extra).write_text(fingerprint(extra), "utf-8")


def main(arguments: list[str]) -> int:
    extra = arguments[0] if arguments else ""
    torch = os.environ.get("TORCH", "")
    if torch not in ("", "cpu"):
        print(f"TORCH can be cpu or left out; it is {torch!r}.", file=sys.stderr)
        return 1
    try:
        LOG.parent.mkdir(parents=True, exist_ok=True)
        with (ROOT / "var" / "install.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another installation runs in this folder; waiting for it to finish")
                fcntl.flock(lock, fcntl.LOCK_EX)
            install(extra, torch)
    except InstallError as error:
        details = f"\nDetails: {LOG.relative_to(ROOT)}" if LOG.exists() else ""
        print(f"{error}{details}", file=sys.stderr)
        return 1
    except OSError as error:
        print(explain(str(error)), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 130
    return 0
