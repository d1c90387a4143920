"""The base as a feature of the ranker: how well the levers of one text answer the problems of another."""

from dataclasses import dataclass

import numpy as np

from matching.core.entries import Corpus, Floats
from matching.core.features import FeatureSource, Pairing
from matching.encoders.protocol import Encoder

from . import default_base
from .detection import Detector, build_detector
from .entries import Lever, Problem

NAME = "knowledge"
# Relations whose source answers: its texts bring levers, and those of the target complain.
ANSWERING = ("solution-need", "offer-ask")
LEAST_PART = 0.05  # of a problem and its lever in a pair's value; below, few readers would agree


@dataclass(frozen=True, slots=True)
class Reason:
    """A problem one text tells, and a lever for it that the other brings, according to the base."""

    problem: Problem
    lever: Lever
    part: float


@dataclass(eq=False)
class KnowledgeSource:
    """The feature ``knowledge``.

    value = sum over the problems of the text that complains of share(problem) * max over its levers of
    value(lever) in the text that answers. It is one number for a pair, whichever side reads.
    """

    detector: Detector
    name: str = NAME

    def raw(self, pairing: Pairing) -> Floats:
        """Return the feature, (n, m) in [0, 1]; NaN where no problem or no lever can be told.

        Texts of one kind compared with each other complain of the same things: nothing is said of them.
        """
        if pairing.relation.is_within:
            return np.full((len(pairing.queries), len(pairing.documents)), np.nan)
        if not _queries_answer(pairing):
            return self._values(pairing.queries, pairing.documents)
        return self._values(pairing.documents, pairing.queries).T

    def reason(self, pairing: Pairing, row: int, column: int) -> Reason | None:
        """Return what makes most of the value of one pair, None where nothing is worth telling."""
        complaining, answering = (pairing.queries, row), (pairing.documents, column)
        if _queries_answer(pairing):
            complaining, answering = answering, complaining
        shares = self._shares(complaining[0])[complaining[1]]
        levers = self._levers(answering[0])[answering[1]]
        if pairing.relation.is_within or not shares.any() or np.isnan(levers).any():
            return None
        reason = Reason(*self.detector.best_reason(shares, levers))
        return reason if reason.part >= LEAST_PART else None

    def _values(self, complaining: Corpus, answering: Corpus) -> Floats:
        shares = self._shares(complaining)
        answers = answering.keep(
            f"answers {self._key}", lambda: self.detector.answers(self._levers(answering))
        )
        values = np.round(shares @ answers.T, 9)
        values[~shares.any(axis=1)] = np.nan
        return values

    def _shares(self, corpus: Corpus) -> Floats:
        return corpus.keep(f"problems {self._key}", lambda: self.detector.problem_shares(corpus))

    def _levers(self, corpus: Corpus) -> Floats:
        return corpus.keep(f"levers {self._key}", lambda: self.detector.lever_values(corpus))

    @property
    def _key(self) -> str:
        return self.detector.base.version


def _queries_answer(pairing: Pairing) -> bool:
    """Whether the queries of the pairing bring the levers."""
    return (pairing.relation.name in ANSWERING) != (pairing.turned is not None)


_SOURCES: dict[str, tuple[FeatureSource, ...]] = {}


def knowledge_sources(encoder: Encoder | None) -> tuple[FeatureSource, ...]:
    """Return the sources to rank with, made once a process and encoder; none without an encoder."""
    if encoder is None:
        return ()
    if encoder.fingerprint not in _SOURCES:
        source = KnowledgeSource(build_detector(default_base(), encoder.encode))
        _SOURCES.clear()
        _SOURCES[encoder.fingerprint] = (source,)
    return _SOURCES[encoder.fingerprint]
