"""The judged collections matching is measured on: the development set, French texts that share words."""

import dataclasses
import json
from pathlib import Path

from matching.core.entries import Entry, Passage, prepare_entry
from matching.core.judged import Judged, read_judged

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "data" / "gold"
DEMO = ROOT / "community" / "demo"
GOLD_SETS = {
    "needs": ("needs.jsonl", "solutions.jsonl", "qrels_needs.tsv", "need-solution"),
    "asks": ("asks.jsonl", "offers.jsonl", "qrels_asks.tsv", "ask-offer"),
    "questions": ("questions.jsonl", "cards.jsonl", "qrels_questions.tsv", "question-card"),
}
DEMO_TEXTS = {
    "needs.jsonl": ("title", "text"),
    "asks.jsonl": ("title", "text"),
    "offers.jsonl": ("title", "text"),
    "expertises.jsonl": ("title", "text"),
    "solutions.jsonl": ("summary", "description"),
}
FEWEST_SENTENCES = 4

Set = tuple[Judged, str]


def all_sets(others: list[list[str]]) -> dict[str, Set]:
    """Return every collection with the relation it is ranked by.

    `needs, bare` are the same needs without themes, contexts and stages. In `titles` the query is the title
    of a French demonstration text and the document its body, which share many words; in `halves` the first
    half of the sentences of a French text and the second half. One answer is right for each.
    """
    sets = {
        name: (read_judged(*(GOLD / file for file in files)), relation)
        for name, (*files, relation) in GOLD_SETS.items()
    }
    sets["needs, bare"] = (_bare(sets["needs"][0]), "need-solution")
    sets["titles"] = (_titles(), "question-card")
    sets["halves"] = (_halves([sets[name][0] for name in GOLD_SETS]), "question-card")
    for name, queries, documents, qrels, relation in others:
        sets[name] = (read_judged(Path(queries), Path(documents), Path(qrels)), relation)
    return sets


def _bare(judged: Judged) -> Judged:
    def strip(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        return tuple(dataclasses.replace(e, themes=(), contexts=(), stage="", languages=()) for e in entries)

    return Judged(strip(judged.queries), strip(judged.documents), judged.grades)


def _demo_texts() -> list[tuple[str, str, str]]:
    """Return (id, title, text) of the French texts of the demonstration programme."""
    texts = []
    for name, (title, body) in DEMO_TEXTS.items():
        for line in (DEMO / name).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record.get("language", "fr") == "fr":
                texts.append((record["id"], record[title], record[body]))
    return texts


def _titles() -> Judged:
    texts = _demo_texts()
    return Judged(
        tuple(prepare_entry(f"q-{name}", [("text", title)], language="fr") for name, title, _ in texts),
        tuple(prepare_entry(name, [("text", body)], language="fr") for name, _, body in texts),
        {f"q-{name}": {name: 1} for name, _, _ in texts},
    )


def _halves(judged: list[Judged]) -> Judged:
    entries = [e for one in judged for e in (*one.queries, *one.documents) if e.language == "fr"]
    entries += [prepare_entry(name, [("text", body)], language="fr") for name, _, body in _demo_texts()]
    long = [entry for entry in entries if len(entry.passages) >= FEWEST_SENTENCES]
    return Judged(
        tuple(_part(e, f"q-{e.id}", e.passages[: len(e.passages) // 2]) for e in long),
        tuple(_part(e, str(e.id), e.passages[len(e.passages) // 2 :]) for e in long),
        {f"q-{e.id}": {str(e.id): 1} for e in long},
    )


def _part(entry: Entry, name: str, passages: tuple[Passage, ...]) -> Entry:
    return Entry(id=name, passages=passages, language=entry.language)
