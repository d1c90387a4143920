"""Pairs that must not be suggested: refused, already in touch, already proposed."""

from collections.abc import Iterable

from matching.models import Answer, Connection, Introduction

Pairs = set[tuple[int, int]]


def refused_pairs() -> Pairs:
    """Pairs of profiles one side has refused, and pairs with an introduction waiting, accepted or declined.

    A refusal counts both ways: nobody is sent to someone who said no.
    """
    answers = Answer.objects.filter(kind=Answer.Kind.NOT_FOR_US).values_list("source_id", "target_id")
    states = Introduction.State
    introductions = Introduction.objects.filter(
        state__in=[states.PROPOSED, states.ACCEPTED, states.DECLINED]
    ).values_list("source_id", "target_id")
    return _both_ways([*answers, *introductions])


def connected_organisations() -> Pairs:
    """Pairs of organisations that agreed to meet, both ways."""
    return _both_ways(Connection.objects.values_list("first_id", "second_id"))


def _both_ways(pairs: Iterable[tuple[int, int]]) -> Pairs:
    return {pair for a, b in pairs for pair in ((a, b), (b, a))}
