"""The main page of a member, and the lists of one profile."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from community.models import Profile, Role
from community.policies import (
    can_act_for,
    check_see_matches,
    check_see_profile,
    organisations_of,
    organises,
)
from community.services.notices import unread_count
from community.views.requests import MemberRequest
from matching.models import Relation
from matching.queries.cards import card_of
from matching.queries.lists import (
    for_member,
    least_answered,
    suggestions_for,
    suggestions_to,
    waiting_for,
)
from matching.queries.work import is_being_read, profiles_being_read

LEAST_ANSWERED = 6
SHORT = 3


def for_you(request: MemberRequest) -> HttpResponse:
    """Show what is suggested to what the member's organisations publish."""
    now = timezone.now()
    organisations = organisations_of(request.user)
    acting = set(organisations_of(request.user, at_least=Role.EDITOR).values_list("pk", flat=True))
    is_organising = organises(request.user)
    context = {
        "lists": for_member(
            request.user, organisations, acting=acting, number=request.GET.get("page"), now=now
        ),
        "has_organisation": organisations.exists(),
        "has_profiles": Profile.objects.open().filter(organisation__in=organisations).exists(),
        "is_reading": profiles_being_read(organisations),
        "waiting_count": waiting_for(organisations, request.user).count(),
        "notice_count": unread_count(request.user),
        "least_answered": least_answered(now, count=LEAST_ANSWERED) if is_organising else None,
    }
    return render(request, "matching/for_you.html", context)


def profile_matches(request: MemberRequest, pk: int) -> HttpResponse:
    """Show everything suggested to one profile, as a page or as a fragment of the profile's own page."""
    profile = get_object_or_404(Profile.objects.select_related("organisation", "edition"), pk=pk)
    check_see_matches(request.user, profile)
    suggestions = list(suggestions_for(profile, now=timezone.now()))
    # In the profile's own page the first few are enough; the page of its suggestions has them all.
    is_short = bool(request.htmx) and "all" not in request.GET
    can_answer = can_act_for(request.user, profile)
    groups = []
    for relation in Relation:
        cards = [card_of(s, can_answer=can_answer) for s in suggestions if s.relation == relation]
        if cards:
            groups.append((relation, cards[:SHORT] if is_short else cards))
    context = {
        "profile": profile,
        "groups": groups,
        "is_short": is_short,
        "is_reading": is_being_read(profile),
        "is_matched": Profile.objects.matchable().filter(pk=profile.pk).exists(),
    }
    template = "matching/profile_matches.html"
    return render(request, f"{template}#lists" if request.htmx else template, context)


def meets(request: MemberRequest, pk: int) -> HttpResponse:
    """Show, on somebody else's profile, which of the reader's own it was suggested for."""
    profile = get_object_or_404(Profile.objects.select_related("organisation", "edition"), pk=pk)
    check_see_profile(request.user, profile)
    suggestions = suggestions_to(profile, organisations_of(request.user), now=timezone.now())
    context = {"profile": profile, "cards": [card_of(suggestion) for suggestion in suggestions]}
    template = "matching/meets.html"
    return render(request, f"{template}#meets" if request.htmx else template, context)
