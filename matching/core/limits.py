"""Demands that a solution itself says it does not meet."""

from .evidence import Reading, demand, matched_words
from .folding import fold
from .quotes import Rule, quote
from .tones import denied_part, forbids
from .weights import EvidenceFloors


def declined(reading: Reading, floors: EvidenceFloors) -> tuple[Rule, ...]:
    """Return each demand, title included, to which the closest sentence of a solution is one of its limits.

    “Matelas et canapés au pied des tours” ↔ “Mattresses are refused because of bedbugs”: the words in common
    stand in the clause that denies. A passage that forbids something is left out, as a limit answers it.
    """
    if not reading.relation.promises or not reading.strength.size:
        return ()
    is_source = reading.relation.asking == "source"
    strength = reading.strength if is_source else reading.strength.T
    asking = reading.passages("source" if is_source else "target")
    answering = reading.passages("target" if is_source else "source")
    found = []
    for ask, passage in enumerate(asking):
        answer = int(strength[ask].argmax())
        limits = denied_part(answering[answer].text)
        if (
            limits
            and strength[ask, answer] >= floors.covered
            and not forbids(passage)
            and (passage.field == "title" or demand(passage) == 1.0)
        ):
            row, column = (ask, answer) if is_source else (answer, ask)
            words = matched_words(reading, row, column)
            if any(fold(pair[1 if is_source else 0]) in limits for pair in words):
                said, heard = quote(passage), quote(answering[answer])
                source, target = (said, heard) if is_source else (heard, said)
                found.append(Rule("limit", "declined", passed=False, source=source, target=target))
    return tuple(found)
