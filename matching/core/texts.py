"""The door to everything done to a text before it becomes numbers: folding, passages, stems, language."""

from .analysis import analyse
from .folding import fold
from .languages import Detected, detect_language
from .passages import Span, split_passages

__all__ = ["Detected", "Span", "analyse", "detect_language", "fold", "split_passages"]
