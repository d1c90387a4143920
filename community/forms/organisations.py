"""The form of an organisation: who they are."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import Organisation, OrganisationKind
from community.policies import organises_programme

from .edits import EditForm
from .fields import TextField, WebsiteField


class OrganisationForm(EditForm):
    """The kind is chosen when the organisation is created, and by the organisers afterwards."""

    GROUPS: ClassVar = (
        (_("Who you are"), ("name", "kind", "legal_form", "summary")),
        (_("Where to find you"), ("city", "country", "website")),
    )

    name = TextField(
        rule="title", rows=1, label=_("Name"), help_text=_("As you sign. For example: Atelier des Berges.")
    )
    summary = TextField(
        rule="organisation_summary",
        rows=5,
        label=_("In a few sentences"),
        help_text=_(
            "What you do, for whom, since when. For example: “A cooperative of nine carpenters. We have been "
            "building street furniture from reclaimed wood since 2016, with residents.”"
        ),
    )

    class Meta:
        model = Organisation
        fields = ["name", "kind", "legal_form", "summary", "city", "country", "website"]
        field_classes = {"website": WebsiteField}
        labels = {"country": _("Country"), "city": _("Town"), "website": _("Website")}
        help_texts = {
            "legal_form": _("For experimenters only."),
            "country": _("Two letters: FR, BE, DE…"),
            "website": _("With https://, for example https://www.example.org"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            del self.fields["kind"]
            if self.instance.kind != OrganisationKind.EXPERIMENTER:
                del self.fields["legal_form"]
        elif not organises_programme(self.member):
            kind: Any = self.fields["kind"]
            kind.choices = [choice for choice in kind.choices if choice[0] != OrganisationKind.ORGANISER]

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].strip().upper()
        if len(country) != 2 or not country.isascii() or not country.isalpha():
            raise forms.ValidationError(_("Write the country in two letters, for example FR."))
        return country

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind", self.instance.kind)
        if kind and kind != OrganisationKind.EXPERIMENTER and cleaned.get("legal_form"):
            self.add_error(
                "legal_form",
                _("Only experimenters have a legal form here: leave it empty, or change the kind."),
            )
        return cleaned
