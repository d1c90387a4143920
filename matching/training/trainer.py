"""The training run: epochs over the pairs, a checkpoint after each, the finished model at the end."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from matching.training.augmentation import with_typo
from matching.training.batches import epoch_batches
from matching.training.errors import TrainingInputError
from matching.training.export import write_model
from matching.training.objective import Objective
from matching.training.pairs import Pair
from matching.training.reweighting import discounted, evened
from matching.training.student import Student, drop_tokens, first_table, principal_axes, token_ids
from matching.training.vocabulary import train_tokenizer

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the result, together with the pairs and the teacher's vectors."""

    vocabulary: int = 32_000
    dimension: int = 256
    batch_size: int = 512
    neighbourhood: int = 1
    epochs: int = 5
    learning_rate: float = 0.02
    typo_share: float = 0.0
    token_dropout: float = 0.0
    common_discount: float = 0.5
    evening: float = 0.2
    seed: int = 0
    objective: Objective = field(default_factory=Objective)

    def __post_init__(self) -> None:
        bounds = {"vocabulary": 100, "dimension": 2, "batch_size": 2, "epochs": 1, "neighbourhood": 1}
        for name, least in bounds.items():
            if getattr(self, name) < least:
                raise TrainingInputError(f"“{name}” must be at least {least}, not {getattr(self, name)}.")


class Training:
    """A run that can stop after any epoch and go on from there, to the same result."""

    def __init__(self, pairs: Sequence[Pair], teacher: np.ndarray, recipe: Recipe, *, checkpoints: Path):
        self.pairs, self.recipe, self.teacher = pairs, recipe, teacher
        checkpoints.mkdir(parents=True, exist_ok=True)
        self._checkpoint = checkpoints / f"{_run_digest(pairs, teacher, recipe)}.pt"
        self.rng = np.random.default_rng(recipe.seed)
        torch.manual_seed(recipe.seed)
        texts = [pair.fr for pair in pairs] + [pair.en for pair in pairs]
        self.tokenizer: Tokenizer = train_tokenizer(texts, size=recipe.vocabulary)
        self._targets = torch.nn.functional.normalize(torch.from_numpy(teacher.astype(np.float32)), dim=1)
        self.student = self._first_student()
        self.epochs_done = 0
        self._schedule()

    def _first_student(self) -> Student:
        sides = [token_ids(self.tokenizer, side) for side in self._sides()]
        axes = principal_axes(self.teacher, self.recipe.dimension, self.rng)
        size = self.tokenizer.get_vocab_size()
        return Student(first_table(sides, self.teacher, axes=axes, tokens=size, rng=self.rng), axes)

    def _schedule(self) -> None:
        recipe = self.recipe
        steps = -(-len(self.pairs) // recipe.batch_size) * recipe.epochs
        table, projection = self.student.table.parameters(), self.student.projection.parameters()
        self._optimisers = [
            torch.optim.SparseAdam(table, lr=recipe.learning_rate),
            torch.optim.Adam(projection, lr=recipe.learning_rate),
        ]
        self._rates = [
            torch.optim.lr_scheduler.OneCycleLR(
                optimiser, recipe.learning_rate, total_steps=steps + 1, pct_start=0.1
            )
            for optimiser in self._optimisers
        ]

    def _sides(self) -> tuple[list[str], list[str]]:
        return [pair.fr for pair in self.pairs], [pair.en for pair in self.pairs]

    def resume(self) -> int:
        """Take up the last checkpoint of the same run, if any; return the number of epochs already done."""
        if self._checkpoint.exists():
            state = torch.load(self._checkpoint, weights_only=True)
            self.tokenizer = Tokenizer.from_str(state["tokenizer"])
            self.student.load_state_dict(state["student"])
            for optimiser, saved in zip(self._optimisers, state["optimisers"], strict=True):
                optimiser.load_state_dict(saved)
            for rate, saved in zip(self._rates, state["rates"], strict=True):
                rate.load_state_dict(saved)
            self.rng.bit_generator.state = json.loads(state["rng"])
            self.epochs_done = state["epochs_done"]
        return self.epochs_done

    def run_epoch(self, progress: Progress) -> float:
        """Go once over the pairs, write the checkpoint and return the mean loss."""
        recipe = self.recipe
        fr, en = (token_ids(self.tokenizer, self._as_typed(side)) for side in self._sides())
        batches = epoch_batches(
            self.teacher, batch_size=recipe.batch_size, neighbourhood=recipe.neighbourhood, rng=self.rng
        )
        losses = []
        for number, batch in enumerate(batches, start=1):
            losses.append(self._step([fr[i] for i in batch], [en[i] for i in batch], self._targets[batch]))
            progress(number, len(batches))
        self.epochs_done += 1
        self._save_checkpoint()
        return float(np.mean(losses))

    def _as_typed(self, texts: list[str]) -> list[str]:
        share = self.recipe.typo_share
        if not share:
            return texts
        return [with_typo(text, self.rng) if self.rng.random() < share else text for text in texts]

    def _step(self, fr: list[np.ndarray], en: list[np.ndarray], teacher: torch.Tensor) -> float:
        student, share = self.student, self.recipe.token_dropout
        fr, en = drop_tokens(fr, share, self.rng), drop_tokens(en, share, self.rng)
        loss = self.recipe.objective.loss(student(fr), student(en), student.project(teacher), teacher)
        student.zero_grad()
        loss.backward()
        for optimiser in self._optimisers:
            optimiser.step()
        for rate in self._rates:
            rate.step()
        student.forget_unknown()
        return loss.item()

    def _save_checkpoint(self) -> None:
        state: dict[str, Any] = {
            "tokenizer": self.tokenizer.to_str(),
            "student": self.student.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser in self._optimisers],
            "rates": [rate.state_dict() for rate in self._rates],
            "rng": json.dumps(self.rng.bit_generator.state),
            "epochs_done": self.epochs_done,
        }
        partial = self._checkpoint.with_suffix(".part")
        torch.save(state, partial)
        partial.replace(self._checkpoint)

    def write(self, folder: Path) -> None:
        """Write the model of the epochs done so far, common words made quieter and axes evened out."""
        texts = [ids for side in self._sides() for ids in token_ids(self.tokenizer, side)]
        table = self.student.table.weight.detach().numpy()
        table = discounted(table, texts, power=self.recipe.common_discount)
        rng = np.random.default_rng(self.recipe.seed)
        write_model(folder, self.tokenizer, evened(table, texts, power=self.recipe.evening, rng=rng))


def _run_digest(pairs: Sequence[Pair], teacher: np.ndarray, recipe: Recipe) -> str:
    digest = hashlib.sha256(json.dumps(asdict(recipe), sort_keys=True).encode())
    for pair in pairs:
        digest.update(f"{pair.source}\t{pair.fr}\t{pair.en}\n".encode())
    digest.update(np.ascontiguousarray(teacher).tobytes())
    return digest.hexdigest()[:16]
