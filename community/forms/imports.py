"""The forms of the import page: the file to look at, and what to export."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from community.services.importing import TYPES
from community.services.importing.exporting import WRITERS
from community.services.importing.runs import UPLOAD_MAX_BYTES

ACCEPTED = ".csv,.tsv,.txt,.xlsx,.jsonl,.ndjson"
_FORMATS = {"xlsx": _("Excel workbook (.xlsx)"), "csv": _("CSV, one type"), "jsonl": "JSON Lines"}


def _types(label: Any) -> list[tuple[str, Any]]:
    return [("", label), *((row_type.name, row_type.label) for row_type in TYPES.values())]


class ImportForm(forms.Form):
    """A file, and what its rows are when it does not say."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV, Excel (.xlsx) or JSON Lines, 20 MB at most. Nothing is written before you confirm."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": _("This file is empty. Save it again with its rows, then choose it again.")},
    )
    type_name = forms.ChoiceField(
        label=_("What the rows are"),
        help_text=_("Sheet names, a column “type” or the file's name usually say it."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["type_name"]
        field.choices = _types(_("As the file says"))

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is None or file.size > UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 20 MB. Cut it into several files, or ask for the command line.")
            )
        return file


class ExportForm(forms.Form):
    """What to export, and in which format."""

    format = forms.ChoiceField(label=_("Format"), choices=list(_FORMATS.items()))
    type_name = forms.ChoiceField(label=_("What"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["type_name"]
        field.choices = _types(_("Everything"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("format") == "csv" and not cleaned.get("type_name"):
            self.add_error("type_name", _("A CSV file holds one type: choose it, or choose another format."))
        return cleaned


assert set(_FORMATS) == set(WRITERS)  # noqa: S101 -- each format that is written can be chosen
