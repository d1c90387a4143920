"""The training objective: a contrast across languages and the teacher's similarities, for one batch."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch.nn import functional

SAME_MEANING = 0.9
UNRELATED_WEIGHT = 0.05


@dataclass(frozen=True, slots=True)
class Objective:
    """The weights of the parts of the loss and the temperature of the contrasts."""

    temperature: float = 0.05
    teacher_weight: float = 1.0
    relation_weight: float = 40.0

    def loss(
        self, fr: torch.Tensor, en: torch.Tensor, projected: torch.Tensor, teacher: torch.Tensor
    ) -> torch.Tensor:
        """Return the loss of a batch of aligned unit rows.

        fr, en, projected: (b, dim) unit rows, `projected` being the teacher's vectors brought to the
        student's dimension. teacher: (b, teacher dim) unit rows. Pairs whose English the teacher finds alike
        are no counterexample to each other.
        Source: van den Oord et al. 2018, equation 4, in both directions; Reimers & Gurevych 2020 for the
        teacher of one language; Park et al. 2019, equation 4, with cosines, for the relations.
        """
        similarities = teacher @ teacher.T
        alike = similarities > SAME_MEANING
        alike.fill_diagonal_(0)
        contrast = self._contrast(fr, en, alike)
        taught = (self._contrast(fr, projected, alike) + self._contrast(en, projected, alike)) / 2
        relations = self._relations(similarities, (fr @ fr.T, en @ en.T, fr @ en.T))
        return contrast + self.teacher_weight * taught + self.relation_weight * relations

    @staticmethod
    def _relations(wanted: torch.Tensor, found: Sequence[torch.Tensor]) -> torch.Tensor:
        """Return the weighted mean square error of similarities: close meanings count more."""
        weights = wanted.clamp(min=0) + UNRELATED_WEIGHT
        errors = sum((weights * (one - wanted) ** 2).sum() for one in found)
        return errors / (len(found) * weights.sum())

    def _contrast(self, one: torch.Tensor, two: torch.Tensor, alike: torch.Tensor) -> torch.Tensor:
        scores = (one @ two.T / self.temperature).masked_fill(alike, float("-inf"))
        targets = torch.arange(len(one))
        return (functional.cross_entropy(scores, targets) + functional.cross_entropy(scores.T, targets)) / 2
