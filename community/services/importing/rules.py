"""The rules of each type beyond its cells: what must agree, and what must be unique."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from community.models import Commune, Edition, Neighbourhood, Organisation, OrganisationKind, Profile

from .problems import Filled, quoted
from .rights import Rights
from .rows import Draft
from .types import RowType

EDITION_SUMMARY_MAX = 2000
_NOT_YOURS = _("This row belongs to an edition you do not organise. Ask its organisers to import it.")

_ORGANISER = _("Only those who organise the whole programme may import an organisation that organises it.")

# What other rows rely on: a need belongs to the organisation of its neighbourhood's commune.
_FIXED = {"neighbourhoods": ("commune", "commune_id"), "communes": ("organisation", "organisation_id")}


def check_stored(draft: Draft, rights: Rights) -> None:
    """Note what may not be changed in the row that is already there; called before its new values."""
    stored = draft.instance
    if isinstance(stored, Profile) and not rights.can_write_profile(stored):
        draft.refuse("id", _NOT_YOURS)
    if isinstance(stored, Organisation) and not rights.can_write_organisation(stored):
        draft.refuse("kind", _ORGANISER)
    column, field = _FIXED.get(draft.row_type.name, ("", ""))
    if column and draft.values.get(column) not in (None, getattr(stored, field)):
        draft.refuse(
            column,
            _("This cannot be changed by an import, because needs depend on it. Put the first value back."),
        )


def check_rules(draft: Draft, rights: Rights) -> None:
    """Note what the row's type does not allow, and what its author may not write."""
    if check := _RULES.get(draft.row_type.name):
        check(draft)
    instance = draft.instance
    if isinstance(instance, Profile) and not rights.can_write_profile(instance):
        draft.refuse("edition", _NOT_YOURS)
    elif isinstance(instance, Organisation) and not rights.can_write_organisation(instance):
        draft.refuse("kind", _ORGANISER)
    elif isinstance(instance, Edition) and not rights.can_write_edition(instance):
        draft.refuse(
            "id", _("Only the organisers of this edition, or of the whole programme, may import it.")
        )


def _organisation(draft: Draft) -> None:
    organisation: Organisation = draft.instance
    if organisation.legal_form and organisation.kind != OrganisationKind.EXPERIMENTER:
        draft.refuse("legal_form", _("Only experimenters have a legal form. Leave this cell empty."))


def _edition(draft: Draft) -> None:
    edition: Edition = draft.instance
    if edition.ends_on <= edition.starts_on:
        draft.refuse("ends_on", _("The edition ends before it starts. Correct one of the two dates."))
    if len(edition.summary) > EDITION_SUMMARY_MAX:
        draft.refuse(
            "summary",
            Filled(_("This is too long: at most %(maximum)d characters."), maximum=EDITION_SUMMARY_MAX),
        )


_RULES: Mapping[str, Callable[[Draft], None]] = {"organisations": _organisation, "editions": _edition}

# For each type, the fields that together are unique, the column to correct, and the sentence.
_UNIQUE: Mapping[str, Sequence[tuple[type[Model], tuple[str, ...], str, Any]]] = {
    "neighbourhoods": [
        (
            Neighbourhood,
            ("name", "commune_id"),
            "name",
            _("This commune already has a neighbourhood called “%(value)s”, with another identifier."),
        )
    ],
    "communes": [
        (
            Commune,
            ("insee_code",),
            "insee_code",
            _("Another commune already has the code “%(value)s”. Correct it, or use its identifier."),
        ),
        (
            Commune,
            ("organisation_id",),
            "organisation",
            _("This organisation already has a commune, with another identifier."),
        ),
    ],
}


def check_unique(drafts: Sequence[Draft], row_type: RowType, taken: dict[tuple[Any, ...], str]) -> None:
    """Note the rows whose unique values another row has, in the file or in the database."""
    for model, fields, column, message in _UNIQUE.get(row_type.name, ()):
        written = [draft for draft in drafts if draft.is_written and getattr(draft.instance, fields[0])]
        wanted = {f"{name}__in": {getattr(draft.instance, name) for draft in written} for name in fields}
        stored = model._default_manager.filter(**wanted).values_list(*fields, "external_id")
        holders = {tuple(row[:-1]): row[-1] for row in stored} if written else {}
        for draft in written:
            value = tuple(getattr(draft.instance, name) for name in fields)
            holder = taken.setdefault((column, *value), holders.get(value, draft.key))
            if holder != draft.key:
                draft.refuse(column, Filled(message, value=quoted(value[0])))
