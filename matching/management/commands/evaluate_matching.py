"""Measure the ranker on a judged collection, without any database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matching.core.evaluation import Report, report, run_ranker, trec_lines
from matching.core.judged import JudgedError, read_judged
from matching.encoders import default_encoder
from matching.knowledge.source import knowledge_sources

RELATIONS = ("need-solution", "ask-offer", "question-card")
RANKERS = ("hybrid", "bm25", "dense")


class Command(BaseCommand):
    """Reads files in the format of the development set and prints how good the lists are."""

    help = (
        "Rank the documents of a judged collection for its queries and print nDCG@10, MRR@10, recall@10 and "
        "recall@50 with 95 % bootstrap intervals, overall and by language pair."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--queries", type=Path, required=True, metavar="Q.jsonl", help="id and text, one a line"
        )
        parser.add_argument(
            "--documents", type=Path, required=True, metavar="D.jsonl", help="id and text, one a line"
        )
        parser.add_argument(
            "--qrels", type=Path, required=True, metavar="R.tsv", help="query, document, grade"
        )
        parser.add_argument(
            "--relation", choices=RELATIONS, required=True, help="what the queries ask of the documents"
        )
        parser.add_argument(
            "--ranker", choices=RANKERS, default="hybrid", help="hybrid is what the site uses"
        )
        parser.add_argument("--run", type=Path, metavar="OUT.trec", help="also write the lists as a TREC run")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            judged = read_judged(options["queries"], options["documents"], options["qrels"])
        except JudgedError as error:
            raise CommandError(str(error), returncode=2) from error
        encoder = default_encoder()
        run, ms_per_query = run_ranker(
            judged,
            encoder.encode,
            dimension=encoder.dimension,
            relation=options["relation"],
            ranker=options["ranker"],
            sources=knowledge_sources(encoder),
        )
        if options["run"]:
            write_run(options["run"], run, tag=f"faubourg-{options['ranker']}")
        found = report(judged, run, ms_per_query=ms_per_query)
        self.stdout.write(json.dumps(found.to_json()) if options["json"] else as_table(found))


def write_run(path: Path, run: dict[str, tuple[str, ...]], *, tag: str) -> None:
    """Write the lists as a TREC run, or end with the file and the reason."""
    try:
        path.write_text("".join(f"{line}\n" for line in trec_lines(run, tag)), encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandError(f"{path}: {reason}", returncode=2) from error


def as_table(found: Report) -> str:
    """Return a report as lines for a terminal, in hundredths."""
    names = list(found.overall)
    lines = [f"{'':10}" + "".join(f"{name:>22}" for name in names)]
    for label, measures in {"all": found.overall, **found.by_language_pair}.items():
        cells = [measures[name] for name in names]
        figures = [f"{100 * c.value:.1f} [{100 * c.low:.1f}–{100 * c.high:.1f}]" for c in cells]
        lines.append(f"{label:10}" + "".join(f"{figure:>22}" for figure in figures))
    lines.append(f"{found.queries} queries with a relevant document, {found.ms_per_query:.1f} ms per query")
    return "\n".join(lines)
