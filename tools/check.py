"""Runs every static check and says, for each, whether it passed; all run even when one fails."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
DJLINT = [str(BIN / "djlint"), "templates", "--quiet"]
CHECKS: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "--output-format=concise", "."],
    "template format": [*DJLINT, "--check"],
    "template lint": [*DJLINT, "--lint"],
    "layers": [str(BIN / "lint-imports"), "--no-cache"],
    "types": [sys.executable, "-m", "mypy", "--no-error-summary"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "translations complete": [sys.executable, "-m", "tools.messages", "check"],
    "translations compile": [sys.executable, "-m", "tools.messages", "compile"],
}


def run(name: str, command: list[str]) -> bool:
    """Run one check; print its name and time, and what it said when it failed."""
    began = time.monotonic()
    # A key for this run only: the checks load the settings and keep nothing.
    environment = os.environ | {"DEBUG": "1", "PYTHONWARNINGS": "default"}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        status = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
        output.seek(0)
        said = output.read().strip()
    print(f"{'ok  ' if status == 0 else 'FAIL'} {name} ({time.monotonic() - began:.1f} s)", flush=True)
    if status:
        print("\n".join(f"     {line}" for line in said.splitlines()), flush=True)
    return status == 0


def main(arguments: list[str]) -> int:
    wanted = {name: command for name, command in CHECKS.items() if not arguments or name in arguments}
    passed = [run(name, command) for name, command in wanted.items()]
    failed = passed.count(False)
    print(f"{passed.count(True)} passed, {failed} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
