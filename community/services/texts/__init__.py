"""What a text must be before it is matched: cleaned, long enough, plain, in a language we know."""

from .checks import TextProblem, clean_text, text_problems
from .languages import detect_language
from .rules import RULES, TextRule

__all__ = ["RULES", "TextProblem", "TextRule", "clean_text", "detect_language", "text_problems"]
