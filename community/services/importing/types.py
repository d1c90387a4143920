"""What can be imported: for each type its columns, in the order they are written and documented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.models import (
    Ask,
    Commune,
    Context,
    Edition,
    Expertise,
    Language,
    LegalForm,
    Need,
    Neighbourhood,
    Offer,
    Organisation,
    OrganisationKind,
    Priority,
    Profile,
    Solution,
    Stage,
    Status,
    Theme,
)
from community.services.organisations import TEXT_FIELDS as ORGANISATION_TEXTS
from community.services.places import TEXT_FIELDS as NEIGHBOURHOOD_TEXTS
from community.services.profiles import TEXT_FIELDS as PROFILE_TEXTS

from . import values


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how a cell is read, the field it fills, and what an empty cell means."""

    name: str
    label: str | Promise
    parse: values.Parser = values.text
    field: str = ""
    is_required: bool = False
    empty: Any = ""
    refers_to: str = ""
    """The type whose rows this column names, by identifier or by exact name."""

    @property
    def attribute(self) -> str:
        return self.field or self.name

    @property
    def is_list(self) -> bool:
        return self.empty == () or isinstance(self.empty, list)


@dataclass(frozen=True, slots=True, eq=False)
class RowType:
    """One type of row."""

    name: str
    label: str | Promise
    model: type[models.Model]
    columns: tuple[Column, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    """The fields checked as texts, with the rule each follows."""

    @property
    def is_profile(self) -> bool:
        return issubclass(self.model, Profile)

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]

    def column_of(self, attribute: str) -> str:
        """Return the column that fills the field of this name."""
        return next((c.name for c in self.columns if c.attribute == attribute), attribute)


def _reference(name: str, label: Any, to: str, *, is_required: bool = False) -> Column:
    return Column(
        name, label, values.short(160), is_required=is_required, empty=None, refers_to=to, field=name
    )


ID = Column("id", _("identifier"), values.external_id, field="external_id", is_required=True)
ORGANISATION = _reference("organisation", _("organisation"), "organisations", is_required=True)
EDITION = _reference("edition", _("edition"), "editions")
TITLE = Column("title", _("title"), is_required=True)
TEXT = Column("text", _("text"), is_required=True)
THEMES = Column("themes", _("challenges"), values.listed(values.code(Theme)), empty=[])
CONTEXTS = Column("contexts", _("urban contexts"), values.listed(values.code(Context)), empty=[])
POPULATION = Column("population", _("population"), values.integer, empty=None)
STATUS = Column("status", _("status"), values.code(Status), empty=Status.OPEN.value)
LANGUAGE = Column("language", _("language"), values.code(Language), empty=Language.FRENCH.value)

_ALL = (
    RowType(
        "organisations",
        _("Organisations"),
        Organisation,
        (
            ID,
            Column("name", _("name"), is_required=True),
            Column("kind", _("kind"), values.code(OrganisationKind), is_required=True),
            Column("legal_form", _("legal form"), values.code(LegalForm)),
            Column("country", _("country"), values.country, empty="FR"),
            Column("city", _("town"), values.short(80)),
            Column("website", _("website"), values.website),
            Column("summary", _("summary")),
        ),
        ORGANISATION_TEXTS,
    ),
    RowType(
        "communes",
        _("Communes"),
        Commune,
        (
            ID,
            _reference("organisation", _("organisation"), "organisations"),
            Column("name", _("name"), field="title", is_required=True),
            Column("department", _("department"), values.short(3)),
            Column("insee_code", _("INSEE code"), values.short(5)),
            POPULATION,
            Column("description", _("description"), field="text", is_required=True),
            THEMES,
            LANGUAGE,
        ),
        PROFILE_TEXTS["commune"],
    ),
    RowType(
        "editions",
        _("Editions"),
        Edition,
        (
            ID,
            Column("name", _("name"), values.short(80), is_required=True),
            Column("starts_on", _("starts on"), values.day, is_required=True),
            Column("ends_on", _("ends on"), values.day, is_required=True),
            Column("summary", _("summary"), values.text),
            Column(
                "communes", _("communes"), values.listed(values.short(160)), empty=[], refers_to="communes"
            ),
        ),
    ),
    RowType(
        "neighbourhoods",
        _("Neighbourhoods"),
        Neighbourhood,
        (
            ID,
            _reference("commune", _("commune"), "communes", is_required=True),
            Column("name", _("name"), is_required=True),
            CONTEXTS,
            POPULATION,
            Column("description", _("description")),
        ),
        NEIGHBOURHOOD_TEXTS,
    ),
    RowType(
        "needs",
        _("Needs"),
        Need,
        (
            ID,
            _reference("neighbourhood", _("neighbourhood"), "neighbourhoods", is_required=True),
            EDITION,
            TITLE,
            TEXT,
            Column("constraints", _("constraints")),
            THEMES,
            Column("priority", _("priority"), values.code(Priority), empty=Priority.IMPORTANT.value),
            STATUS,
            LANGUAGE,
        ),
        PROFILE_TEXTS["need"],
    ),
    RowType(
        "solutions",
        _("Solutions"),
        Solution,
        (
            ID,
            ORGANISATION,
            EDITION,
            Column("name", _("name"), field="title", is_required=True),
            Column("summary", _("summary"), is_required=True),
            Column("description", _("description"), field="text", is_required=True),
            Column("site_requirements", _("what it needs from a site")),
            THEMES,
            Column("stage", _("stage"), values.code(Stage), empty=Stage.PROTOTYPE.value),
            CONTEXTS,
            Column("languages", _("working languages"), values.listed(values.code(Language)), empty=[]),
            STATUS,
            LANGUAGE,
        ),
        PROFILE_TEXTS["solution"],
    ),
    RowType(
        "asks",
        _("Asks"),
        Ask,
        (ID, ORGANISATION, EDITION, TITLE, TEXT, THEMES, CONTEXTS, STATUS, LANGUAGE),
        PROFILE_TEXTS["ask"],
    ),
    RowType(
        "offers",
        _("Offers"),
        Offer,
        (ID, ORGANISATION, EDITION, TITLE, TEXT, THEMES, CONTEXTS, STATUS, LANGUAGE),
        PROFILE_TEXTS["offer"],
    ),
    RowType(
        "expertises",
        _("Areas of expertise"),
        Expertise,
        (
            ID,
            ORGANISATION,
            Column("expert", _("expert's e-mail address"), values.address, empty=None, refers_to="members"),
            TITLE,
            TEXT,
            THEMES,
            CONTEXTS,
            STATUS,
            LANGUAGE,
        ),
        PROFILE_TEXTS["expertise"],
    ),
)

# In the order they are written: each type refers only to those before it.
TYPES: Mapping[str, RowType] = {row_type.name: row_type for row_type in _ALL}
