"""Templates as the content security policy and the reader need them."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
INLINE = {
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*="),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)"),
    "a script address": re.compile(r"(?:href|action)\s*=\s*[\"']?javascript:"),
    "an htmx script": re.compile(r"hx-on[:=-]|hx-(?:vals|headers|vars)\s*=\s*[\"']js:"),
    "another site's file": re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"'](?:https?:)?//"),
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(TEMPLATES).as_posix())
def test_no_template_needs_an_unsafe_policy(page):
    text = page.read_text()
    assert not [what for what, pattern in INLINE.items() if pattern.search(text)]


def test_images_say_what_they_show():
    silent = [page.name for page in PAGES if re.search(r"<img(?![^>]*\balt=)", page.read_text())]
    assert not silent


def test_pictograms_exist_for_every_theme_and_context():
    from community.models import Context, Theme

    sprite = (TEMPLATES.parent / "static" / "img" / "pictograms.svg").read_text()
    symbols = set(re.findall(r'<symbol id="(\w+)"', sprite))
    assert symbols == {*Theme.values, *Context.values}
