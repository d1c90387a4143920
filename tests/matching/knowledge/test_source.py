"""The feature “knowledge”: symmetric, silent where nothing can be told, and bridging what words do not."""

import numpy as np
import pytest

from matching.core.entries import Corpus, encode_corpus, prepare_entry
from matching.core.features import Pairing
from matching.core.ranking import rank
from matching.core.relations import RELATIONS
from matching.core.weights import default_weights
from matching.core.wordtable import WordTable
from matching.encoders import default_encoder
from matching.knowledge.source import KnowledgeSource, knowledge_sources

NEEDS = {
    "doctor": "Les patients attendent six mois pour voir un généraliste, deux cabinets ont fermé.",
    "insurance": "Notre assureur refuse de couvrir le prototype posé sur l'espace public.",
}
SOLUTIONS = {
    "cabin": "Une cabine de téléconsultation, installée dans une pharmacie ou une gare.",
    "broker": "Un contrat d'assurance responsabilité civile pour les essais, pour jeunes pousses.",
    "library": "Une boîte à livres remplie par les lecteurs du quartier.",
}


def corpus(texts: dict[str, str]) -> Corpus:
    encoder = default_encoder()
    entries = [prepare_entry(name, [("text", text)], language="fr") for name, text in texts.items()]
    return encode_corpus(entries, encoder.encode, dimension=encoder.dimension)


def source() -> KnowledgeSource:
    (found,) = knowledge_sources(default_encoder())
    assert isinstance(found, KnowledgeSource)
    return found


def pairing(relation: str = "need-solution", needs: dict[str, str] = NEEDS) -> Pairing:
    return Pairing(RELATIONS[relation], corpus(needs), corpus(SOLUTIONS))


def test_each_problem_is_answered_by_its_lever() -> None:
    raw = source().raw(pairing())
    assert ((raw >= 0) & (raw <= 1)).all()
    assert raw.argmax(axis=1).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("relation", "turned"), [("need-solution", "solution-need"), ("ask-offer", "offer-ask")]
)
def test_whichever_side_reads_the_value_of_a_pair_is_the_same(relation: str, turned: str) -> None:
    expected = source().raw(pairing(relation))
    np.testing.assert_allclose(source().raw(pairing(relation).reversed()).T, expected)
    answering = Pairing(RELATIONS[turned], corpus(SOLUTIONS), corpus(NEEDS))
    np.testing.assert_allclose(source().raw(answering).T, expected)
    np.testing.assert_allclose(source().raw(answering.reversed()), expected)


def test_nothing_is_said_where_nothing_is_told() -> None:
    needs = {**NEEDS, "office": "Comment renouveler mon passeport à la mairie ?", "mute": ""}
    raw = source().raw(pairing(needs=needs))
    assert np.isnan(raw).all(axis=1).tolist() == [False, False, True, True]
    towns = Pairing(RELATIONS["commune-commune"], corpus(NEEDS), corpus(NEEDS))
    assert np.isnan(source().raw(towns)).all()
    assert source().reason(towns, 0, 1) is None


def test_the_reason_names_a_problem_and_a_lever_of_it() -> None:
    reason = source().reason(pairing(), 0, 0)
    assert reason is not None
    assert reason.lever.id in reason.problem.levers
    answering = Pairing(RELATIONS["solution-need"], corpus(SOLUTIONS), corpus(NEEDS))
    assert source().reason(answering, 0, 0) == reason
    assert source().reason(pairing(needs={"mute": ""}), 0, 0) is None


def test_without_an_encoder_there_is_no_source_and_one_encoder_has_one() -> None:
    assert knowledge_sources(None) == ()
    assert knowledge_sources(default_encoder()) is knowledge_sources(default_encoder())


def test_it_counts_in_the_lists_and_in_their_explanations() -> None:
    encoder = default_encoder()
    assert default_weights().features["knowledge"].same_language > 0
    lists = rank(
        corpus(NEEDS),
        corpus(SOLUTIONS),
        RELATIONS["need-solution"],
        table=WordTable(encoder.encode, encoder.dimension),
        sources=knowledge_sources(encoder),
    )
    assert [found.targets[0] for found in lists] == ["cabin", "broker"]
    told = lists[0].items[0].to_json()["forward"]["features"]["knowledge"]
    assert told["contribution"] > 0
