"""What a free search keeps, on the demonstration's texts read by the encoder that ships with the site."""

import json
from pathlib import Path

import pytest

from matching.core.entries import Corpus, encode_corpus, prepare_entry
from matching.core.search import is_answer, search
from matching.core.wordtable import WordTable
from matching.encoders.loading import load_encoder
from matching.encoders.protocol import Encoder

DEMO = Path(__file__).resolve().parents[3] / "community" / "demo"
FIELDS = ("title", "name", "summary", "description", "text", "constraints", "site_requirements")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The encoder that ships."""
    return load_encoder().encoder


@pytest.fixture(scope="module")
def demo(encoder: Encoder) -> Corpus:
    """Needs, solutions, asks and offers of the demonstration."""
    entries = []
    for kind in ("needs", "solutions", "asks", "offers"):
        for line in (DEMO / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            parts = [(name, record[name]) for name in FIELDS if record.get(name)]
            entries.append(prepare_entry(record["id"], parts, language=record.get("language", "fr")))
    return encode_corpus(entries, encoder.encode, dimension=encoder.dimension)


@pytest.fixture(scope="module")
def table(encoder: Encoder) -> WordTable:
    """The words of the encoder."""
    return WordTable(encoder.encode, encoder.dimension)


def kept(text: str, demo: Corpus, encoder: Encoder, table: WordTable) -> list[str]:
    """Return the ids a search keeps, best first."""
    found = search(text, demo, encoder.encode, table=table)
    return [str(item.target) for item in found.items if is_answer(item)]


@pytest.mark.parametrize(
    "text",
    [
        "asdkjh qsdlkj",
        "recette de la tarte aux pommes",
        "Bonjour",
        "?!",
        "le la les",
        "lorem ipsum dolor",
        "acheter billet avion New York",
        "quantum chromodynamics lattice",
        "Le chat de ma voisine a mangé les croquettes pendant que je regardais la télévision hier soir",
    ],
)
def test_nonsense_and_other_subjects_find_nothing_or_nearly(
    text: str, demo: Corpus, encoder: Encoder, table: WordTable
) -> None:
    assert len(kept(text, demo, encoder, table)) <= 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trop chaud la nuit dans les chambres", "sol-toit-blanc"),
        ("how to insure a temporary structure", "off-voravia-structures-insurance"),
        ("vélos mal garés", "need-athis-velo-gare"),
        ("compost", "sol-composteur-pied"),
        ("ombre", "sol-ombriere-de-saison"),
        ("insurance", "off-voravia-structures-insurance"),
        ("noise at night", "need-aulnay-vivre-avec-chantier"),
        (
            "Our street is full of delivery vans parked twice and children cannot cross safely to school",
            "sol-bike-bus",
        ),
    ],
)
def test_real_questions_keep_their_good_answers(
    text: str, expected: str, demo: Corpus, encoder: Encoder, table: WordTable
) -> None:
    found = kept(text, demo, encoder, table)
    assert expected in found, found
    assert len(found) <= 20
