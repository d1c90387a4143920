"""Cutting texts: where sentences end and where they do not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.core.passages import LONGEST, split_passages


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_passages(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   \n ", []),
        ("… !!! —", []),
        ("Une seule phrase sans point", ["Une seule phrase sans point"]),
        (
            "La cour chauffe trop en juin. Les parents ont payé deux parasols.",
            ["La cour chauffe trop en juin.", "Les parents ont payé deux parasols."],
        ),
        ("M. Martin a vu Mme Roy à la mairie hier.", ["M. Martin a vu Mme Roy à la mairie hier."]),
        (
            "Il faut env. 300 mètres de câble, ex. Un touret suffit.",
            ["Il faut env. 300 mètres de câble, ex. Un touret suffit."],
        ),
        (
            "Rendez-vous à 8 h 20 devant le n° 3 de la rue.",
            ["Rendez-vous à 8 h 20 devant le n° 3 de la rue."],
        ),
        ("La pente est de 2.5 % sur toute la rue.", ["La pente est de 2.5 % sur toute la rue."]),
        ("Signé par J. Dupont et la régie de quartier.", ["Signé par J. Dupont et la régie de quartier."]),
        (
            "Des bancs, des jeux, etc. Les habitants les demandent depuis longtemps.",
            ["Des bancs, des jeux, etc.", "Les habitants les demandent depuis longtemps."],
        ),
        (
            "Des bancs, des jeux, etc. pour les plus petits du quartier.",
            ["Des bancs, des jeux, etc. pour les plus petits du quartier."],
        ),
        (
            "La régie passe deux fois par semaine ; rien n'y fait, l'odeur revient.",
            ["La régie passe deux fois par semaine ;", "rien n'y fait, l'odeur revient."],
        ),
        (
            "Un parc (bancs ; jeux ; tables) fermé la nuit.",
            ["Un parc (bancs ; jeux ; tables) fermé la nuit."],
        ),
        (
            "Elles disent : « On traverse sans s'arrêter. » Les mères attendent en face.",
            ["Elles disent : « On traverse sans s'arrêter. »", "Les mères attendent en face."],
        ),
        (
            "Comment protéger le matériel la nuit ? Nous cherchons une idée simple !",
            ["Comment protéger le matériel la nuit ?", "Nous cherchons une idée simple !"],
        ),
        ("Le chantier dure… et la rue reste fermée.", ["Le chantier dure… et la rue reste fermée."]),
        (
            "Le chantier dure depuis deux ans… La rue reste fermée.",
            ["Le chantier dure depuis deux ans…", "La rue reste fermée."],
        ),
        (
            "Nous voulons :\n- une ombre dans la cour\n- un sol qui boit l'eau",
            ["Nous voulons :", "une ombre dans la cour", "un sol qui boit l'eau"],
        ),
        (
            "1. Couper le chauffage le dimanche\n2. Former les gardiens du site",
            ["Couper le chauffage le dimanche", "Former les gardiens du site"],
        ),
        ("Une ligne coupée\npar le tableur au milieu.", ["Une ligne coupée\npar le tableur au milieu."]),
        (
            "Première ligne du texte\nSeconde ligne du texte",
            ["Première ligne du texte", "Seconde ligne du texte"],
        ),
        ("Oui. Vraiment. Nous avons besoin d'une salle.", ["Oui. Vraiment. Nous avons besoin d'une salle."]),
        ("Nous avons besoin d'une salle. Merci.", ["Nous avons besoin d'une salle. Merci."]),
        (
            "We need about 120 sq. metres, e.g. a disused garage. Deliveries start at 7 a.m. sharp.",
            ["We need about 120 sq. metres, e.g. a disused garage.", "Deliveries start at 7 a.m. sharp."],
        ),
        (
            "on a repeint le passage. les enfants courent encore",
            ["on a repeint le passage.", "les enfants courent encore"],
        ),
    ],
)
def test_sentences_end_where_a_reader_sees_them_end(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_long_text_without_punctuation_is_cut_at_spaces() -> None:
    pieces = cut("mot " * 1000)
    assert len(pieces) > 5
    assert all(len(piece) <= LONGEST for piece in pieces)
    assert "".join(pieces).replace(" ", "") == "mot" * 1000


def test_a_word_longer_than_a_passage_is_cut_too() -> None:
    assert [len(piece) for piece in cut("a" * 1500)] == [600, 600, 300]


@given(st.text(alphabet="aé B.;!?…\n-«»()'12", max_size=300))
def test_spans_are_in_order_trimmed_and_lose_no_letter(text: str) -> None:
    spans = split_passages(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    for start, end in spans:
        piece = text[start:end]
        assert piece == piece.strip()
        assert any(character.isalnum() for character in piece)
    kept = "".join(text[start:end] for start, end in spans)
    letters = [c for c in text if c.isalpha()]
    assert [c for c in kept if c.isalpha()] == letters
