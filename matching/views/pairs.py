"""A pair of profiles named in a URL, seen from the side of the member who reads."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from community.models import Member, Profile
from community.policies import can_act_for, check_see_matches, check_see_profile
from matching.models import Suggestion
from matching.queries.cards import Card, card_of


@dataclass(frozen=True, slots=True)
class Pair:
    """Two profiles, what was suggested between them, and whether the member may answer."""

    mine: Profile
    other: Profile
    suggestion: Suggestion
    can_answer: bool

    @property
    def is_flipped(self) -> bool:
        """Whether the suggestion was made to the other side."""
        return self.suggestion.source_id != self.mine.pk

    @property
    def relation(self) -> str:
        return self.suggestion.relation

    @property
    def card(self) -> Card:
        return card_of(self.suggestion, for_target=self.is_flipped, can_answer=self.can_answer)


def pair_or_404(member: Member, mine_id: int, other_id: int) -> Pair:
    """Return the pair if the member may read what is suggested to the first one; 404 otherwise."""
    profiles = Profile.objects.select_related("organisation", "edition")
    mine = get_object_or_404(profiles, pk=mine_id)
    check_see_matches(member, mine)
    other = get_object_or_404(profiles, pk=other_id)
    check_see_profile(member, other)
    between = Suggestion.objects.with_both_sides()
    suggestion = (
        between.filter(source=mine, target=other).first() or between.filter(source=other, target=mine).first()
    )
    if suggestion is None:
        raise Http404
    return Pair(mine, other, suggestion, can_act_for(member, mine))
