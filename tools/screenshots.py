"""Takes a picture of every main page of the demonstration, in both languages, themes and widths."""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tools.browser import find

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext
    from playwright.sync_api import Page as Tab

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "screenshots"
LOCK = ROOT / "var" / "demo.lock"
START_SECONDS = 600
WIDTHS = (1280, 375)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TALLEST_PX = 6000


@dataclass(frozen=True)
class Picture:
    """One page: who looks at it, its address by name, and the links to follow from there."""

    name: str
    role: str
    url: str
    query: str = ""
    follow: tuple[str, ...] = ()


PICTURES = (
    Picture("home", "", "community:home"),
    Picture("how", "", "matching:how"),
    Picture("legal", "", "community:legal"),
    Picture("accessibility", "", "community:accessibility"),
    Picture("request-access", "", "community:request_access"),
    Picture("sign-in", "", "account_login"),
    Picture("for-you-officer", "officer", "matching:for_you"),
    Picture("for-you-experimenter", "experimenter", "matching:for_you"),
    Picture("for-you-expert", "expert", "matching:for_you"),
    Picture("match", "officer", "matching:for_you", follow=("main .suggestion-why",)),
    Picture("match-experimenter", "experimenter", "matching:for_you", follow=("main .suggestion-why",)),
    Picture("directory", "officer", "matching:directory"),
    Picture("directory-needs", "experimenter", "matching:directory", query="?kind=need"),
    Picture("search", "officer", "matching:search", query="?q=trop+chaud+en+été+sur+la+place"),
    Picture("introductions", "officer", "matching:introductions"),
    Picture("need", "officer", "matching:directory", query="?kind=need", follow=("main .card-title a",)),
    Picture(
        "solution", "officer", "matching:directory", query="?kind=solution", follow=("main .card-title a",)
    ),
    Picture(
        "neighbourhood",
        "officer",
        "matching:directory",
        query="?kind=need",
        follow=("main .card-title a", "main a[href^='/neighbourhoods/']"),
    ),
    Picture(
        "organisation",
        "officer",
        "matching:directory",
        query="?kind=solution",
        follow=("main .card-title a", "main a[href^='/organisations/']"),
    ),
    Picture("mine", "officer", "community:mine"),
    Picture("need-new", "officer", "community:need_new"),
    Picture("solution-new", "experimenter", "community:solution_new"),
    Picture("me", "officer", "community:me"),
    Picture("notices", "officer", "community:notices"),
    Picture("imports", "organiser", "community:imports"),
    Picture("mails", "organiser", "community:demo_mails"),
    Picture("security", "officer", "account_email"),
)


class Failed(Exception):
    """A picture could not be taken; the text says why."""


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/", timeout=10) as answer:  # noqa: S310 -- our own http address
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False


def running_demo() -> str:
    """Return the address of the demonstration that runs from this folder, or nothing."""
    address = LOCK.read_text("utf-8").strip() if LOCK.exists() else ""
    return address if address and answers(address) else ""


@contextlib.contextmanager
def demonstration() -> Iterator[str]:
    """Use the demonstration that runs, else start one for the time of the pictures."""
    address = running_demo()
    if address:
        yield address
        return
    child = subprocess.Popen([sys.executable, "-m", "tools.demo"], cwd=ROOT)
    try:
        yield wait_for(child)
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGINT)
            child.wait(timeout=90)


def wait_for(child: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        address = running_demo()
        if address:
            return address
        time.sleep(0.5)
    raise Failed("The demonstration did not start, so there is nothing to take a picture of.")


def address_of(picture: Picture) -> str:
    from django.urls import NoReverseMatch, reverse

    try:
        return reverse(picture.url) + picture.query
    except NoReverseMatch:
        raise Failed(f"no page is named {picture.url}") from None


def sign_in(tab: Tab, role: str) -> None:
    tab.goto("/")
    tab.click(f"form[action='/demo/{role}/'] button")
    tab.wait_for_load_state()


def context_for(browser: Browser, address: str, role: str, language: str) -> BrowserContext:
    context = browser.new_context(base_url=address, locale=language, reduced_motion="reduce")
    if role:
        tab = context.new_page()
        sign_in(tab, role)
        tab.close()
    context.add_cookies([{"name": "django_language", "value": language, "url": address}])
    return context


def listen(tab: Tab) -> set[str]:
    """Return a set that fills with the errors of the page's console, a refused script or style among them."""
    said: set[str] = set()
    tab.on("console", lambda message: said.add(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: said.add(str(error)))
    return said


def open_page(tab: Tab, picture: Picture) -> None:
    """Open the page through the links a reader would follow."""
    answer = tab.goto(address_of(picture))
    for selector in picture.follow:
        link = tab.locator(selector).first
        if not link.count():
            raise Failed(f"{picture.name}: no link {selector} on {tab.url}")
        answer = tab.goto(link.get_attribute("href") or "")
    if answer is None or answer.status != 200:
        raise Failed(f"{picture.name}: {tab.url} answered {answer.status if answer else 'nothing'}")
    tab.wait_for_load_state("networkidle")


def take(tab: Tab, picture: Picture, language: str) -> list[str]:
    """Write the four pictures of a page in one language; return what is wrong with it."""
    wrong = []
    for width, theme in itertools.product(WIDTHS, THEMES):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme=theme)
        tab.reload(wait_until="networkidle")
        height, wide = tab.evaluate(
            "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
        )
        if wide > width:
            wrong.append(f"{picture.name}: {wide} px wide on a screen of {width}")
        # A bar fixed to the bottom belongs at the bottom of the picture.
        tab.set_viewport_size({"width": width, "height": min(max(height, 800), TALLEST_PX)})
        tab.screenshot(path=FOLDER / f"{picture.name}-{language}-{width}-{theme}.png")
    return wrong


def photograph(address: str, pictures: list[Picture]) -> list[str]:
    """Take every picture; return one sentence for each that is missing or wrong."""
    from playwright.sync_api import Error, sync_playwright

    problems: list[str] = []
    groups = sorted({picture.role for picture in pictures})
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        for role, language in itertools.product(groups, ("fr", "en")):
            context = context_for(browser, address, role, language)
            for picture in (one for one in pictures if one.role == role):
                tab = context.new_page()
                said = listen(tab)
                try:
                    open_page(tab, picture)
                    problems += take(tab, picture, language)
                    print(f"{picture.name} ({language})", flush=True)
                except (Failed, Error) as error:
                    problems.append(f"{picture.name} ({language}): {error}")
                problems += [f"{picture.name} ({language}): the console says {text}" for text in sorted(said)]
                tab.close()
            context.close()
        browser.close()
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these pages, such as home or match")
    names = parser.parse_args().names
    pictures = [picture for picture in PICTURES if not names or picture.name in names]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("FAUBOURG_DEMO", "1")
    FOLDER.mkdir(exist_ok=True)
    try:
        with demonstration() as address:
            import django

            django.setup()
            problems = photograph(address, pictures)
    except Failed as error:
        print(error, file=sys.stderr)
        return 1
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"The pictures are in {FOLDER.name}/")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
