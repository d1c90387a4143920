"""What a text complains of and what it brings, found with the base and the encoder of the repository."""

import numpy as np
import pytest

from matching.core.entries import Corpus, encode_corpus, prepare_entry
from matching.encoders import Encoder, default_encoder
from matching.knowledge import default_base
from matching.knowledge.detection import PROBLEMS_KEPT, Detector, build_detector

DOCTOR = "Les patients attendent six mois pour voir un médecin généraliste, deux cabinets ont fermé."
RATS = "Rats run between the bins every evening because the lids no longer close."


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return default_encoder()


@pytest.fixture(scope="module")
def detector(encoder: Encoder) -> Detector:
    return build_detector(default_base(), encoder.encode)


def corpus(encoder: Encoder, *texts: str) -> Corpus:
    entries = [prepare_entry(f"t{row}", [("text", text)], language="fr") for row, text in enumerate(texts)]
    return encode_corpus(entries, encoder.encode, dimension=encoder.dimension)


@pytest.mark.parametrize(
    ("text", "expected"), [(DOCTOR, "no_doctor_nearby"), (RATS, "rodents_feeding_on_waste")]
)
def test_a_problem_told_in_other_words_is_among_the_first(
    detector: Detector, encoder: Encoder, text: str, expected: str
) -> None:
    shares = detector.problem_shares(corpus(encoder, text))[0]
    first = [detector.base.problems[row].id for row in np.argsort(-shares)[:3]]
    assert expected in first
    assert shares.sum() == pytest.approx(1.0)
    assert 0 < np.count_nonzero(shares) <= PROBLEMS_KEPT


def test_a_text_that_tells_no_problem_has_none(detector: Detector, encoder: Encoder) -> None:
    assert not detector.problem_shares(
        corpus(encoder, "Comment renouveler mon passeport à la mairie ?", "!!")
    ).any()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Une TOITURE REFLECHISSANTE et isolée.", True),
        ("An over roof insulation, for old sheds.", True),
        ("Une toiture très réfléchissante et isolée.", False),
        ("Des sarkings de bureau.", False),
    ],
)
def test_a_lever_is_named_by_whole_words_whatever_accents_and_case(
    detector: Detector, text: str, *, named: bool
) -> None:
    found = detector.named_levers(prepare_entry("t", [("text", text)], language="fr"))
    assert ("reflective_roof_and_insulation" in found) is named


def test_each_lever_is_found_in_a_text_that_names_it(detector: Detector, encoder: Encoder) -> None:
    levers = detector.base.levers[::40]
    texts = [f"Notre équipe propose : {lever.name.fr}." for lever in levers]
    values = detector.lever_values(corpus(encoder, *texts))
    assert ((values >= 0) & (values <= 1)).all()
    ids = [lever.id for lever in detector.base.levers]
    for row, lever in enumerate(levers):
        first = [ids[column] for column in np.argsort(-values[row])[:3]]
        assert lever.id in first


def test_a_text_without_words_brings_nothing_known(detector: Detector, encoder: Encoder) -> None:
    values = detector.lever_values(corpus(encoder, "", "Un jardin de pluie au pied des immeubles"))
    assert np.isnan(values[0]).all()
    assert not np.isnan(values[1]).any()
    assert np.isnan(detector.lever_values(corpus(encoder, ""))).all()
    assert detector.lever_values(corpus(encoder)).shape == (0, len(detector.base.levers))


def test_the_order_of_texts_changes_nothing(detector: Detector, encoder: Encoder) -> None:
    texts = [DOCTOR, RATS, "Un jardin de pluie", "Des ateliers de réparation de vélos chaque samedi"]
    forth, back = corpus(encoder, *texts), corpus(encoder, *texts[::-1])
    assert detector.lever_values(forth) == pytest.approx(detector.lever_values(back)[::-1], abs=2e-5)
    assert detector.problem_shares(forth) == pytest.approx(detector.problem_shares(back)[::-1], abs=2e-4)
