"""What every edit form shares: groups of fields, the version it started from, the way out of a conflict."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models import Member
from community.services.edits import version_of
from community.services.texts import TextProblem


@dataclass(frozen=True)
class Group:
    """Fields that belong together, under a title."""

    title: Any
    fields: Sequence[forms.BoundField]


@dataclass(frozen=True)
class Difference:
    """A field that two editors wrote differently."""

    label: Any
    theirs: str
    yours: str


class EditForm(forms.ModelForm):
    """A form that says what changed meanwhile instead of overwriting it."""

    GROUPS: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = ()

    version = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        self.member = member
        super().__init__(*args, **kwargs)
        self.initial["version"] = version_of(self.instance)
        self.differences: list[Difference] = []

    @property
    def groups(self) -> list[Group]:
        return [
            Group(title, [self[name] for name in names if name in self.fields])
            for title, names in self.GROUPS
            if any(name in self.fields for name in names)
        ]

    def add_problems(self, problems: Mapping[str, Sequence[TextProblem]]) -> None:
        """Show what the service refused next to the fields it is about."""
        for name, found in problems.items():
            for problem in found:
                self.add_error(name if name in self.fields else None, str(problem))

    def show_conflict(self, current: models.Model) -> None:
        """Keep what was typed, show what was saved meanwhile, and start again from the new version."""
        stored = type(self)(instance=current, member=self.member)
        for name in self.fields:
            if name == "version":
                continue
            theirs, yours = _shown(stored, name, stored[name].initial), _shown(self, name, self[name].value())
            if theirs != yours:
                self.differences.append(Difference(self[name].label, theirs, yours))
        self.add_error(
            None,
            _(
                "Somebody else saved this page while you were writing. Nothing was overwritten and your text "
                "is kept below. Compare the two, take what you need from theirs, then save: yours will "
                "replace theirs."
            ),
        )
        data: Any = self.data
        self.data = data = data.copy()
        data["version"] = version_of(current)


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Yield the choices one by one, those under a group's title too."""
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield code, label


def _shown(form: EditForm, name: str, value: Any) -> str:
    """Return a field's value as people read it, to compare and to show."""
    field: Any = form.fields[name]
    if value in (None, "", []):
        return ""
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        values = {str(getattr(v, "pk", v)) for v in (value if isinstance(value, list | tuple) else [value])}
        choices: Any = field.choices
        return ", ".join(str(label) for code, label in _flat(choices) if str(code) in values)
    return str(value).replace("\r\n", "\n").strip()
