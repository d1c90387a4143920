"""Form fields of the community: texts that are checked as they will be matched, and lists of codes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from community.services.edits import clean_line
from community.services.texts import RULES, clean_text, text_problems


class TextField(forms.CharField):
    """A text under one of the rules of services/texts; nothing is cut, the sentence says what to change."""

    # The browser cuts a pasted text at `maxlength` without a word, so the attribute is never written.

    def __init__(self, *, rule: str, rows: int = 6, **options: Any) -> None:
        self.rule = RULES[rule]
        widget = forms.TextInput() if rows == 1 else forms.Textarea(attrs={"rows": rows})
        super().__init__(required=self.rule.is_required, widget=widget, strip=False, **options)
        self.validators = []
        self.is_line = rows == 1

    def to_python(self, value: Any) -> str:
        raw = super().to_python(value) or ""
        if len(raw) > 2 * self.rule.maximum:
            return raw
        return clean_line(raw) if self.is_line else clean_text(raw)

    def validate(self, value: str) -> None:
        if problems := text_problems(value, rule=self.rule):
            raise ValidationError([ValidationError(p.message, code=p.code) for p in problems])


class CodesField(forms.TypedMultipleChoiceField):
    """Several codes of a closed list, as boxes to tick."""

    def __init__(self, codes: type[models.TextChoices], **options: Any) -> None:
        super().__init__(
            choices=codes.choices, required=False, widget=forms.CheckboxSelectMultiple(), **options
        )


class WebsiteField(forms.URLField):
    """An address of the web; one typed without its scheme is taken as https."""

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", **options)
