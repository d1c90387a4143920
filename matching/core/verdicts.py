"""Verdicts on one pair: its scores read out of the arrays, its band, the rules it passes and breaks."""

from .entries import Entry, Passage
from .exclusions import Conflict
from .features import Pairing
from .quotes import Quote, Rule, quote
from .ranked import Band, DirectionScore, Feature
from .scoring import Direction
from .weights import RankerWeights

# What makes the absolute evidence of a match, whatever the other documents of the list are.
BAND_SHARES = {"words": 0.6, "semantic_document": 0.25, "lexical": 0.15}


def direction_score(direction: Direction, row: int, column: int) -> DirectionScore:
    """Return one direction of one pair, its known features in the order of their weights' names."""
    features = {}
    for name in sorted(direction.raw):
        weight = float(direction.weights[name][row, column])
        if weight > 0:
            raw, low, high = (
                float(side[name][row, column]) for side in (direction.raw, direction.low, direction.high)
            )
            value = min(1.0, max(0.0, (raw - low) / (high - low))) if high > low else 0.0
            features[name] = Feature(raw, low, high, value, weight)
    return DirectionScore(sum(feature.contribution for feature in features.values()), features)


def band_of(forward: DirectionScore, *, broken: bool, weights: RankerWeights) -> Band:
    """Return the band of a pair from raw features alone; one that breaks a constraint is to explore.

    evidence = weighted mean of the raw words share, cosine and lexical share that are known, kept in [0, 1].
    It does not depend on what else is in the list.
    """
    known = {name: share for name, share in BAND_SHARES.items() if name in forward.features}
    total = sum(known.values())
    evidence = (
        sum(share * forward.features[name].raw for name, share in known.items()) / total if total else 0.0
    )
    evidence = min(1.0, max(0.0, evidence))
    name = "explore"
    if not broken and evidence >= weights.bands.good:
        name = "strong" if evidence >= weights.bands.strong else "good"
    return Band(name, evidence, weights.bands.strong, weights.bands.good)


def rules_of(pairing: Pairing, row: int, column: int) -> tuple[Rule, ...]:
    """Return each constraint stated for the pair, broken or respected, with the words in question."""
    query, document = pairing.queries.entries[row], pairing.documents.entries[column]
    is_target = pairing.relation.constraints_of == "target"
    stating, other = (document, query) if is_target else (query, document)
    statements = pairing.statements[column if is_target else row]
    broken = {conflict.statement: conflict for conflict in pairing.conflicts.get((row, column), ())}
    rules = []
    for statement in statements:
        conflict = broken.get(statement)
        if conflict is None and statement.strength == "absent":
            continue
        said = quote(stating.passages[statement.passage])
        against = _against(other, conflict)
        first, second = (against, said) if is_target else (said, against)
        rules.append(Rule("exclusion", statement.subject, conflict is None, first, second))
    return tuple(rules)


def _against(entry: Entry, conflict: Conflict | None) -> Quote | None:
    if conflict is None:
        return None
    passage: Passage = entry.passages[conflict.mention.passage]
    return quote(passage)
