"""Forms of members and invitations: who joins which organisation with which role."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import Language, Organisation, Role

ROLE_HELP = _(
    "Readers read what is suggested to the organisation. Editors also write and answer in its name. "
    "Owners also manage its members."
)


class InvitationForm(forms.Form):
    """An address, and what its owner will be able to do."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.EDITOR, help_text=ROLE_HELP)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=Language.choices)


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class AnswerRequestForm(forms.Form):
    """Where someone who asked to come in belongs."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.active().order_by("sort_key")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.OWNER)

    def __init__(self, *args: Any, organisations: list[tuple[Any, Any]] | None = None, **kwargs: Any) -> None:
        """Take the choices already read, for a page that shows many of these forms."""
        super().__init__(*args, **kwargs)
        if organisations is not None:
            self.fields["organisation"].widget.choices = organisations
