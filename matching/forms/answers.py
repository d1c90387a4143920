"""What a member types to answer a suggestion or an introduction."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.models import Answer


class AnswerForm(forms.Form):
    """One of the three answers to a suggestion, with a message for the first and a reason for the others."""

    kind = forms.ChoiceField(choices=Answer.Kind.choices, widget=forms.HiddenInput)
    message = forms.CharField(
        label=_("Your message"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("It is sent with your two texts. Change it as you like; contact details come later."),
    )
    reason = forms.CharField(
        label=_("Why? (only you and the organisers read it)"), required=False, max_length=300
    )

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        is_interested = cleaned.get("kind") == Answer.Kind.INTERESTED
        if is_interested and len(cleaned.get("message", "").strip()) < 20:
            self.add_error("message", _("Write at least a sentence (20 characters), so they know who asks."))
        return cleaned


class DeclineForm(forms.Form):
    """Why an introduction is declined; the other side reads it."""

    reason = forms.CharField(
        label=_("Why? The other side will read it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One sentence helps them more than silence, for example: “we already test a similar one”."
        ),
        error_messages={"required": _("Write one sentence: the other side will learn from it.")},
    )
