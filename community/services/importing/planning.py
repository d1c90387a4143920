"""From rows to what will be written: references found, texts checked, changes seen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models import Member, Neighbourhood, Profile
from community.services.edits import clean_texts, problems_of
from community.services.profiles import tidy_profile

from .problems import BadValue, Filled, quoted
from .references import References
from .report import Report
from .rights import Rights
from .rows import Draft, Row, draft_of
from .rules import check_rules, check_stored, check_unique
from .types import TYPES, Column, RowType

# Set by the checks, not by a column of the file.
_DERIVED = ("contexts", "language", "organisation_id")


@dataclass(slots=True)
class Progress:
    """What an import knows while it goes through a file."""

    by: Member | None
    rights: Rights
    report: Report = field(default_factory=Report)
    references: References = field(default_factory=References)
    lines: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    """The sheet and line where each (type, identifier) of the file was first met."""
    taken: dict[tuple[Any, ...], str] = field(default_factory=dict)
    """The values of the file that must be unique, with the row that has them."""
    places: dict[int, Neighbourhood] = field(default_factory=dict)


def plan(rows: Sequence[Row], row_type: RowType, progress: Progress) -> list[Draft]:
    """Return what each row would write; a handful of queries whatever the number of rows."""
    drafts = [draft_of(row, row_type) for row in rows]
    for draft in drafts:
        _check_identifier(draft, progress)
    _resolve(drafts, row_type, progress)
    if row_type.name == "needs":
        _load_places(drafts, progress)
    stored = _stored(drafts, row_type)
    for draft in drafts:
        if draft.key:
            _fill(draft, stored.get(draft.key), progress)
    check_unique(drafts, row_type, progress.taken)
    return drafts


def _check_identifier(draft: Draft, progress: Progress) -> None:
    if not draft.key:
        if not any(problem.column == "id" for problem in draft.problems):
            draft.refuse(
                "id",
                _("Every row needs an identifier of its own, which never changes: need-12, for example."),
            )
        return
    here = (draft.row.sheet, draft.row.line)
    first = progress.lines.setdefault((draft.row_type.name, draft.key), here)
    if first != here:
        draft.refuse(
            "id",
            Filled(
                _("The identifier “%(value)s” is already used on line %(line)d. Give each row its own."),
                value=quoted(draft.key),
                line=first[1],
            ),
        )


def _resolve(drafts: Sequence[Draft], row_type: RowType, progress: Progress) -> None:
    for column in row_type.columns:
        if not column.refers_to:
            continue
        named = [value for draft in drafts if (value := draft.values.get(column.name))]
        keys = {key for value in named for key in (value if column.is_list else [value])}
        progress.references.load(column.refers_to, keys)
        for draft in drafts:
            if value := draft.values.get(column.name):
                draft.values[column.name] = _resolved(draft, column, value, progress.references)


def _resolved(draft: Draft, column: Column, value: Any, references: References) -> Any:
    found = []
    for key in value if column.is_list else [value]:
        try:
            found.append(references.pk(column.refers_to, key))
        except BadValue as error:
            draft.refuse(column.name, error.message)
    if column.is_list:
        return sorted(found)
    return found[0] if found else None


def _load_places(drafts: Sequence[Draft], progress: Progress) -> None:
    wanted = {pk for draft in drafts if (pk := draft.values.get("neighbourhood"))} - progress.places.keys()
    if wanted:
        found = Neighbourhood.objects.filter(pk__in=wanted).select_related("commune").defer("description")
        progress.places.update({place.pk: place for place in found.defer("commune__text")})


def _stored(drafts: Sequence[Draft], row_type: RowType) -> dict[str, Any]:
    keys = {draft.key for draft in drafts if draft.key}
    rows: models.QuerySet[Any] = row_type.model._default_manager.filter(external_id__in=keys)
    if row_type.name == "editions":
        rows = rows.prefetch_related("communes")
    return {row.external_id: row for row in rows}


def _fill(draft: Draft, stored: Any, progress: Progress) -> None:
    """Give the draft its instance, checked, and the list of its changes."""
    row_type = draft.row_type
    draft.is_new = stored is None
    draft.instance = row_type.model() if stored is None else stored
    if isinstance(draft.instance, Profile) and stored is None:
        draft.instance.created_by = progress.by
    _check_required(draft)
    if draft.problems:
        return
    before = {name: getattr(draft.instance, name, None) for name in _attributes(row_type)}
    if stored is not None:
        check_stored(draft, progress.rights)
    _assign(draft, progress)
    check_rules(draft, progress.rights)
    if stored is not None and before == {name: getattr(stored, name, None) for name in before}:
        _note_communes(draft)
        return  # The same cells as last time: their texts were checked then.
    if draft.problems:
        return
    _check_texts(draft)
    draft.changed = [name for name, value in before.items() if getattr(draft.instance, name, None) != value]
    _note_communes(draft)


def _check_required(draft: Draft) -> None:
    for column in draft.row_type.columns:
        is_given = column.name in draft.values
        is_noted = any(problem.column == column.name for problem in draft.problems)
        if not column.is_required or is_noted or (not is_given and not draft.is_new):
            continue
        if not draft.values.get(column.name):
            draft.refuse(
                column.name,
                _("This cell is empty, and it is needed. Fill it in (if cells are merged, unmerge them)."),
            )


def _attributes(row_type: RowType) -> list[str]:
    """The fields of the row that an import may change, as stored."""
    names = [_attname(column) for column in row_type.columns if not _is_many(column)]
    if row_type.is_profile:
        names += [name for name in _DERIVED if name not in names]
    return names


def _is_many(column: Column) -> bool:
    return bool(column.refers_to) and column.is_list


def _attname(column: Column) -> str:
    return f"{column.attribute}_id" if column.refers_to else column.attribute


def _assign(draft: Draft, progress: Progress) -> None:
    for column in draft.row_type.columns:
        if column.name not in draft.values or _is_many(column):
            continue
        value = draft.values[column.name]
        if column.name == "neighbourhood":
            place = progress.places[value]
            draft.instance.neighbourhood = place
            draft.instance.organisation_id = place.commune.organisation_id
            continue
        if column.name == "organisation" and value is None:
            continue  # A commune keeps, or is given, its own.
        setattr(draft.instance, _attname(column), value)


def _check_texts(draft: Draft) -> None:
    """Clean and check the texts exactly as the forms do."""
    if isinstance(draft.instance, Profile):
        tidy_profile(draft.instance)
    else:
        clean_texts(draft.instance, draft.row_type.texts)
    for name, problems in problems_of(draft.instance, draft.row_type.texts).items():
        draft.refuse(draft.row_type.column_of(name), problems[0].message)


def _note_communes(draft: Draft) -> None:
    """An edition's communes are kept apart: they are rows of their own."""
    if draft.row_type.model is not TYPES["editions"].model or "communes" not in draft.values:
        return
    current = [] if draft.is_new else sorted(c.pk for c in draft.instance.communes.all())
    if current != draft.values["communes"]:
        draft.communes = draft.values["communes"]
        draft.changed.append("communes")
