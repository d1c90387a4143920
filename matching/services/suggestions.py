"""Computing suggestions: corpora in, ranked lists with their explanations out, as rows."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from community.models import Profile
from matching.core.entries import Corpus
from matching.models import EncoderVersion, Suggestion
from matching.queries.corpora import load_corpus, matchable_documents
from matching.queries.exclusions import connected_organisations, refused_pairs

from .encoders import serving_version
from .relations import LINKS, Link, links_from, links_to

if TYPE_CHECKING:
    from matching.core.ranking import RankedList

LIST_SIZE = 20
SOURCES_PER_BATCH = 50
# Up to this many readers, a new profile has every list it could enter computed again.
REFRESH_ALL_UP_TO = 300


def refresh_lists_of(*, profile_id: int) -> None:
    """Compute again the lists this profile reads, and those it is in or should be in."""
    profile = Profile.objects.filter(pk=profile_id).first()
    if profile is None:
        return
    if not Profile.objects.matchable().filter(pk=profile_id).exists():
        forget(profile_id)
        return
    version = serving_version()
    for link in links_from(profile.kind):
        refresh_link(link, version, source_ids=[profile_id])
    for link in links_to(profile.kind):
        refresh_link(link, version, source_ids=_readers(link, profile, version))


def refresh_all() -> None:
    """Compute every list again."""
    for _ in refreshing_all():
        pass


def refreshing_all() -> Iterator[tuple[Link, int, int]]:
    """Compute every list again, yielding the relation, how many of its lists are done, and how many there are."""
    version = serving_version()
    Suggestion.objects.exclude(source__in=Profile.objects.matchable()).delete()
    for link in LINKS.values():
        done = 0
        sources = list(matchable_documents(link.sources).values_list("pk", flat=True))
        yield link, 0, len(sources)
        for done in _refreshing(link, version, sources):
            yield link, done, len(sources)


def refresh_link(link: Link, version: EncoderVersion, *, source_ids: Sequence[int]) -> None:
    """Compute the lists of these sources again."""
    for _ in _refreshing(link, version, source_ids):
        pass


def forget(profile_id: int) -> None:
    """Drop every suggestion to and from a profile."""
    Suggestion.objects.filter(source_id=profile_id).delete()
    Suggestion.objects.filter(target_id=profile_id).delete()


def _refreshing(link: Link, version: EncoderVersion, source_ids: Sequence[int]) -> Iterator[int]:
    if not source_ids:
        return
    targets = load_corpus(matchable_documents([link.target]), version)
    everyone = load_corpus(matchable_documents(link.sources), version)
    now = timezone.now()
    for start in range(0, len(source_ids), SOURCES_PER_BATCH):
        batch = list(source_ids[start : start + SOURCES_PER_BATCH])
        lists = rank_sources(link, everyone, targets, batch)
        _write(link, version, batch, lists, now)
        yield start + len(batch)


def rank_sources(link: Link, sources: Corpus, targets: Corpus, ids: Sequence[int]) -> "list[RankedList]":
    """Rank the targets for these sources; all sources are given since both directions are scored."""
    from matching.core.ranking import rank

    raise NotImplementedError(rank)


def _write(
    link: Link,
    version: EncoderVersion,
    source_ids: Sequence[int],
    lists: "list[RankedList]",
    now: datetime,
) -> None:
    rows = [
        Suggestion(
            relation=link.relation,
            source_id=ranked.source,
            target_id=item.target,
            position=position,
            score=item.score,
            band=item.band,
            explanation=item.to_json(),
            ranker=item.ranker,
            encoder=version.fingerprint,
            computed_at=now,
        )
        for ranked in lists
        for position, item in enumerate(ranked.items)
    ]
    with transaction.atomic():
        Suggestion.objects.filter(relation=link.relation, source_id__in=source_ids).delete()
        Suggestion.objects.bulk_create(rows, batch_size=500)


def _excluded(link: Link, sources: Corpus, targets: Corpus) -> set[tuple[int, int]]:
    """Pairs of profiles not to suggest: same organisation, refused, already proposed or in touch."""
    excluded = refused_pairs()
    closed = set() if link.meets_again else connected_organisations()
    for source in sources.entries:
        for target in targets.entries:
            if source.owner_id == target.owner_id or (source.owner_id, target.owner_id) in closed:
                excluded.add((source.id, target.id))
    return excluded


def _readers(link: Link, profile: Profile, version: EncoderVersion) -> list[int]:
    sources = list(matchable_documents(link.sources).values_list("pk", flat=True))
    if len(sources) <= REFRESH_ALL_UP_TO:
        return sources
    return sources
