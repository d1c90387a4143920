"""Contact details: shown only between organisations that agreed to meet."""

from django.db.models import Q

from community.models import Member, Organisation
from community.policies import organisations_of
from matching.models import Connection, Introduction


def contacts_shown_to(member: Member, introduction: Introduction) -> list[Member]:
    """Return whom to write to on the other side of an accepted introduction; nobody before."""
    if introduction.state != Introduction.State.ACCEPTED:
        return []
    mine = set(organisations_of(member).values_list("pk", flat=True))
    sides = introduction.source.organisation, introduction.target.organisation
    others = [organisation for organisation in sides if organisation.pk not in mine]
    if len(others) == len(sides):
        return []
    return [contact for organisation in others for contact in _people(organisation)]


def contacts_of(organisation: Organisation, *, member: Member) -> list[Member] | None:
    """Return whom to write to in one's own organisation or a connected one; None elsewhere."""
    mine = organisations_of(member)
    if mine.filter(pk=organisation.pk).exists():
        return _people(organisation)
    linked = Connection.objects.filter(
        Q(first=organisation, second__in=mine) | Q(second=organisation, first__in=mine)
    )
    return _people(organisation) if linked.exists() else None


def _people(organisation: Organisation) -> list[Member]:
    memberships = organisation.memberships.writing().order_by("member__sort_key", "pk")
    return [membership.member for membership in memberships]
