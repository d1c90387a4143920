"""Profiles in and out: files of needs, solutions, asks, offers, and what they refer to."""

from .problems import FileRefused, Problem
from .report import Report
from .rows import Row, Source
from .running import import_rows
from .types import TYPES

__all__ = ["TYPES", "FileRefused", "Problem", "Report", "Row", "Source", "import_rows"]
