"""A generated programme: needs, solutions, asks and offers made of the demonstration's sentences."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

DEMO = Path(__file__).resolve().parent.parent / "community" / "demo"
LONGEST = 8000


def texts_of(kind: str) -> list[dict]:
    """Read the demonstration's rows of one kind (`needs`, `solutions`…)."""
    lines = (DEMO / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def sentences(text: str) -> list[str]:
    return [
        part.strip() + "." for part in text.replace("?", ".").replace("!", ".").split(". ") if part.strip()
    ]


def generate(*, needs: int, solutions: int, exchanges: int, seed: int = 1) -> None:
    """Write so many needs and solutions, and so many asks and offers together, into the database.

    Each text is two to seven sentences drawn from the demonstration's texts of the same kind and language.
    """
    from community import models
    from community.models import OrganisationKind

    rng = random.Random(seed)
    edition, town, places = _town(seed)
    teams = [
        models.Organisation.objects.create(name=f"Team {n}", kind=OrganisationKind.EXPERIMENTER)
        for n in range(max(10, solutions // 4))
    ]
    written = _Writer(rng)
    for _ in range(needs):
        place = rng.choice(places)
        models.Need.objects.create(
            organisation=town,
            edition=edition,
            neighbourhood=place,
            contexts=place.contexts,
            **written.text("needs"),
        )
    for _ in range(solutions):
        fields = written.text("solutions")
        models.Solution.objects.create(
            organisation=rng.choice(teams),
            edition=edition,
            summary=fields["text"][:200],
            stage=rng.choice(models.Stage.values),
            languages=[fields["language"]],
            **fields,
        )
    for number in range(exchanges):
        model, kind = ((models.Ask, "asks"), (models.Offer, "offers"))[number % 5 > 0]
        model.objects.create(organisation=rng.choice(teams), edition=edition, **written.text(kind))


def _town(seed: int) -> tuple[Any, Any, list[Any]]:
    """Create an edition, a town hall, and a place of each kind."""
    from community import models

    edition = models.Edition.objects.create(
        name="Bench", slug=f"bench-{seed}", starts_on="2026-01-01", ends_on="2027-06-30"
    )
    town = models.Organisation.objects.create(name="Bench town", kind=models.OrganisationKind.COMMUNE)
    commune = models.Commune.objects.create(
        organisation=town, title="Bench town", text="A town of the metropolis with a station and two estates."
    )
    places = [
        models.Neighbourhood.objects.create(commune=commune, name=f"Place {n}", contexts=[context])
        for n, context in enumerate(models.Context.values)
    ]
    return edition, town, places


class _Writer:
    """Draws texts of a kind; the same seed writes the same programme."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.pools: dict[str, dict[str, list[str]]] = {}
        self.titles: dict[str, list[str]] = {}

    def text(self, kind: str) -> dict:
        pool = self._pool(kind)
        language = "en" if self.rng.random() < 0.2 and pool.get("en") else "fr"
        drawn: Sequence[str] = self.rng.sample(
            pool[language], k=min(self.rng.randint(3, 7), len(pool[language]))
        )
        return {
            "title": self.rng.choice(self.titles[kind])[:110],
            "text": " ".join(drawn)[:LONGEST],
            "language": language,
            "themes": self.rng.sample(self._themes(), k=self.rng.randint(1, 2)),
        }

    def _pool(self, kind: str) -> dict[str, list[str]]:
        if kind not in self.pools:
            pool: dict[str, list[str]] = {}
            for row in texts_of(kind):
                body = row.get("text") or row.get("description", "")
                pool.setdefault(row.get("language", "fr"), []).extend(sentences(body))
            self.pools[kind] = pool
            self.titles[kind] = [row.get("title") or row.get("name", "") for row in texts_of(kind)]
        return self.pools[kind]

    @staticmethod
    def _themes() -> list[str]:
        from community.models import Theme

        return list(Theme.values)
