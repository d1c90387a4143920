"""Writes constraints.txt: the exact version of everything the project installs, as tested here."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
HEADER = """\
# Every version that `make demo` and `make test` install; written by `make lock`, never by hand.
# Use it with plain pip: pip install -c constraints.txt -e ".[dev]"
# What PyTorch brings on a machine with a GPU is pinned by PyTorch itself.
"""


def declared(project: dict[str, Any]) -> list[Requirement]:
    """Return what pyproject.toml asks for, extras included, without the project itself."""
    lines = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        lines += extra
    return [req for req in map(Requirement, lines) if req.name != project["name"]]


def closure(roots: list[Requirement]) -> dict[str, str]:
    """Follow the installed metadata from `roots` and return {name: version}."""
    found: dict[str, str] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    queue = list(roots)
    while queue:
        req = queue.pop()
        key = (canonicalize_name(req.name), frozenset(req.extras))
        if key in seen:
            continue
        seen.add(key)
        dist = distribution(req.name)
        found[dist.name] = re.sub(r"\+.*", "", dist.version)  # +cpu is a build, not a version
        for line in dist.requires or []:
            child = Requirement(line)
            extras = req.extras or {""}
            if child.marker is None or any(child.marker.evaluate({"extra": extra}) for extra in extras):
                queue.append(child)
    return found


def main() -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    try:
        versions = closure(declared(project))
    except PackageNotFoundError as missing:
        print(f"{missing.name} is not installed here. Run `make check` first, then `make lock`.")
        return 1
    lines = [
        f"{name}=={version}" for name, version in sorted(versions.items(), key=lambda item: item[0].lower())
    ]
    (ROOT / "constraints.txt").write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    print(f"constraints.txt: {len(lines)} versions")
    return 0


if __name__ == "__main__":
    sys.exit(main())
