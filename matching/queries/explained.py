"""A suggestion told in full: both texts with their sentences marked, what counts, and how much."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from community.models import Commune, Profile
from matching.core.weights import RankerWeights
from matching.models import Suggestion

FEATURES = {
    "words": _("Words that mean the same"),
    "semantic_document": _("What the two texts are about"),
    "semantic_passages": _("Sentences that answer each other"),
    "lexical": _("Words in common"),
    "knowledge": _("Known problem and known answer"),
    "theme": _("Same challenge"),
    "context": _("Kind of place"),
    "stage": _("How far the solution is"),
    "language": _("Language"),
    "constraint": _("Stated limits"),
}

FIELDS = {
    "title": _("Title"),
    "text": _("In detail"),
    "constraints": _("Constraints"),
    "summary": _("In one sentence"),
    "site_requirements": _("What it needs from a site"),
}


# The kinds of answers a text may refuse, as a sentence names them.
SUBJECTS = {
    "app": _("an application"),
    "platform": _("an online platform"),
    "camera": _("cameras"),
    "air_conditioning": _("air conditioning"),
    "footbridge": _("a footbridge or new structure"),
    "tunnel": _("an underpass"),
    "digging": _("digging"),
    "anchoring": _("anchoring in the ground"),
    "scaffolding": _("scaffolding"),
    "demolition": _("demolition"),
    "pesticide": _("pesticides or spraying"),
    "barrier": _("barriers"),
    "sewer": _("a connection to the sewer"),
    "water": _("a water supply"),
    "power": _("a power supply"),
    "open_ground": _("open ground"),
    "caretaker": _("a caretaker"),
    "staff": _("municipal staff"),
    "online": _("the internet"),
    "qr_code": _("a QR code"),
    "facial": _("facial recognition"),
    "sensor": _("sensors"),
    "drone": _("drones"),
    "lighting": _("permanent lighting"),
    "closure": _("closing the street"),
    "questionnaire": _("questionnaires"),
    "public_meeting": _("public meetings"),
    "subscription": _("a subscription"),
}

RULES = {
    True: _("One side refuses or lacks %(subject)s; nothing in the other text asks for it."),
    False: _("One side refuses or lacks %(subject)s, and the other text speaks of it."),
}

DECLINED = _("The solution itself says it does not do this.")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text: plain, one half of the pair of sentences numbered ``pair``, or a missing part."""

    text: str
    pair: int = 0
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a profile, cut where sentences are marked."""

    label: Any
    segments: list[Segment]


@dataclass(frozen=True, slots=True)
class Bar:
    """One feature of one direction; ``percent`` is its length, the largest of the direction being 100."""

    label: Any
    percent: float
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Direction:
    """How much one side suits the other."""

    score: float
    rows: list[Bar]


@dataclass(frozen=True, slots=True)
class Rule:
    """A limit one side states, whether the other respects it, and the sentences that say so."""

    sentence: str
    passed: bool
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Explained:
    """Everything the match page tells, from the side that reads it."""

    mine: list[Field]
    theirs: list[Field]
    pairs: Sequence[Mapping[str, Any]]
    missing: list[str]
    rules: list[Rule]
    forward: Direction
    reverse: Direction | None


def explain(suggestion: Suggestion, *, for_target: bool = False) -> Explained:
    """Return the stored explanation as its source reads it, or as its target would.

    A sentence that was rewritten since is not marked: the page never underlines something else.
    """
    told = suggestion.explanation
    sides = ("target", "source") if for_target else ("source", "target")
    quotes: dict[str, list[tuple[Mapping[str, Any], int]]] = {"source": [], "target": []}
    for number, pair in enumerate(told["evidence"], start=1):
        for side in sides:
            quotes[side].append((pair[side], number))
    missing = [part["quote"] for part in told["missing"]]
    asking = told.get("asking", "source")
    quotes[asking] += [(quote, 0) for quote in missing]
    fields = {side: _fields(getattr(suggestion, side).specific, quotes[side]) for side in sides}
    pairs = [
        {"number": n, "yours": pair[sides[0]]["text"], "theirs": pair[sides[1]]["text"]}
        for n, pair in enumerate(told["evidence"], start=1)
    ]
    directions = [told["forward"], told["reverse"]]
    if for_target and told["reverse"]:
        directions.reverse()
    return Explained(
        mine=fields[sides[0]],
        theirs=fields[sides[1]],
        pairs=pairs,
        missing=[quote["text"] for quote in missing],
        rules=[_rule(rule, sides) for rule in told["rules"]],
        forward=_direction(directions[0]),
        reverse=_direction(directions[1]) if directions[1] else None,
    )


def _direction(told: Mapping[str, Any]) -> Direction:
    features = sorted(told["features"].items(), key=lambda item: -item[1]["contribution"])
    largest = max((feature["contribution"] for _, feature in features), default=0) or 1
    rows = [
        Bar(
            label=FEATURES.get(name, name),
            percent=round(100 * feature["contribution"] / largest, 1),
            value=_("%(points)s points") % {"points": _figure(100 * feature["contribution"], 1)},
            note=_("weight %(weight)s × %(value)s")
            % {"weight": _figure(feature["weight"], 2), "value": _figure(feature["value"], 2)},
        )
        for name, feature in features
        if feature["weight"] > 0
    ]
    return Direction(told["score"], rows)


MEANINGS = {
    "words": _("words of close meaning, in either language"),
    "semantic_document": _("the subject of the two texts as a whole"),
    "semantic_passages": _("each sentence of one with the sentence of the other that answers it best"),
    "lexical": _("the same words, rare ones counting more"),
    "knowledge": _("a problem of the field and an answer known for it"),
    "theme": _("challenges ticked on both sides"),
    "context": _("the kinds of places ticked on both sides"),
    "stage": _("solutions nearly designed, which need the field, come first"),
    "language": _("a language in which both can work"),
    "constraint": _("what one side refuses or lacks, and the other requires or is"),
}


def _figure(value: float, decimals: int) -> str:
    """Write a number as the reader's language does; Django's own function cuts where it should round."""
    return str(number_format(round(value, decimals), decimals))


def weight_rows(weights: RankerWeights) -> list[Bar]:
    """Return the weights in force as rows of a chart, the heaviest first: between texts of one language."""
    ordered = sorted(weights.features.items(), key=lambda item: -item[1].same_language)
    total = sum(weight.same_language for _, weight in ordered) or 1
    largest = max((weight.same_language for _, weight in ordered), default=0) or 1
    return [
        Bar(
            label=FEATURES.get(name, name),
            percent=round(100 * weight.same_language / largest, 1),
            value=_figure(100 * weight.same_language / total, 0),
            note=str(MEANINGS.get(name, "")),
        )
        for name, weight in ordered
    ]


def _rule(told: Mapping[str, Any], sides: Sequence[str]) -> Rule:
    if told["rule"] == "limit":
        sentence: Any = DECLINED
    else:
        subject = SUBJECTS.get(told["subject"], told["subject"])
        sentence = RULES[told["passed"]] % {"subject": subject}
    quotes = [(told[side] or {}).get("text", "") for side in sides]
    return Rule(sentence, told["passed"], *quotes)


def _fields(profile: Profile, quotes: Sequence[tuple[Mapping[str, Any], int]]) -> list[Field]:
    fields = []
    for name, text in profile.matching_parts():
        if text and name != "title":
            marks = [(quote, pair) for quote, pair in quotes if quote["field"] == name]
            fields.append(Field(_label(profile, name), list(cut(text, marks))))
    return fields


def cut(text: str, marks: Iterable[tuple[Mapping[str, Any], int]]) -> Iterable[Segment]:
    """Cut a text at its marked sentences, in reading order; marks that no longer fit are left out."""
    position = 0
    for quote, pair in sorted(marks, key=lambda mark: (mark[0]["start"], -mark[1])):
        start, end = quote["start"], quote["end"]
        if start < position or text[start:end] != quote["text"]:
            continue
        if start > position:
            yield Segment(text[position:start])
        yield Segment(text[start:end], pair, is_missing=pair == 0)
        position = end
    if position < len(text):
        yield Segment(text[position:])


def _label(profile: Profile, name: str) -> Any:
    if isinstance(profile, Commune) and name.startswith("neighbourhood:"):
        places = {f"neighbourhood:{n.pk}": n.name for n in profile.neighbourhoods.all()}
        return places.get(name, "")
    return FIELDS.get(name, name)
