"""The first words of an introduction, drafted from the evidence of the match."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from community.models import Member, Profile
from matching.models import Suggestion


def draft_message(*, mine: Profile, other: Profile, suggestion: Suggestion | None, by: Member) -> str:
    """Draft a message in the language of the other side, quoting the pair that carries the match."""
    with override(other.language):
        lines = [_("Hello,"), _opening(mine, other)]
        quotes = _quotes(suggestion, mine)
        if quotes:
            lines.append(_("You write: “%(theirs)s” On our side: “%(yours)s”") % quotes)
        lines.append(_("Could we talk about it for half an hour in the coming days?"))
        lines.append(f"{by.name}, {mine.organisation.name}")
    return "\n\n".join(lines)


def _opening(mine: Profile, other: Profile) -> str:
    names = {"mine": mine.title, "other": other.title}
    match mine.kind, other.kind:
        case "need", "solution":
            return _("Your solution “%(other)s” could answer our need “%(mine)s”.") % names
        case "solution", "need":
            return _("Our solution “%(mine)s” could answer your need “%(other)s”.") % names
        case "ask", "offer":
            return _("You have been through what we are facing: “%(mine)s”.") % names
        case "offer", "ask":
            return _("We have been through what you are facing: “%(other)s”.") % names
        case "commune", "commune":
            return _("Our two communes seem to be in the same situation.")
        case _, "expertise":
            return _("We could use your expertise, “%(other)s”, for “%(mine)s”.") % names
        case _:
            return _("I could be of help with “%(other)s”.") % names


def _quotes(suggestion: Suggestion | None, mine: Profile) -> dict[str, str] | None:
    evidence = suggestion.explanation.get("evidence") if suggestion else None
    if suggestion is None or not evidence:
        return None
    sides = ("source", "target") if suggestion.source_id == mine.pk else ("target", "source")
    return {"yours": evidence[0][sides[0]]["text"], "theirs": evidence[0][sides[1]]["text"]}
