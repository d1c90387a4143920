"""What matching remembers: texts cut in passages, their vectors, suggestions, answers, introductions."""

from .documents import Document, DocumentVector, EncoderVersion, Passage, PassageVector
from .introductions import Answer, Connection, Introduction
from .relations import Relation
from .suggestions import Band, Suggestion

__all__ = [
    "Answer",
    "Band",
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
