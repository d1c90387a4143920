"""Lists in a small world with one right answer; scores and order recomputed from what is stored."""

import pytest
from django.utils import timezone

from community.models import Member, Need, Organisation, Solution
from matching.core.explanations import recompute_order, recompute_score
from matching.models import Answer, Connection, Introduction, Relation, Suggestion
from matching.services.answers import set_aside
from matching.services.documents import prepare_all, prepare_profile
from matching.services.introductions import propose_introduction, step_introduction
from matching.services.suggestions import refresh_all, refresh_lists_of
from tests import factories

pytestmark = pytest.mark.django_db

TEXTS = {
    "Shade sails": "Canvas sails between lampposts give shade to a square in summer, without planting.",
    "Night buses": "A demand-responsive night bus takes shift workers home after the last train.",
    "Cargo bikes": "Cargo bikes deliver parcels to shops from a shared depot near the station.",
    "Compost": "Kitchen waste of four hundred flats becomes compost in a closed machine without smells.",
    "Repair café": "Volunteers repair household appliances with their owners, one Saturday a month.",
}


@pytest.fixture
def world(need: Need) -> dict[str, Solution]:
    """Five solutions of five organisations, one of which answers the need of shade."""
    need.title = "Nobody can cross the square in July"
    need.text = "In summer the square is an oven: there is not a metre of shade, and planting is impossible."
    need.save()
    solutions = {
        title: factories.SolutionFactory.create(title=title, summary=title, text=text)
        for title, text in TEXTS.items()
    }
    list(prepare_all(profile_ids=[need.pk, *(solution.pk for solution in solutions.values())]))
    refresh_all()
    return solutions


def first(need: Need) -> Suggestion:
    return Suggestion.objects.filter(source=need, relation=Relation.NEED_SOLUTION).earliest("position")


def test_the_right_solution_comes_first_and_shows_why(world: dict[str, Solution], need: Need) -> None:
    best = first(need)
    assert best.target.title == "Shade sails"
    words = " ".join(pair["target"]["text"] for pair in best.explanation["evidence"])
    assert "shade" in words


def test_score_and_order_come_out_of_what_is_stored(world: dict[str, Solution], need: Need) -> None:
    for relation, source in Suggestion.objects.values_list("relation", "source").distinct():
        rows = list(Suggestion.objects.filter(relation=relation, source=source).order_by("position"))
        for row in rows:
            assert recompute_score(row.explanation) == pytest.approx(row.score, abs=1e-6)
        assert recompute_order([row.explanation for row in rows]) == [row.target_id for row in rows]


def test_the_same_pair_is_read_from_both_sides(world: dict[str, Solution], need: Need) -> None:
    sails = world["Shade sails"]
    assert Suggestion.objects.filter(
        source=sails, target=need, relation=Relation.SOLUTION_NEED, position=0
    ).exists()


def test_nothing_of_the_same_organisation_is_suggested(world: dict[str, Solution], need: Need) -> None:
    own = factories.SolutionFactory.create(
        organisation=need.organisation, title="Own sails", text=TEXTS["Shade sails"]
    )
    prepare_profile(profile_id=own.pk)
    refresh_lists_of(profile_id=own.pk)
    assert not Suggestion.objects.filter(source=need, target=own).exists()


def test_a_refusal_counts_both_ways(world: dict[str, Solution], need: Need, benoit: Member) -> None:
    sails = world["Shade sails"]
    set_aside(source=need, target=sails, relation="need-solution", kind=Answer.Kind.NOT_FOR_US, by=benoit)
    refresh_lists_of(profile_id=need.pk)
    pair = {need.pk, sails.pk}
    assert not Suggestion.objects.filter(source__in=pair, target__in=pair).exists()


def test_a_declined_introduction_does_not_come_back(
    world: dict[str, Solution], need: Need, benoit: Member
) -> None:
    sails = world["Shade sails"]
    owner = factories.MembershipFactory.create(organisation=sails.organisation).member
    asked = propose_introduction(
        source=need, target=sails, relation="need-solution", message="Shall we meet?", by=benoit
    )
    step_introduction(introduction=asked, step="decline", by=owner, reason="No staff this year")
    refresh_all()
    pair = {need.pk, sails.pk}
    assert not Suggestion.objects.filter(source__in=pair, target__in=pair).exists()


def test_a_new_text_enters_the_lists_of_others(world: dict[str, Solution], need: Need) -> None:
    better = factories.SolutionFactory.create(
        title="Umbrellas for squares",
        text="Giant umbrellas bring shade to a square that is an oven, where planting is impossible.",
    )
    prepare_profile(profile_id=better.pk)
    refresh_lists_of(profile_id=better.pk)
    assert Suggestion.objects.filter(source=need, target=better, position__lt=2).exists()


def test_whoever_leaves_matching_is_in_no_list(world: dict[str, Solution], need: Need) -> None:
    sails = world["Shade sails"]
    sails.is_matched = False
    sails.save()
    prepare_profile(profile_id=sails.pk)
    refresh_lists_of(profile_id=sails.pk)
    assert not Suggestion.objects.filter(source=sails).exists()
    assert not Suggestion.objects.filter(target=sails).exists()


def test_introductions_stop_quoting_whoever_leaves_matching(
    world: dict[str, Solution], need: Need, benoit: Member
) -> None:
    sails, other = world["Shade sails"], world["Compost"]
    for solution in (sails, other):
        suggest = {"source": need, "target": solution, "relation": "need-solution", "by": benoit}
        propose_introduction(message="Shall we meet about shade?", **suggest)
    assert Introduction.objects.exclude(explanation={}).count() == 2
    sails.is_matched = False
    sails.save()
    refresh_lists_of(profile_id=sails.pk)
    assert Introduction.objects.get(target=sails).explanation == {}
    assert Introduction.objects.get(target=other).explanation != {}


def test_peers_already_in_touch_are_not_introduced_again(ada: Member, tournebac: Organisation) -> None:
    ask = factories.AskFactory.create(organisation=tournebac)
    known, other = factories.OfferFactory.create(), factories.OfferFactory.create()
    introduction = Introduction.objects.create(
        relation=Relation.OFFER_ASK,
        source=factories.OfferFactory.create(organisation=known.organisation),
        target=factories.AskFactory.create(organisation=tournebac),
        state=Introduction.State.ACCEPTED,
        message="Hello",
        answered_at=timezone.now(),
        expires_at=timezone.now(),
    )
    Connection.objects.create(introduction=introduction, first=known.organisation, second=tournebac)
    list(prepare_all(profile_ids=[ask.pk, known.pk, other.pk]))
    refresh_all()
    targets = set(Suggestion.objects.filter(source=ask).values_list("target", flat=True))
    assert targets == {other.pk}


def test_an_empty_programme_has_no_list() -> None:
    refresh_all()
    assert not Suggestion.objects.exists()
