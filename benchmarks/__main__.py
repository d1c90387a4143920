"""Every benchmark one after the other: `make bench`, or `python -m benchmarks [--json FILE]`."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BENCHMARKS = {
    "encoder": "the bundled encoder",
    "matching_quality": "the ranker on judged collections, beside BM25",
    "site": "matching and pages on 200 needs × 1,000 solutions × 500 asks and offers",
}


def main() -> None:
    """Run each benchmark in a process of its own and gather their figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--json", type=Path, help="file that receives all the figures")
    options = parser.parse_args()
    figures = {}
    for name, title in BENCHMARKS.items():
        print(f"\n# {title}", flush=True)
        with tempfile.NamedTemporaryFile(suffix=".json") as file:
            subprocess.run(
                [sys.executable, "-m", f"benchmarks.{name}", "--json", file.name], cwd=ROOT, check=True
            )
            figures[name] = json.loads(Path(file.name).read_text(encoding="utf-8"))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
