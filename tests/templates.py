"""Undefined template variables: an error in our own templates, an empty text in those of others."""

import sys
from pathlib import Path

from django.template.base import Node

OURS = str(Path(__file__).resolve().parent.parent / "templates")


class UndefinedVariable(Exception):
    """A template of the site shows a variable that nobody gave it."""


class Undefined(str):
    """What the engine uses for an unknown variable; asking whether it is empty tells which template asked."""

    __slots__ = ()

    def __bool__(self) -> bool:
        frame = sys._getframe(1)
        expression = frame.f_locals.get("self")
        while frame is not None:
            node = frame.f_locals.get("self")
            if frame.f_code.co_name == "render_annotated" and isinstance(node, Node):
                origin = getattr(node, "origin", None)
                if origin is not None and str(origin.name).startswith(OURS):
                    raise UndefinedVariable(f"{expression} is undefined in {origin.name}: {node.token}")
                return False
            frame = frame.f_back
        return False
