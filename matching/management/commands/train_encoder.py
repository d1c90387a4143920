"""Command that trains the bilingual encoder from a file of pairs and an English teacher."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from matching.training.errors import TrainingInputError

if TYPE_CHECKING:
    from matching.training.trainer import Recipe

RECIPE_OPTIONS = {
    "seed": int,
    "epochs": int,
    "vocabulary": int,
    "dimension": int,
    "batch_size": int,
    "neighbourhood": int,
    "learning_rate": float,
    "typo_share": float,
    "token_dropout": float,
    "common_discount": float,
    "evening": float,
}


class Command(BaseCommand):
    """Train a French and English encoder and write it as a sentence-transformers folder."""

    help = "Train the French and English encoder; interrupted runs go on after the last finished epoch."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--pairs", type=Path, nargs="+", required=True, help="tab-separated: source, fr, en"
        )
        parser.add_argument("--teacher", required=True, help="folder or hub name of an English model")
        parser.add_argument("--out", type=Path, required=True, help="folder to write")
        parser.add_argument(
            "--cache", type=Path, default=None, help="folder of teacher vectors and checkpoints"
        )
        parser.add_argument("--threads", type=int, default=2)
        for name, kind in RECIPE_OPTIONS.items():
            parser.add_argument(
                f"--{name.replace('_', '-')}", type=kind, help="see matching/training/trainer.py"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        import torch

        torch.set_num_threads(options["threads"])
        try:
            self._train(options)
        except TrainingInputError as error:
            raise CommandError(str(error), returncode=2) from error

    def _train(self, options: dict[str, Any]) -> None:
        from matching.training.pairs import read_pairs, split_pairs
        from matching.training.teacher import teacher_vectors
        from matching.training.trainer import Training

        out, cache = options["out"], options["cache"] or Path(settings.BASE_DIR) / "var" / "training"
        if out.exists() and not out.is_dir():
            raise TrainingInputError(f"{out} is a file; --out needs a folder.")
        recipe = _recipe(options)
        pairs, held_out = split_pairs([pair for path in options["pairs"] for pair in read_pairs(path)])
        self.stdout.write(f"{len(pairs)} pairs to learn from, {len(held_out)} held out.")
        english = sorted({pair.en for pair in pairs})
        rows = {text: row for row, text in enumerate(english)}
        vectors = teacher_vectors(
            english, teacher=options["teacher"], cache=cache / "teacher", progress=self._bar("Teacher")
        )
        training = Training(
            pairs, vectors[[rows[pair.en] for pair in pairs]], recipe, checkpoints=cache / "checkpoints"
        )
        if training.resume():
            self.stdout.write(f"Going on after epoch {training.epochs_done}.")
        while training.epochs_done < recipe.epochs:
            label = f"Epoch {training.epochs_done + 1}/{recipe.epochs}"
            loss = training.run_epoch(self._bar(label))
            self.stdout.write(f"{label}: mean loss {loss:.3f}")
        training.write(out)
        self.stdout.write(self.style.SUCCESS(f"Model written to {out}."))

    def _bar(self, label: str) -> Callable[[int, int], None]:
        """Return a progress bar that redraws in place on a terminal and stays silent elsewhere."""

        def show(done: int, total: int) -> None:
            if self.stderr.isatty():
                filled = 30 * done // total
                self.stderr.write(
                    f"\r{label} [{'#' * filled}{'.' * (30 - filled)}] {done}/{total}", ending=""
                )
                if done == total:
                    self.stderr.write("")

        return show


def _recipe(options: dict[str, Any]) -> "Recipe":
    from matching.training.trainer import Recipe

    given = {name: options[name] for name in RECIPE_OPTIONS if options[name] is not None}
    return Recipe(**given)
