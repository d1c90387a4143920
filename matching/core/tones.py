"""What a passage only refuses, and what an answer says it does not do: neither shows that a pair matches."""

import re
from functools import lru_cache

from .cues import ASKS, REFUSED_BEFORE, REFUSES, any_of
from .entries import Passage
from .folding import strip_accents

_LABEL = re.compile(r"^(?:contraintes?|conditions?|limites?|constraints?|limits?)\s*:\s*")
_CLAUSE = re.compile(r"[()]|[,;:.!?](?=\s|$)|\b(?:mais|but|however|en revanche)\b")
_REFUSAL_OPENS = re.compile(
    r"^(?:pas d(?:e |')|pas question|hors de question|surtout pas|aucune? |ni |sans |zero |"
    r"no |without |never )"
)
_OPPOSES = any_of("s'y oppose*|s'oppose*|oppose|opposent|opposes|objects to|object to")
# A demand that stands beside a refusal in one sentence.
_WANTS = any_of(
    "voulons|voudri*|souhaitons|cherchons|recherchons|besoin|besoins|il faut|il nous faut|faudra|objectif*|"
    "doit|doivent|devons|demandons|attendons|we need|we want|we look|looking for|we seek|seeking|must|"
    "should|needs|how|comment"
)
_FORBIDS = re.compile(r"\b(?:ne (?:doit|doivent|peut|peuvent)|must|should|may|can) ?(?:pas|not)\b|\bcannot\b")

_DENIED = re.compile(
    r"^(?:pas|ni|not|nor)\b"
    r"|\b(?<!qui )(?<!que )(?<!dont )n(?:e |')(?!depend)(?:[\w'-]+ ){1,5}?(?:pas|ni|rien|aucune?|guere)\b"
    r"|\brien n'est\b|\bs'arrete la\b|\bs'(?:estompe|eteint)\b|\bdeconseill\w+|\bconvien\w+ mal\b"
    r"|\bdifficilement\b|\bne suffi\w+"
    r"|\b(?:nous refusons|nous declinons|est refusee?|sont refusee?s)\b|\baucun autre\b"
    r"|\b(?<!who )(?<!which )(?<!that )(?:does|do|did|is|are|was|were|can|could|will|must|has|have)"
    r"(?: not|n't)\b|\bcannot\b|\bnot (?:for|suitable|yet|meant)\b|\bneither\b|\bdoes nothing\b"
    r"|\b(?:is|are) refused\b|\b(?:we|usually) (?:refuse|decline)\b|\b(?:it|this) fails\b|\bonly delays\b"
)
_NONE_BEFORE = re.compile(r"^(?:aucune?|no)\b")  # “aucune image n'est enregistrée”: a promise, not a limit
_NEGATES = re.compile(
    r"\b(?:aucune?s?|sans|jamais|ni|pas|rien|plus d[e']|no|not|without|never|nothing|free of|zero)\b|-free\b"
)
_CARRIES_ON = re.compile(r"^(?:ou|qui|que|dont|car|parce|where|which|that|because|for)\b")


def only_refuses(passage: Passage) -> bool:
    """Return whether all a passage of the asking side says is what it does not want.

    “Pas de caméra : le bailleur s'y oppose” only refuses; “pas de caméra, mais nous cherchons un comptage”
    also asks. Outside the field ``constraints``, “aucun banc à l'ombre” tells of a
    trouble.
    """
    return _only_refuses(passage.text, is_constraint=passage.field == "constraints")


@lru_cache(maxsize=20_000)
def _only_refuses(text: str, *, is_constraint: bool) -> bool:
    whole = strip_accents(text).lower().strip()
    plain = _LABEL.sub("", whole)
    states = is_constraint or plain != whole or any(c.search(plain) for c in (ASKS, _OPPOSES, REFUSED_BEFORE))
    if not states or "?" in plain:
        return False
    opens = bool(_REFUSAL_OPENS.match(plain))
    if not opens and not all(REFUSES.search(clause) for clause in _clauses(plain)):
        return False
    return not _WANTS.search(_FORBIDS.sub(" ", plain))


def forbids(passage: Passage) -> bool:
    """Return whether a passage of the asking side forbids something, among other things or only."""
    return only_refuses(passage) or (passage.field == "constraints" and negates(passage))


def negates(passage: Passage) -> bool:
    """Return whether a passage says that something is not, as an answer to a refusal would."""
    return bool(_NEGATES.search(strip_accents(passage.text).lower()))


@lru_cache(maxsize=20_000)
def denied_part(text: str) -> str:
    """Return the clauses of an answer that say what it does not do, folded; empty when it promises all.

    A promise that something does not happen (“aucune image n'est enregistrée”, “l'eau n'est jamais utilisée”,
    “les camions ne passent plus”) is what a need asks for, and so no limit.
    """
    denied: list[str] = []
    last = False
    for clause in _clauses(strip_accents(text).lower()):
        last = (bool(_DENIED.search(clause)) and not _NONE_BEFORE.match(clause)) or (
            last and bool(_CARRIES_ON.match(clause))
        )
        if last:
            denied.append(clause)
    return " ; ".join(denied)


def _clauses(plain: str) -> list[str]:
    return [clause.strip() for clause in _CLAUSE.split(plain) if clause.strip()]
