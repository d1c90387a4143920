"""Finds the Chromium that the browser tests drive, and installs one where it can."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
WHAT_TO_DO = """\
The browser tests need Chromium, and it could not be installed here. Do one of these, then run this again:
  - on Debian, as root: apt install chromium
  - elsewhere: install Chromium or Google Chrome, or set CHROMIUM=/path/to/it
  - where a download is possible: .venv/bin/python -m playwright install --with-deps chromium"""


def works(path: str) -> bool:
    """Tell whether `path` is a browser that starts (Ubuntu's package may be an empty shell)."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and ("Chrom" in answer.stdout)


def playwright_browser() -> str:
    """Return where Playwright keeps its own Chromium, there or not."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def find() -> str | None:
    """Return the path of a Chromium that starts, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if works(named) else None
    for path in (*filter(None, map(shutil.which, NAMES)), *PLACES):
        if Path(path).exists() and works(path):
            return path
    own = playwright_browser()
    return own if Path(own).exists() and works(own) else None


def run_quietly(command: list[str]) -> bool:
    log = Path(__file__).resolve().parent.parent / "var" / "log" / "browser.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    with log.open("ab") as output:
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                timeout=900,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return done.returncode == 0


def install() -> None:
    """Try Debian's package as root, then Playwright's download; each may fail."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing the package chromium for the browser tests", flush=True)
        run_quietly(["apt-get", "update", "-q"])
        if run_quietly(["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"]) and find():
            return
    print("Downloading Playwright's Chromium for the browser tests", flush=True)
    run_quietly([sys.executable, "-m", "playwright", "install", "chromium"])


def main() -> int:
    if os.environ.get("CHROMIUM") and not find():
        print(f"CHROMIUM={os.environ['CHROMIUM']} is not a browser that starts.", file=sys.stderr)
        return 1
    if not find():
        install()
        if not find():
            print(WHAT_TO_DO, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
