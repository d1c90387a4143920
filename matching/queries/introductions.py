"""The introductions of a member, grouped by what there is to do."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from community.models import Member, Organisation
from matching.models import Introduction

State = Introduction.State


@dataclass(frozen=True, slots=True)
class Groups:
    """Introductions to answer, waiting for the other side, agreed, and ended."""

    to_answer: list[Introduction] = field(default_factory=list)
    waiting: list[Introduction] = field(default_factory=list)
    agreed: list[Introduction] = field(default_factory=list)
    ended: list[Introduction] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.to_answer or self.waiting or self.agreed or self.ended)


def introductions_of(member: Member, organisations: QuerySet[Organisation]) -> Groups:
    """Return the introductions of either side that the member knows of, newest first (one query)."""
    is_source = Q(source__organisation__in=organisations) | Q(source__expertise__expert=member)
    is_target = Q(target__organisation__in=organisations) | Q(target__expertise__expert=member)
    rows = (
        Introduction.objects.filter(is_source | (is_target & Q(told_at__isnull=False)))
        .select_related("source__organisation", "target__organisation", "source__expertise")
        .distinct()
    )
    mine = set(organisations.values_list("pk", flat=True))
    groups = Groups()
    for row in rows[:300]:
        proposed_by_us = row.source.organisation_id in mine or _is_expert(row, member)
        if row.state == State.PROPOSED:
            (groups.waiting if proposed_by_us else groups.to_answer).append(row)
        elif row.state == State.ACCEPTED:
            groups.agreed.append(row)
        else:
            groups.ended.append(row)
    return groups


def _is_expert(row: Introduction, member: Member) -> bool:
    return row.source.kind == "expertise" and row.source.expertise.expert_id == member.pk
