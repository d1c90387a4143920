"""Telling French from English, from another language, and from no language at all, by their small words."""

import re
from collections import defaultdict
from typing import Literal

from .words import SMALL_WORDS

Detected = Literal["fr", "en", "other", "none"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿœŒæÆſ]")
ENOUGH_WORDS = 3
LEAST_SHARE = 0.08  # of the words, below which a long text has no grammar we know


def detect_language(text: str) -> Detected:
    """Return the language of a text: ``fr``, ``en``, ``other``, or ``none`` when nothing tells.

    A word counts for each language whose small words (articles, pronouns, prepositions) include it, divided
    by the number of such languages; the best language wins, French or English when it ties with a third.
    Fewer than three words, or a long text with almost no small word of any language, give ``none``; a text
    mostly in another script gives ``other``.
    """
    words = [part for word in _WORD.findall(text) for part in _parts(word.lower())]
    letters = [character for character in text if character.isalpha()]
    if len(letters) > 2 and sum(1 for c in letters if _LATIN.match(c)) < len(letters) / 2:
        return "other"
    if len(words) < ENOUGH_WORDS:
        return "none"
    votes: dict[str, float] = defaultdict(float)
    for word in words:
        owners = [language for language, small in SMALL_WORDS.telling.items() if word in small]
        for language in owners:
            votes[language] += 1 / len(owners)
    if not votes or sum(votes.values()) < LEAST_SHARE * len(words):
        return "none"
    most = max(votes.values())
    best = [language for language, count in votes.items() if count == most]
    if "fr" in best or "en" in best:
        return "none" if {"fr", "en"} <= set(best) else ("fr" if "fr" in best else "en")
    return "other"


def _parts(word: str) -> list[str]:
    """Cut an elided word, ``l'eau`` → ``l'`` ``eau``: the elision is a small word of its own."""
    head, apostrophe, tail = word.replace("’", "'").partition("'")
    return [head + apostrophe, tail] if apostrophe and tail else [word]
