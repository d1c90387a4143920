"""docs/settings.md lists what the settings read, and nothing else."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r'(?:\benv\.\w+|environ\.get)\(\s*"([A-Z][A-Z0-9_]+)"')
# Given by the system, not by whoever runs the site.
SYSTEM = {"XDG_RUNTIME_DIR"}


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "config").rglob("*.py")]
    read = {name for source in sources for name in READ.findall(source)} - SYSTEM
    table_rows = re.findall(
        r"^\| (`[^|]+`) \|", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.MULTILINE
    )
    documented = {name for row in table_rows for name in re.findall(r"`(\w+)`", row)}
    assert documented == read
