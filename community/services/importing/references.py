"""Finding the rows that other rows name: by identifier first, then by exact name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models import Commune, Edition, Member, Neighbourhood, Organisation

from .problems import BadValue, Filled, quoted

# For each type that can be referred to: the model, and the fields it is found by, the surest first.
_FOUND_BY: Mapping[str, tuple[type, tuple[str, ...]]] = {
    "organisations": (Organisation, ("external_id", "name")),
    "communes": (Commune, ("external_id", "title")),
    "editions": (Edition, ("external_id", "slug", "name")),
    "neighbourhoods": (Neighbourhood, ("external_id", "name")),
    "members": (Member, ("email",)),
}

_UNKNOWN = {
    "organisations": _(
        "No organisation has the identifier or the name “%(value)s”. Import it first, or correct this cell."
    ),
    "communes": _(
        "No commune has the identifier or the name “%(value)s”. Import it first, or correct this cell."
    ),
    "editions": _(
        "No edition has the identifier or the name “%(value)s”. Import it first, or correct this cell."
    ),
    "neighbourhoods": _(
        "No neighbourhood has the identifier or the name “%(value)s”. Import it first, or correct this cell."
    ),
    "members": _("No member has the address “%(value)s”. Invite this person first, or leave the cell empty."),
}


@dataclass(slots=True)
class References:
    """What was found so far; a name nobody has is asked again with the next rows."""

    found: dict[str, dict[str, int]] = field(default_factory=dict)
    ambiguous: dict[str, set[str]] = field(default_factory=dict)

    def load(self, type_name: str, keys: Iterable[str]) -> None:
        """Look the keys up, in one query for all those not known yet."""
        known = self.found.setdefault(type_name, {})
        ambiguous = self.ambiguous.setdefault(type_name, set())
        wanted = {key for key in keys if key not in known and key not in ambiguous}
        if not wanted:
            return
        model, fields = _FOUND_BY[type_name]
        condition = Q()
        for name in fields:
            condition |= Q(**{f"{name}__in": wanted})
        rows = list(model.objects.filter(condition).values_list("pk", *fields))  # type: ignore[attr-defined]  # every model has it
        for position, _name in enumerate(fields, start=1):
            by_key: dict[str, set[int]] = {}
            for row in rows:
                if row[position] in wanted:
                    by_key.setdefault(row[position], set()).add(row[0])
            for key, pks in by_key.items():
                if len(pks) == 1:
                    known[key] = pks.pop()
                else:
                    ambiguous.add(key)
            wanted -= by_key.keys()

    def pk(self, type_name: str, key: str) -> int:
        """Return the row the key names. Raises BadValue when nothing has it, or several do."""
        if key in self.ambiguous.get(type_name, ()):
            raise BadValue(
                Filled(
                    _("Several have the name “%(value)s”. Write the identifier instead."), value=quoted(key)
                )
            )
        try:
            return self.found[type_name][key]
        except KeyError:
            raise BadValue(Filled(_UNKNOWN[type_name], value=quoted(key))) from None
