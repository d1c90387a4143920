"""Running an import: every type in turn, every row checked, and all of it written or nothing."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from django.db import connection, reset_queries, transaction

from community.models import Member
from community.services.profiles import prepare_many

from .planning import Progress, plan
from .report import Report
from .rights import rights_of
from .rows import Row, Source
from .types import TYPES, RowType
from .writing import write

ROWS_AT_ONCE = 1000
# Two imports at once could both create the same row: they take turns.
_IMPORT_LOCK = 0x666175

Step = Callable[[int], None]


def _silent(rows: int) -> None:
    """Show no progress."""


def import_rows(
    source: Source,
    *,
    by: Member | None,
    is_dry_run: bool = False,
    skips_invalid: bool = False,
    step: Step = _silent,
) -> Report:
    """Import what the source holds; ``by`` is None for the programme itself.

    Nothing is written when a row is wrong, unless ``skips_invalid``, nor in a dry run, which does all the
    work and takes it back. ``step`` is told how many rows were just read. Raises FileRefused or
    PermissionDenied.
    """
    progress = Progress(by=by, rights=rights_of(by))
    report = progress.report
    report.refuse_strays(source)
    with transaction.atomic():
        _wait_for_other_imports()
        present = source.types
        for row_type in TYPES.values():
            if row_type.name in present:
                _import_type(source, row_type, progress, step)
        report.warnings = list(source.warnings)
        report.is_written = not is_dry_run and (skips_invalid or not report.problem_count)
        if report.is_written:
            prepare_many(sorted(report.profile_ids))
        else:
            transaction.set_rollback(True)
    return report


def _import_type(source: Source, row_type: RowType, progress: Progress, step: Step) -> None:
    for rows in _batches(iter(source.rows(row_type))):
        drafts = plan(rows, row_type, progress)
        progress.report.profile_ids |= write(drafts, row_type)
        for draft in drafts:
            progress.report.count(draft)
        reset_queries()  # With DEBUG on, Django would keep every statement: gigabytes.
        step(len(rows))


def _batches(rows: Iterator[Row]) -> Iterator[Sequence[Row]]:
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield batch


def _wait_for_other_imports() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORT_LOCK])
