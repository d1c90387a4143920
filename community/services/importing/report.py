"""What an import did, or would do: counts, problems and a sample of the changes."""

from collections import Counter
from dataclasses import dataclass, field

from .problems import Problem
from .rows import Draft, Source

KEPT_PROBLEMS = 500
KEPT_CHANGES = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is created or updated, as it is shown."""

    type: str
    id: str
    title: str
    is_new: bool
    columns: tuple[str, ...]


@dataclass(slots=True)
class Report:
    """Figures of one import; memory stays bounded whatever the file holds."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    refused_count: int = 0
    warnings: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    is_written: bool = False
    profile_ids: set[int] = field(default_factory=set)
    """The profiles to prepare again for matching."""

    @property
    def row_count(self) -> int:
        return sum(sum(counts.values()) for counts in self.counts.values())

    @property
    def change_count(self) -> int:
        return sum(counts["created"] + counts["updated"] for counts in self.counts.values())

    def refuse_strays(self, source: Source) -> None:
        """Note the rows of the source that are of no known type."""
        self.problems += source.strays[: max(0, KEPT_PROBLEMS - len(self.problems))]
        self.problem_count += source.stray_count
        self.refused_count += source.stray_count

    def count(self, draft: Draft) -> None:
        """Count the row, and keep it among the first problems or the first changes."""
        counts = self.counts.setdefault(draft.row_type.name, Counter())
        if draft.problems:
            counts["refused"] += 1
            self.refused_count += 1
            self.problem_count += len(draft.problems)
            self.problems += draft.problems[: max(0, KEPT_PROBLEMS - len(self.problems))]
        elif draft.is_written:
            counts["created" if draft.is_new else "updated"] += 1
            if len(self.changes) < KEPT_CHANGES:
                columns = () if draft.is_new else tuple(draft.changed)
                title = str(draft.instance)
                self.changes.append(
                    Change(draft.row_type.name, draft.key, title, is_new=draft.is_new, columns=columns)
                )
        else:
            counts["unchanged"] += 1
