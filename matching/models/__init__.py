"""What matching remembers: texts cut in passages, their vectors, suggestions, answers, introductions."""

from .documents import Document, DocumentVector, EncoderVersion, Passage, PassageVector
from .introductions import Answer, Connection, Introduction
from .suggestions import Relation, Suggestion

__all__ = [
    "Answer",
    "Connection",
    "Document",
    "DocumentVector",
    "EncoderVersion",
    "Introduction",
    "Passage",
    "PassageVector",
    "Relation",
    "Suggestion",
]
