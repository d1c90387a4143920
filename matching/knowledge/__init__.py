"""The urban knowledge base: problems, their symptoms, and the levers of the field that answer them."""

from functools import lru_cache
from pathlib import Path

from .entries import KnowledgeBase, Lever, Problem, Text, Texts
from .errors import BaseProblem, BaseRefused
from .reading import read_base

BASE = Path(__file__).with_name("base")

__all__ = [
    "BASE",
    "BaseProblem",
    "BaseRefused",
    "KnowledgeBase",
    "Lever",
    "Problem",
    "Text",
    "Texts",
    "default_base",
    "read_base",
]


@lru_cache(maxsize=1)
def default_base() -> KnowledgeBase:
    """Return the base of the repository, read once a process.

    Raises:
        BaseRefused: an entry is wrong.
    """
    return read_base(BASE)
