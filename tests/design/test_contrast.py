"""Contrast of every pair of tokens that meet on a page, by day and by night, computed from tokens.css."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
TOKENS = {
    name: {"day": day, "night": night} for name, day, night in PAIR.findall((CSS / "tokens.css").read_text())
}
TIMES = ("day", "night")
GROUNDS = ("paper", "sheet", "sunk")
THEMES = ("public-space", "climate", "mobility", "circular", "local-life", "urban-renewal", "buildings")

BODY = [
    *(("ink", ground) for ground in (*GROUNDS, "mark")),
    *(("ink", f"{tone}-tint") for tone in ("brick", "leaf", "saffron")),
    *(("ink", f"{theme}-tint") for theme in THEMES),
]
TEXT = [
    *(
        (colour, ground)
        for colour in ("zinc", "brick", "brick-deep", "leaf", "saffron")
        for ground in GROUNDS
    ),
    *((theme, ground) for theme in THEMES for ground in (f"{theme}-tint", *GROUNDS)),
    ("on-brick", "brick"),
    ("on-brick", "brick-deep"),
    ("paper", "ink"),
    ("brick", "brick-tint"),
    ("brick-deep", "brick-tint"),
    ("leaf", "leaf-tint"),
    ("saffron", "saffron-tint"),
    ("zinc", "mark"),
]
CONTROLS = [
    *((line, ground) for line in ("edge", "focus", "brick") for ground in GROUNDS),
    *(("edge", f"{tone}-tint") for tone in ("brick", "leaf", "saffron")),
    ("leaf", "sunk"),
    ("saffron", "sunk"),
]


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def weak(pairs: list[tuple[str, str]], least: float) -> dict[str, float]:
    ratios = {
        f"{front} on {ground} by {time}": round(contrast(TOKENS[front][time], TOKENS[ground][time]), 2)
        for front, ground in pairs
        for time in TIMES
    }
    return {name: ratio for name, ratio in ratios.items() if ratio < least}


def test_the_ratio_is_the_one_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("pairs", "least"), [(BODY, 7), (TEXT, 4.5), (CONTROLS, 3)], ids=["body", "text", "controls"]
)
def test_contrast_is_enough_by_day_and_by_night(pairs, least):
    assert not weak(pairs, least)


def test_every_colour_is_declared_for_day_and_night_and_used():
    sheets = {path.name: path.read_text() for path in CSS.glob("*.css")}
    declared = set(re.findall(r"^\s*--([\w-]+):", sheets["tokens.css"], re.MULTILINE))
    everything = "\n".join(sheets.values())
    assert len(TOKENS) > 30
    assert not [name for name in declared if f"var(--{name}" not in everything]


def test_colours_are_written_in_the_tokens_and_the_drawing_only():
    stray = {
        path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsl", path.read_text())
        for path in CSS.glob("*.css")
        if path.name not in ("tokens.css", "street.css")
    }
    assert not {name: found for name, found in stray.items() if found}
