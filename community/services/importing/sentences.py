"""What an import says, in the reader's language: where a problem is, what was counted, how it ended."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .problems import Problem
from .report import Report


def place_of(problem: Problem) -> str:
    """Return where the problem stands: sheet, line and column, as far as they are known."""
    parts = []
    if problem.sheet:
        parts.append(_("sheet %(name)s") % {"name": problem.sheet})
    if problem.line:
        parts.append(_("line %(number)d") % {"number": problem.line})
    if problem.column:
        parts.append(_("column %(name)s") % {"name": problem.column})
    return ", ".join(parts)


def counts_sentence(counts: Mapping[str, int]) -> str:
    """Return the counts of one type: 3 created, 1 updated, 12 unchanged, 2 refused."""
    words = {
        "created": ngettext("%(count)d created", "%(count)d created", counts.get("created", 0)),
        "updated": ngettext("%(count)d updated", "%(count)d updated", counts.get("updated", 0)),
        "unchanged": ngettext("%(count)d unchanged", "%(count)d unchanged", counts.get("unchanged", 0)),
        "refused": ngettext("%(count)d refused", "%(count)d refused", counts.get("refused", 0)),
    }
    said = [word % {"count": counts[name]} for name, word in words.items() if counts.get(name)]
    return ", ".join(said) or _("nothing")


def outcome_sentence(report: Report, *, is_dry_run: bool) -> str:
    """Return the last line: what was written, or why nothing was."""
    if report.is_written and report.refused_count:
        return ngettext(
            "Written, except %(count)d row that was refused.",
            "Written, except %(count)d rows that were refused.",
            report.refused_count,
        ) % {"count": report.refused_count}
    if report.is_written:
        return _("Written.") if report.change_count else _("Nothing to change: all of it is already there.")
    if report.problem_count:
        return _("Nothing was written. Correct the rows above, or leave them out with --skip-invalid.")
    if is_dry_run:
        return _("Nothing was written: this was a dry run, and all is well.")
    return _("Nothing was written.")
