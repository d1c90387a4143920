"""Writing planned rows in bulk: a handful of queries for each thousand."""

from collections.abc import Sequence
from typing import Any

from django.db import models, transaction
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from django.db.utils import DataError, IntegrityError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from community.models import Edition, Need, Neighbourhood, Organisation, OrganisationKind, Profile
from community.models.fields import fold

from .problems import Filled
from .rows import Draft
from .types import RowType

SORT_KEY_LENGTH = 160


def write(drafts: Sequence[Draft], row_type: RowType) -> set[int]:
    """Write the rows that change; return the profiles to prepare again for matching.

    A row that the database still refuses (another member wrote meanwhile) is noted, and the others written.
    """
    written = [draft for draft in drafts if draft.is_written]
    if not written:
        return set()
    try:
        with transaction.atomic():
            return _write(written, row_type)
    except (IntegrityError, DataError):
        return set().union(*(_write_one(draft, row_type) for draft in written))


def _write_one(draft: Draft, row_type: RowType) -> set[int]:
    if draft.is_new:
        # The failed attempt left the keys of rows that do not exist.
        draft.instance.pk = draft.instance.id = None
    try:
        with transaction.atomic():
            return _write([draft], row_type)
    except (IntegrityError, DataError) as error:
        rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or _("unknown")
        draft.refuse(
            "id",
            Filled(
                _("The database refuses this row (rule “%(rule)s”). Compare it with those that pass."),
                rule=rule,
            ),
        )
        return set()


def _write(drafts: Sequence[Draft], row_type: RowType) -> set[int]:
    if row_type.name == "communes":
        _create_organisations(drafts)
    for draft in drafts:
        _derive(draft)
    for is_new in (True, False):
        instances = [draft.instance for draft in drafts if draft.is_new is is_new]
        if instances:
            (_write_profiles if row_type.is_profile else _write_plain)(instances, is_new=is_new)
    if row_type.name == "editions":
        for draft in drafts:
            if draft.communes is not None:
                draft.instance.communes.set(draft.communes)
    if row_type.name == "neighbourhoods":
        return _carry_neighbourhoods([draft.instance for draft in drafts])
    return {draft.instance.pk for draft in drafts} if row_type.is_profile else set()


def _derive(draft: Draft) -> None:
    """Set what ``save()`` would: bulk writes do not call it."""
    row = draft.instance
    if isinstance(row, Edition):
        row.slug = row.slug or _free_slug(row)
        return
    name = row.title if isinstance(row, Profile) else row.name
    row.sort_key = fold(name)[:SORT_KEY_LENGTH]
    if isinstance(row, Profile):
        assert row.KIND is not None  # noqa: S101 -- every imported type is a concrete kind
        row.kind = row.KIND


def _free_slug(edition: Edition) -> str:
    start = slugify(edition.external_id)[:50] or slugify(edition.name)[:50] or "edition"
    slug, number = start, 1
    while Edition.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{start}-{number}"
    return slug


def _create_organisations(drafts: Sequence[Draft]) -> None:
    """Give each new commune its organisation: the one with the same identifier, created when missing."""
    lacking = [draft for draft in drafts if draft.instance.organisation_id is None]
    if not lacking:
        return
    keys = [draft.key for draft in lacking]
    known = dict(Organisation.objects.filter(external_id__in=keys).values_list("external_id", "pk"))
    missing = [draft.instance for draft in lacking if draft.key not in known]
    created = Organisation.objects.bulk_create(
        Organisation(
            name=commune.title,
            kind=OrganisationKind.COMMUNE,
            city=commune.title[:80],
            external_id=commune.external_id,
            sort_key=fold(commune.title)[:SORT_KEY_LENGTH],
        )
        for commune in missing
    )
    known.update({organisation.external_id: organisation.pk for organisation in created})
    for draft in lacking:
        draft.instance.organisation_id = known[draft.key]


def _write_plain(rows: Sequence[Any], *, is_new: bool) -> None:
    model = type(rows[0])
    if is_new:
        model.objects.bulk_create(rows)
    else:
        model.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=_updated(model)
        )


def _write_profiles(rows: Sequence[Any], *, is_new: bool) -> None:
    """Write rows of two tables: Django has no bulk creation for a model that inherits another's table."""
    model = type(rows[0])
    parents = [
        Profile(**{f.attname: getattr(row, f.attname) for f in Profile._meta.local_concrete_fields})
        for row in rows
    ]
    _write_plain(parents, is_new=is_new)
    for row, parent in zip(rows, parents, strict=True):
        row.pk = row.id = parent.pk
    own = model._meta.local_concrete_fields
    updated = [f for f in own if not f.primary_key]
    if not updated:
        # Asks and offers have no column of their own: there is nothing to update.
        options: dict[str, Any] = {"on_conflict": OnConflict.IGNORE}
    else:
        options = {
            "on_conflict": OnConflict.UPDATE,
            "update_fields": updated,
            "unique_fields": [model._meta.pk],
        }
    query = InsertQuery(model, **({} if is_new else options))
    query.insert_values(own, list(rows))
    query.get_compiler("default").execute_sql()


def _updated(model: type[models.Model]) -> list[str]:
    """The columns an update writes: all but the key and the date of creation."""
    kept = ("id", "created_at", "created_by")
    return [field.name for field in model._meta.local_concrete_fields if field.name not in kept]


def _carry_neighbourhoods(rows: Sequence[Neighbourhood]) -> set[int]:
    """Give each neighbourhood's contexts to its needs; return them with the communes it describes."""
    changed = {row.commune_id for row in rows}
    by_pk = {row.pk: row for row in rows}
    needs = Need.objects.filter(neighbourhood__in=by_pk).only("contexts", "neighbourhood_id")
    stale: dict[int, list[int]] = {}
    for need in needs:
        if need.contexts != by_pk[need.neighbourhood_id].contexts:
            stale.setdefault(need.neighbourhood_id, []).append(need.pk)
    for pk, ids in stale.items():
        Profile.objects.filter(pk__in=ids).update(contexts=by_pk[pk].contexts)
        changed.update(ids)
    return changed
