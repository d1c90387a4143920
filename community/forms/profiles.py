"""The forms of profiles that any organisation may write: asks, offers, expertise; and their common part."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Ask, Context, Expertise, Member, Offer, Profile, ProfileKind, Theme
from community.policies import can_edit_profile

from .choices import editions_to_choose, publishers_for
from .edits import EditForm
from .fields import CodesField, TextField


def themes_field() -> CodesField:
    return CodesField(
        Theme,
        label=_("Challenges"),
        help_text=_("Tick those it is really about, two or three at most: they filter the directory."),
    )


def contexts_field() -> CodesField:
    return CodesField(
        Context,
        label=_("Where it fits"),
        help_text=_("Tick the kinds of places it suits. Leave everything empty if it works anywhere."),
    )


class ProfileForm(EditForm):
    """The organisation and edition are asked only when there is a choice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "organisation" in self.fields:
            self._offer_organisations()
        if "edition" in self.fields:
            self._offer_editions()

    def full_clean(self) -> None:
        """Say before saving what the rights would refuse, so that what was typed is kept."""
        super().full_clean()
        if self.is_bound and not self.errors and not can_edit_profile(self.member, self.instance):
            self.add_error(
                "edition" if "edition" in self.fields else None,
                _("You organise another edition: choose one of yours, or none."),
            )

    @property
    def kind(self) -> ProfileKind:
        return ProfileKind(str(self.instance.KIND))

    def _offer_organisations(self) -> None:
        profile: Profile = self.instance
        if profile.pk:
            del self.fields["organisation"]
            return
        publishers = list(publishers_for(self.member, self.kind).order_by("sort_key", "pk")[:2])
        if not publishers:
            raise PermissionDenied
        if len(publishers) == 1:
            del self.fields["organisation"]
            profile.organisation = publishers[0]
            return
        field: Any = self.fields["organisation"]
        field.queryset = publishers_for(self.member, self.kind)
        field.label = _("Organisation")
        field.help_text = _("In whose name you write.")

    def _offer_editions(self) -> None:
        field: Any = self.fields["edition"]
        today = timezone.localdate()
        field.queryset = editions_to_choose()
        field.label = _("Edition")
        field.required = False
        field.empty_label = _("Not tied to an edition")
        field.help_text = _("The run of the programme it is written for.")
        running = next((e for e in field.queryset if e.is_running(today)), None)
        if running is not None and self.instance.pk is None:
            self.initial["edition"] = running.pk


class AskForm(ProfileForm):
    """Help wanted, to be read by someone who has been through it."""

    GROUPS: ClassVar = (
        (_("What you are looking for"), ("organisation", "title", "text")),
        (_("What it is about"), ("themes", "edition")),
    )

    title = TextField(
        rule="title",
        rows=1,
        label=_("Your question in a few words"),
        help_text=_("For example: insuring a wooden bench on a square."),
    )
    text = TextField(
        rule="text",
        rows=8,
        label=_("Tell it as you would to a colleague"),
        help_text=_(
            "What you are trying to do, where you are stuck, what you have tried. For example: “Our insurer "
            "refuses to cover a bench left outside at night. Two brokers said no. Who has found one, and on "
            "what terms?”"
        ),
    )
    themes = themes_field()

    class Meta:
        model = Ask
        fields = ["organisation", "title", "text", "themes", "edition"]


class OfferForm(ProfileForm):
    """Experience to share, to be found by someone who needs it."""

    GROUPS: ClassVar = (
        (_("What you can share"), ("organisation", "title", "text")),
        (_("What it is about"), ("themes", "edition")),
    )

    title = TextField(
        rule="title",
        rows=1,
        label=_("Your experience in a few words"),
        help_text=_("For example: a street-works permit obtained in five weeks."),
    )
    text = TextField(
        rule="text",
        rows=8,
        label=_("Tell it as you would to a colleague"),
        help_text=_(
            "What you went through, what worked, what you would do differently, and what you can give: an "
            "hour on the telephone, a contract, a contact. For example: “We placed six planters on a "
            "pavement in Clamart. I can show the file we submitted and what the roads department asked us "
            "to change.”"
        ),
    )
    themes = themes_field()

    class Meta:
        model = Offer
        fields = ["organisation", "title", "text", "themes", "edition"]


class ExpertiseForm(ProfileForm):
    """What an expert can be asked about."""

    GROUPS: ClassVar = (
        (_("What the expert can be asked"), ("organisation", "expert", "title", "text")),
        (_("What it is about"), ("themes", "edition")),
    )

    title = TextField(
        rule="title",
        rows=1,
        label=_("Area of expertise"),
        help_text=_("For example: funding the renovation of schools."),
    )
    text = TextField(
        rule="text",
        rows=8,
        label=_("What the expert can help with"),
        help_text=_(
            "The questions they answer, the cases they know, the limits. For example: “I read a first "
            "budget and say which loans and grants it can hope for. I do not fill in the file for you.”"
        ),
    )
    themes = themes_field()

    class Meta:
        model = Expertise
        fields = ["organisation", "expert", "title", "text", "themes", "edition"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["expert"]
        profile: Expertise = self.instance
        field.queryset = _colleagues(self.member, profile)
        field.required = False
        field.label = _("Expert")
        field.empty_label = _("Nobody in particular")
        field.help_text = _("The person who answers; their name is shown to members.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        organisation = cleaned.get("organisation") or getattr(self.instance, "organisation", None)
        expert = cleaned.get("expert")
        if expert and organisation and not expert.memberships.filter(organisation=organisation).exists():
            self.add_error(
                "expert", _("This person does not belong to the organisation: choose one of its members.")
            )
        return cleaned


def _colleagues(member: Member, profile: Expertise) -> Any:
    colleagues = Member.objects.filter(is_active=True)
    if profile.organisation_id:
        return colleagues.filter(memberships__organisation=profile.organisation_id)
    publishers = publishers_for(member, ProfileKind.EXPERTISE)
    return colleagues.filter(memberships__organisation__in=publishers).distinct()


def choice_as_radio(form: forms.ModelForm, name: str) -> None:
    """Show every possibility at once: there are few, and reading them all is the point."""
    field: Any = form.fields[name]
    field.widget = forms.RadioSelect(choices=[c for c in field.choices if c[0] not in ("", None)])
