"""Formula injection: what is written so that a spreadsheet does not run it, and read back as it was."""

import re
from typing import Any

# A spreadsheet takes what starts so for a formula; an apostrophe in front makes it text.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def escape(text: str) -> str:
    return f"'{text}" if _DANGEROUS.match(text) else text


def unescape(cell: Any) -> Any:
    return cell[1:] if isinstance(cell, str) and _ESCAPED.match(cell) else cell
