"""Draw many sets of weights, keep the mean of the best ones, and say by cross-validation what that is worth.

    python -m benchmarks.choose_weights [--draws 600] [--set NAME Q.jsonl D.jsonl R.tsv RELATION]

Prints the mean of the best draws, to be rounded by a person into matching/core/weights.json: few numbers,
none of them the winner of anything, so that they hold on texts nobody has seen.
"""

import argparse
import dataclasses
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from benchmarks.judged_sets import all_sets
from matching.core.entries import Floats, encode_corpus
from matching.core.features import TEXT_FEATURES, Pairing
from matching.core.judged import Judged
from matching.core.metrics import ndcg
from matching.core.ranking import Raw, raw_features, score_pairs
from matching.core.relations import RELATIONS
from matching.core.weights import FeatureWeight, LexicalTrust, RankerWeights, default_weights
from matching.core.wordtable import WordTable
from matching.encoders.loading import load_encoder
from matching.knowledge.source import knowledge_sources

KEPT = 20
FOLDS = 5
SEED = 1


def main() -> None:
    """Measure the draws on every collection; print the mean of the best and its cross-validated figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--draws", type=int, default=600)
    parser.add_argument("--set", action="append", nargs=5, default=[], dest="others", metavar="PART")
    options = parser.parse_args()
    pairings = dict(_pairings(options.others))
    rng = np.random.default_rng(SEED)
    draws = [default_weights(), *(draw(rng) for _ in range(options.draws))]
    figures = [
        {name: measure(*prepared, weights=weights) for name, prepared in pairings.items()}
        for weights in draws
    ]
    best = best_of(figures, range(0))
    for name in TEXT_FEATURES:
        same = np.mean([draws[index].features[name].same_language for index in best])
        across = np.mean([draws[index].features[name].across for index in best])
        print(f"{name:20} same language {same:.3f}  across {across:.3f}")
    for name, values in cross_validated(figures).items():
        shipped = 100 * figures[0][name].mean()
        print(f"{name:20} shipped {shipped:.1f}  cross-validated {100 * values.mean():.1f}")


def draw(rng: np.random.Generator) -> RankerWeights:
    """Return the shipped weights with those of texts, and the lexical trust, drawn at random."""
    shipped = default_weights()
    same, across = rng.dirichlet([3, 2, 3, 1.5]), rng.dirichlet([4, 1, 2, 1.2])
    names = ("words", "lexical", "semantic_document", "semantic_passages")
    drawn = {n: FeatureWeight(float(s), float(a)) for n, s, a in zip(names, same, across, strict=True)}
    least, low, high = ([0.1, 0.2, 0.3, 0.5], [0.05, 0.1, 0.2], [0.3, 0.4, 0.6])
    trust = LexicalTrust(float(rng.choice(least)), float(rng.choice(low)), float(rng.choice(high)))
    return dataclasses.replace(shipped, features={**shipped.features, **drawn}, lexical_trust=trust)


def measure(pairing: Pairing, raw: Raw, judged: Judged, *, weights: RankerWeights) -> Floats:
    """Return nDCG@10 of each judged query, without diversity."""
    score = score_pairs(pairing, raw, weights=weights).score
    ids = np.array([str(entry.id) for entry in pairing.documents.entries])
    values = []
    for row, entry in enumerate(pairing.queries.entries):
        if grades := judged.grades.get(str(entry.id)):
            order = np.lexsort((ids, -score[row]))[:10]
            values.append(ndcg(list(ids[order]), grades))
    return np.array(values)


def best_of(figures: list[dict[str, Floats]], held_out: range) -> NDArray[np.int64]:
    """Return the draws with the best mean over collections, the queries of ``held_out`` left out."""
    means = []
    for found in figures:
        kept = [np.delete(v, [i for i in held_out if i < len(v)]) for v in found.values()]
        means.append(np.mean([values.mean() for values in kept]))
    return np.argsort(-np.array(means))[:KEPT]


def cross_validated(figures: list[dict[str, Floats]]) -> Mapping[str, Floats]:
    """Return the nDCG of each query under the draws that are best on the other folds."""
    found = {name: values.copy() for name, values in figures[0].items()}
    for fold in range(FOLDS):
        best = best_of(figures, range(fold, max(len(v) for v in found.values()), FOLDS))
        for name, values in found.items():
            values[fold::FOLDS] = np.mean([figures[index][name][fold::FOLDS] for index in best], axis=0)
    return found


def _pairings(others: list[list[str]]) -> Iterator[tuple[str, tuple[Pairing, Raw, Judged]]]:
    encoder = load_encoder().encoder
    table = WordTable(encoder.encode, encoder.dimension)
    for name, (judged, relation) in all_sets(others).items():
        queries, documents = (
            encode_corpus(side, encoder.encode, dimension=encoder.dimension)
            for side in (judged.queries, judged.documents)
        )
        pairing = Pairing(RELATIONS[relation], queries, documents, table)
        yield name, (pairing, raw_features(pairing, knowledge_sources(encoder)), judged)


if __name__ == "__main__":
    main()
