"""The form of a need: what a neighbourhood asks for, in its own words."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from community.models import Need, Neighbourhood

from .choices import NeighbourhoodField, neighbourhoods_for
from .fields import TextField
from .profiles import ProfileForm, choice_as_radio, themes_field


class NeedForm(ProfileForm):
    """The organisation is that of the neighbourhood's commune."""

    GROUPS: ClassVar = (
        (_("The need"), ("neighbourhood", "title", "text")),
        (_("What it is about"), ("themes", "priority")),
        (_("What is possible"), ("constraints", "edition")),
    )

    neighbourhood = NeighbourhoodField(
        queryset=Neighbourhood.objects.none(),
        label=_("Neighbourhood"),
        empty_label=_("Choose a neighbourhood"),
        help_text=_("Its urban contexts are those of the need."),
    )
    title = TextField(
        rule="title",
        rows=1,
        label=_("The need in a few words"),
        help_text=_("For example: shade on the market square in summer."),
    )
    text = TextField(
        rule="text",
        rows=10,
        label=_("Tell it as you would to a colleague"),
        help_text=_(
            "What people live with, where and when, what has been tried. Describe the problem rather than "
            "the solution. For example: “From June the square empties at eleven. The ground is black, "
            "there is no tree, and pipes keep us from digging. The market loses its customers.”"
        ),
    )
    themes = themes_field()
    constraints = TextField(
        rule="constraints",
        rows=4,
        label=_("What is excluded or imposed"),
        help_text=_(
            "For example: “No mobile application. Nothing fixed to the ground. The market takes the square "
            "on Tuesdays and Saturdays.”"
        ),
    )

    class Meta:
        model = Need
        fields = ["neighbourhood", "title", "text", "themes", "priority", "constraints", "edition"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = neighbourhoods_for(self.member)
        if self.instance.pk is not None:
            places = places.filter(commune__organisation=self.instance.organisation_id)
        elif not places.exists():
            raise PermissionDenied
        field: Any = self.fields["neighbourhood"]
        field.queryset = places
        choice_as_radio(self, "priority")
        self.fields["priority"].label = _("Priority")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if place := cleaned.get("neighbourhood"):
            self.instance.organisation = place.commune.organisation
        return cleaned
