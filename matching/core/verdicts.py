"""Verdicts on one pair: its scores read out of the arrays, its band, the rules it passes and breaks."""

from collections.abc import Sequence
from dataclasses import replace

from .entries import Entry, Passage
from .exclusions import Conflict
from .explanations import harmonic_mean
from .features import TEXT_FEATURES, Pairing
from .quotes import Quote, Rule, quote
from .ranked import Band, DirectionScore, Feature
from .relations import Side
from .scoring import Direction
from .weights import RankerWeights


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


def band_of(
    forward: DirectionScore,
    reverse: DirectionScore | None,
    *,
    reverse_share: float,
    broken: bool,
    weights: RankerWeights,
) -> Band:
    """Return the band of a pair; one that breaks a stated constraint is at most to explore.

    Its evidence is the part of the score that the texts alone make, in deviations above what unrelated pairs
    reach: 0 for an ordinary pair whatever the list, and not 1 for the best of a poor list.
    """
    evidence = _text_score(forward)
    if reverse is not None:
        evidence = harmonic_mean(evidence, _text_score(reverse), reverse_share)
    spec = weights.normaliser
    deviations = evidence * (spec.below + spec.above) - spec.below
    name = "explore"
    if not broken and deviations >= weights.bands.good:
        name = "strong" if deviations >= weights.bands.strong else "good"
    return Band(name, deviations, weights.bands.strong, weights.bands.good)


def lowered(band: Band, limits: Sequence[Rule], asking: Side) -> Band:
    """Return the band of a pair whose solution declines the title asked (explore) or a demand (one lower)."""
    if not limits or band.name == "explore":
        return band
    asked = [rule.source if asking == "source" else rule.target for rule in limits]
    is_title = any(said is not None and said.field == "title" for said in asked)
    return replace(band, name="explore" if is_title or band.name == "good" else "good")


def _text_score(direction: DirectionScore) -> float:
    """Return the weighted mean of the values of the text features, 0 when none is known."""
    known = [feature for name, feature in direction.features.items() if name in TEXT_FEATURES]
    total = sum(feature.weight for feature in known)
    return sum(feature.contribution for feature in known) / total if total else 0.0


def rules_of(pairing: Pairing, row: int, column: int) -> tuple[Rule, ...]:
    """Return each constraint stated for the pair, broken or respected, with the words in question."""
    constraints = pairing.constraints
    if not constraints.statements:
        return ()
    query, document = pairing.queries.entries[row], pairing.documents.entries[column]
    is_target = constraints.is_target
    stating, other = (document, query) if is_target else (query, document)
    statements = constraints.statements[column if is_target else row]
    broken = {conflict.statement: conflict for conflict in constraints.conflicts.get((row, column), ())}
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
