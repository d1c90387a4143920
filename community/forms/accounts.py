"""Forms of accounts: the name asked at sign-up, one's own profile, and the request to come in."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.models import AccessRequest, Member


class SignUpForm(forms.Form):
    """What allauth's sign-up form asks beside the address and the password."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def signup(self, request: HttpRequest, user: Member) -> None:
        """Nothing is left to do: the adapter writes the name with the account."""


class OwnProfileForm(forms.ModelForm):
    """What a member says of themselves."""

    class Meta:
        model = Member
        fields = ["name", "job_title", "phone", "language", "about"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "job_title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            "about": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "phone": _("Shown only to organisations that agreed to an introduction with yours."),
            "language": _("The language of the pages and of the mails you receive."),
        }


class AccessRequestForm(forms.ModelForm):
    """The request of someone without an account."""

    # People do not see this field; a program that fills everything does.
    website = forms.CharField(required=False, label=_("Leave this empty"))

    class Meta:
        model = AccessRequest
        fields = ["name", "email", "organisation_name", "message"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "organisation_name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "message": forms.Textarea(attrs={"rows": 5}),
        }

    @property
    def is_from_program(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    @property
    def request_values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
