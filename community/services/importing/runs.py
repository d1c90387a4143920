"""An import made on the site: the file is kept, looked at, confirmed, written, then erased."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from community.models import ImportFile, ImportRun, Member
from community.policies import check_import
from community.services.jobs import defer

from .problems import FileRefused, Problem
from .reading import open_table
from .report import Report
from .running import import_rows
from .sentences import place_of

UPLOAD_MAX_BYTES = 20 * 1024 * 1024
# Up to here the page waits for the answer; a workbook is packed, so the same bytes hold more rows.
AT_ONCE_BYTES = 300 * 1024
AT_ONCE_PACKED_BYTES = 60 * 1024
SHOWN_PROBLEMS = 200
SHOWN_CHANGES = 50
_TELL_EVERY_S = 1.0

State = ImportRun.State


class ImportNotWaiting(Exception):
    """The import is no longer at the step where this can be answered."""


def start_import(*, by: Member, file_name: str, content: bytes, type_name: str = "") -> ImportRun:
    """Keep the file and look at it: at once when it is small, by the worker when it is not."""
    check_import(by)
    with transaction.atomic():
        # One file at a time for each person: what was left unanswered is thrown away.
        ImportFile.objects.filter(run__by=by, run__state=State.CHECKED).delete()
        ImportRun.objects.filter(by=by, state=State.CHECKED).delete()
        run = ImportRun.objects.create(by=by, file_name=file_name[:200], type_name=type_name)
        ImportFile.objects.create(run=run, content=content)
    return _go_on(run, content)


def confirm_import(*, run: ImportRun, by: Member, skips_invalid: bool) -> ImportRun:
    """Write what was shown. Raises ImportNotWaiting when it was answered meanwhile, or the file is gone."""
    check_import(by)
    with transaction.atomic():
        row = ImportRun.objects.select_for_update().get(pk=run.pk, by=by)
        content = ImportFile.objects.filter(run=row).values_list("content", flat=True).first()
        if row.state != State.CHECKED or content is None:
            raise ImportNotWaiting
        row.state, row.skips_invalid, row.rows_done = State.WRITING, skips_invalid, 0
        row.save()
    return _go_on(row, bytes(content))


def _go_on(run: ImportRun, content: bytes) -> ImportRun:
    """Do the next step now when it is short, else leave it to the worker."""
    if len(content) > (AT_ONCE_PACKED_BYTES if content.startswith(b"PK") else AT_ONCE_BYTES):
        defer("community.run_import", run_id=run.pk)
    else:
        work_on_import(run_id=run.pk)
        run.refresh_from_db()
    return run


def discard_import(*, run: ImportRun, by: Member) -> None:
    """Throw the file away. Raises ImportNotWaiting while it is being worked on."""
    check_import(by)
    with transaction.atomic():
        row = ImportRun.objects.select_for_update().get(pk=run.pk, by=by)
        if row.is_working:
            raise ImportNotWaiting
        row.delete()


def work_on_import(*, run_id: int) -> None:
    """Take the import one step further: from checking to checked, from writing to written.

    Safe to run twice: a step that was already taken is not taken again, and writing twice changes nothing.
    """
    run = ImportRun.objects.select_related("by", "file").filter(pk=run_id, file__isnull=False).first()
    if run is None or not run.is_working:
        return
    with translation.override(run.by.language):
        try:
            report = _imported(run)
        except FileRefused as error:
            _finish(run, State.REFUSED, {"refusal": _as_json(error.problem)})
        except PermissionDenied:
            refusal = Problem(_("You may no longer import. Ask the organisers of the programme."))
            _finish(run, State.REFUSED, {"refusal": _as_json(refusal)})
        except Exception:
            # A fault of ours: the page says so instead of waiting for ever, and the log has the rest.
            refusal = Problem(_("Something failed on our side, and nothing was written. Try again later."))
            _finish(run, State.REFUSED, {"refusal": _as_json(refusal)})
            raise
        else:
            # Rows that became wrong since the check (a name was taken) are shown, and nothing was written.
            _finish(run, State.WRITTEN if report.is_written else State.CHECKED, report_as_json(report))


def _imported(run: ImportRun) -> Report:
    """Go through the file of the run, and write it if that is what is asked."""
    with tempfile.TemporaryDirectory(prefix="faubourg-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(run.file.content)
        source = open_table(path, name=run.file_name, type_name=run.type_name)
        run.row_total = source.total
        run.save(update_fields=["row_total"])
        return import_rows(
            source,
            by=run.by,
            is_dry_run=run.state != State.WRITING,
            skips_invalid=run.skips_invalid,
            step=_teller(run.pk),
        )


@transaction.atomic
def _finish(run: ImportRun, state: ImportRun.State, report: dict[str, Any]) -> None:
    """Keep the report; the file goes as soon as there is nothing left to answer."""
    run.state, run.report = state, report
    run.finished_at = None if run.is_waiting else timezone.now()
    run.save(update_fields=["report", "state", "finished_at"])
    if not run.is_waiting:
        ImportFile.objects.filter(run=run).delete()


def forget_old_imports() -> int:
    """Erase the files nobody answered for, and the history of a month ago; return how many imports went."""
    now = timezone.now()
    stale = ImportRun.objects.filter(expires_at__lt=now, file__isnull=False)
    gone = stale.exclude(state=State.WRITING).delete()[1].get("community.ImportRun", 0)
    old = ImportRun.objects.filter(created_at__lt=now - timedelta(days=30))
    return gone + old.delete()[1].get("community.ImportRun", 0)


def _teller(run_id: int) -> Callable[[int], None]:
    """Return what tells the page how far the import is.

    The import is one transaction, which nobody else sees before its end: the figure takes another connection.
    """
    done, told_at = 0, monotonic()

    def tell(rows: int) -> None:
        nonlocal done, told_at
        done += rows
        if monotonic() - told_at < _TELL_EVERY_S:
            return
        told_at = monotonic()
        other: Any = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute("UPDATE community_importrun SET rows_done = %s WHERE id = %s", [done, run_id])
        finally:
            other.close()

    return tell


def report_as_json(report: Report) -> dict[str, Any]:
    """Return the report as it is kept and shown, its sentences in the language of the moment."""
    return {
        "counts": {name: dict(counts) for name, counts in report.counts.items()},
        "row_count": report.row_count,
        "change_count": report.change_count,
        "problem_count": report.problem_count,
        "refused_count": report.refused_count,
        "problems": [_as_json(problem) for problem in report.problems[:SHOWN_PROBLEMS]],
        "warnings": [_as_json(problem) for problem in report.warnings[:SHOWN_PROBLEMS]],
        "changes": [
            {
                "type": change.type,
                "id": change.id,
                "title": change.title,
                "is_new": change.is_new,
                "columns": ", ".join(change.columns),
            }
            for change in report.changes[:SHOWN_CHANGES]
        ],
    }


def _as_json(problem: Problem) -> dict[str, Any]:
    return {
        "place": place_of(problem) or _("the whole file"),
        "sheet": problem.sheet,
        "line": problem.line or "",
        "column": problem.column,
        "message": str(problem.message),
    }
