"""The form of a solution: what an experimenter wants to test."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from community.models import Language, Solution

from .fields import CodesField, TextField
from .profiles import ProfileForm, choice_as_radio, contexts_field, themes_field


class SolutionForm(ProfileForm):
    """What it does, how far it has come, and what a site must offer."""

    GROUPS: ClassVar = (
        (_("The solution"), ("organisation", "title", "summary", "text")),
        (_("What it is about"), ("themes", "stage")),
        (_("The site you look for"), ("contexts", "site_requirements")),
        (_("The team"), ("languages", "edition")),
    )

    title = TextField(
        rule="title", rows=1, label=_("Name"), help_text=_("The name people will say. For example: Ombrelle.")
    )
    summary = TextField(
        rule="summary",
        rows=1,
        label=_("In one sentence"),
        help_text=_("What it changes, and for whom. For example: shade for squares where trees cannot grow."),
    )
    text = TextField(
        rule="text",
        rows=10,
        label=_("Tell it as you would to a colleague"),
        help_text=_(
            "Which problem it answers, how it works on site, what has been seen so far, what it does not do. "
            "For example: “Canvas roofs on ballasted feet, put up in a day without digging. Tried one summer "
            "in Pantin: eight degrees less on the ground at 3 p.m. They come down when the wind is over "
            "70 km/h.”"
        ),
    )
    themes = themes_field()
    contexts = contexts_field()
    site_requirements = TextField(
        rule="site_requirements",
        rows=4,
        label=_("What it needs from a site"),
        help_text=_(
            "For example: “100 m² of level ground, a socket, someone on site to fold it in a storm, three "
            "months in summer.”"
        ),
    )
    languages = CodesField(
        Language,
        label=_("Languages the team works in"),
        help_text=_("Those in which you can meet a commune."),
    )

    class Meta:
        model = Solution
        fields = [
            "organisation", "title", "summary", "text", "themes", "stage", "contexts", "site_requirements",
            "languages", "edition",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_as_radio(self, "stage")
        self.fields["stage"].label = _("How far it has come")
