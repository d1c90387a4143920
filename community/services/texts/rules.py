"""How long each field may be, and whether it must be written in sentences."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TextRule:
    """Bounds of one field, and whether a list of key words is enough."""

    maximum: int
    minimum_characters: int = 0
    minimum_words: int = 0
    is_required: bool = False
    asks_for_sentences: bool = False


RULES: dict[str, TextRule] = {
    "title": TextRule(maximum=120, minimum_characters=3, is_required=True),
    "text": TextRule(
        maximum=8000, minimum_characters=40, minimum_words=6, is_required=True, asks_for_sentences=True
    ),
    "summary": TextRule(maximum=240, minimum_characters=20, minimum_words=4, is_required=True),
    "constraints": TextRule(maximum=2000),
    "site_requirements": TextRule(maximum=2000),
    "description": TextRule(maximum=4000, minimum_characters=40, minimum_words=6, asks_for_sentences=True),
    "organisation_summary": TextRule(
        maximum=1500, minimum_characters=40, minimum_words=6, asks_for_sentences=True
    ),
    "about": TextRule(maximum=2000),
}
