"""The checks of a text, each with the sentence that says what to change; used by forms and by the import."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .languages import OTHER, UNKNOWN, detect_language, is_mostly_latin, small_word_shares, words_of
from .rules import TextRule

_TAGS = (
    "a|abbr|article|b|blockquote|body|br|button|code|div|em|figure|font|footer|form|h[1-6]|head|header|hr|html|i|"
    "iframe|img|input|li|link|meta|ol|p|pre|script|section|small|span|strong|style|sub|sup|svg|table|tbody|td|th|"
    "thead|title|tr|u|ul|video"
)
_HTML = re.compile(
    rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|&(?:nbsp|amp|lt|gt|quot|[aeiou](?:acute|grave|circ)|#\d+);",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"^#{1,6} \S|^```|^\|.+\|\s*$|^[=-]{4,}\s*$|^>\s\S"
    r"|\*\*[^*\n]+\*\*|__[^_\n]+__|!?\[[^\[\]\n]+\]\([^)\n]+\)|`[^`\n]+`",
    re.MULTILINE,
)
_REPEATED = re.compile(r"([^\W\d_])\1{5,}|([^\s.\-=_*])\2{14,}")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_SAMPLE_WORDS = 400


class _Kept(dict[int, int | None]):
    """What each character becomes: itself, or nothing when it is never meant; common ones are kept."""

    def __missing__(self, code: int) -> int | None:
        # Control, format (zero width, direction overrides), surrogate and private characters.
        is_meant = chr(code) in "\n\t" or unicodedata.category(chr(code))[0] != "C"
        kept = code if is_meant else None
        return self.setdefault(code, kept) if code < 0x3000 else kept


_KEPT = _Kept()


@dataclass(frozen=True)
class TextProblem:
    """One thing to change in a text: a code for programs, a sentence for people."""

    code: str
    message: Any

    def __str__(self) -> str:
        return str(self.message)


# Saving cleans a text, then checks that it is clean: the second time is free.
@lru_cache(maxsize=16)
def clean_text(raw: str) -> str:
    """Return the text without control characters, with plain line breaks and at most one blank line."""
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    kept = text.translate(_KEPT)
    lines = (_SPACES.sub(_single_space, line).strip() for line in kept.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _single_space(match: re.Match[str]) -> str:
    # French writes a no-break space before ; : ! ? and in numbers: keep it.
    run = match.group()
    return run if run in ("\u00a0", "\u202f") else " "


def text_problems(text: str, *, rule: TextRule) -> list[TextProblem]:
    """Return what to change in the text, the first cause only; an empty list when it can be saved.

    The length is looked at first, so that a text of a megabyte costs nothing.
    """
    if len(text) > rule.maximum:
        return [_too_long(text, rule)]
    cleaned = clean_text(text)
    if not cleaned:
        return [TextProblem("empty", _EMPTY)] if rule.is_required else []
    checks: Sequence[Callable[[str, TextRule], TextProblem | None]] = (
        _markup,
        _repetition,
        _too_short,
        _capitals,
        _language,
        _gibberish,
    )
    return list(_first(check(cleaned, rule) for check in checks))


def _first(problems: Iterator[TextProblem | None]) -> Iterator[TextProblem]:
    for problem in problems:
        if problem is not None:
            yield problem
            return


_EMPTY = _("This is empty. Write a few sentences, as you would tell a colleague.")


def _too_long(text: str, rule: TextRule) -> TextProblem:
    excess = len(text) - rule.maximum
    message = ngettext_lazy(
        "This text is %(excess)d character too long (at most %(maximum)d). Keep what someone must know "
        "before meeting you, and leave the rest for the conversation.",
        "This text is %(excess)d characters too long (at most %(maximum)d). Keep what someone must know "
        "before meeting you, and leave the rest for the conversation.",
        excess,
    )
    return TextProblem("too_long", _Filled(message, {"excess": excess, "maximum": rule.maximum}))


class _Filled:
    """A translated sentence with its figures, rendered when it is shown."""

    def __init__(self, message: Any, params: dict[str, object]) -> None:
        self.message, self.params = message, params

    def __str__(self) -> str:
        return str(self.message % self.params)


def _markup(text: str, rule: TextRule) -> TextProblem | None:
    if _HTML.search(text):
        return TextProblem(
            "html",
            _(
                "This contains web page code (such as <p> or &nbsp;). Copy the page as it reads, "
                "and paste it as plain text (Ctrl+Shift+V)."
            ),
        )
    if len(set(_MARKDOWN.findall(text))) >= 2 or "```" in text:
        return TextProblem(
            "markdown",
            _(
                "This contains formatting marks (such as ** or #). Remove them, or paste it as plain text "
                "(Ctrl+Shift+V): sentences and line breaks are enough."
            ),
        )
    return None


def _repetition(text: str, rule: TextRule) -> TextProblem | None:
    words = words_of(text)[:_SAMPLE_WORDS]
    window = words[:100]
    is_looping = len(window) >= 12 and len(set(window)) < 0.3 * len(window)
    if _REPEATED.search(text) or is_looping:
        return TextProblem(
            "repeated",
            _(
                "The same characters or words come back again and again. "
                "Write each idea once, in your own words."
            ),
        )
    return None


def _too_short(text: str, rule: TextRule) -> TextProblem | None:
    words = len(words_of(text)) if is_mostly_latin(text) else rule.minimum_words
    if len(text) >= rule.minimum_characters and words >= rule.minimum_words:
        return None
    if rule.minimum_words and words <= 1:
        return TextProblem(
            "one_word",
            _(
                "One word is not enough to find who can help. Write at least one full sentence: "
                "what happens, where, and for whom."
            ),
        )
    if not rule.minimum_words:
        return TextProblem("too_short", _("This is too short to be recognised. Write it in a few words."))
    return TextProblem(
        "too_short",
        _(
            "This is too short to find who can help. Add a sentence or two: what happens, where, for whom, "
            "and what has been tried."
        ),
    )


def _capitals(text: str, rule: TextRule) -> TextProblem | None:
    letters, capitals = sum(map(str.isalpha, text)), sum(map(str.isupper, text))
    if letters >= 30 and capitals > 0.6 * letters:
        return TextProblem(
            "capitals",
            _(
                "This is mostly in capitals, which is hard to read and loses accents. "
                "Write it in lower case, with capitals where sentences begin."
            ),
        )
    return None


def _language(text: str, rule: TextRule) -> TextProblem | None:
    # A title or a few words say too little to tell Italian from French.
    is_long_enough = len(text) >= 40 and len(words_of(text)) >= 6
    if is_mostly_latin(text) and not is_long_enough:
        return None
    if detect_language(text) == OTHER:
        return TextProblem(
            "language",
            _(
                "This does not seem to be in French or English, the two languages texts can be compared in. "
                "Write it in one of them, even simply."
            ),
        )
    return None


def _gibberish(text: str, rule: TextRule) -> TextProblem | None:
    words = words_of(text)[:_SAMPLE_WORDS]
    if not words:
        return TextProblem(
            "gibberish", _("There are no words here. Write in full sentences, in French or in English.")
        )
    pronounceable = sum(_is_pronounceable(word) for word in words) / len(words)
    shares = small_word_shares(words)
    has_sentences = detect_language(text) != UNKNOWN and max(shares["fr"], shares["en"]) < 0.95
    if pronounceable < 0.6 or (rule.asks_for_sentences and not has_sentences):
        return TextProblem(
            "gibberish",
            _(
                "We recognise no sentence here. Write full sentences in French or in English, "
                "as you would tell a colleague, rather than key words."
            ),
        )
    return None


@lru_cache(maxsize=4096)
def _is_pronounceable(word: str) -> bool:
    """Whether the word looks like one: a vowel, no long run of consonants (short acronyms pass)."""
    if len(word) <= 4:
        return True
    return any(c in "aeiouy" for c in word) and not _CONSONANTS.search(word) and len(word) <= 30
