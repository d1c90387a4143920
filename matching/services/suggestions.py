"""Computing suggestions: corpora in, ranked lists with their explanations out, as rows."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from psycopg.types.json import Jsonb

from community.models import Profile
from matching.core.entries import Corpus, EntryId
from matching.core.ranked import RankedList
from matching.core.ranking import rank
from matching.core.wordtable import WordTable
from matching.encoders import Encoder
from matching.knowledge.source import knowledge_sources
from matching.models import EncoderVersion, Introduction, Suggestion
from matching.queries.corpora import load_corpus, matchable_documents
from matching.queries.exclusions import connected_organisations, refused_pairs

from .encoders import encoder_of, serving_version
from .relations import LINKS, Link, links_from, links_to

LIST_SIZE = 12
# Up to this many readers, a new profile has every list it could enter computed again; beyond, only the lists
# it is in and those of the profiles its own lists name.
REFRESH_ALL_UP_TO = 300
_TABLES: dict[str, WordTable] = {}
COLUMNS = (
    "relation",
    "source_id",
    "target_id",
    "position",
    "score",
    "band",
    "explanation",
    "ranker",
    "encoder",
    "computed_at",
)


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
        refresh_link(link, version, source_ids=_readers(link, profile_id))


def refresh_all() -> None:
    """Compute every list again."""
    for _ in refreshing_all():
        pass


def refreshing_all() -> Iterator[tuple[Link, int]]:
    """Compute every list again, yielding each relation and how many lists it has before it is computed."""
    version = serving_version()
    Suggestion.objects.exclude(source__in=Profile.objects.matchable()).delete()
    Suggestion.objects.exclude(target__in=Profile.objects.matchable()).delete()
    forget_quotes()
    for link in LINKS.values():
        sources = list(matchable_documents(link.sources).values_list("pk", flat=True))
        yield link, len(sources)
        refresh_link(link, version, source_ids=sources)
    # Whole tables were rewritten: pages would be slow until the server looked at them by itself.
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Suggestion._meta.db_table}, {Profile._meta.db_table}")


def refresh_link(link: Link, version: EncoderVersion, *, source_ids: Sequence[int]) -> None:
    """Compute the lists of these sources again."""
    if not source_ids:
        return
    sources = load_corpus(matchable_documents(link.sources), version)
    targets = load_corpus(matchable_documents([link.target]), version)
    encoder = encoder_of(version)
    lists = rank(
        sources,
        targets,
        link.spec,
        table=word_table(encoder) if encoder else None,
        excluded=_excluded(link, sources, targets),
        only=set(source_ids),
        limit=LIST_SIZE,
        sources=knowledge_sources(encoder),
    )
    _write(link, version, source_ids=source_ids, lists=lists, now=timezone.now())


def forget(profile_id: int) -> None:
    """Drop every suggestion to and from a profile."""
    Suggestion.objects.filter(source_id=profile_id).delete()
    Suggestion.objects.filter(target_id=profile_id).delete()
    forget_quotes()


def forget_quotes() -> int:
    """Empty the explanations kept with introductions where they quote a text that left matching."""
    left = Profile.objects.filter(Q(is_matched=False) | Q(organisation__is_matched=False))
    quoting = Introduction.objects.filter(Q(source__in=left) | Q(target__in=left)).exclude(explanation={})
    return Introduction.objects.filter(pk__in=quoting.values("pk")).update(explanation={})


def word_table(encoder: Encoder) -> WordTable:
    """Return the process's table of words for this encoder: each word is encoded once."""
    if encoder.fingerprint not in _TABLES:
        _TABLES.clear()
        _TABLES[encoder.fingerprint] = WordTable(encoder.encode, encoder.dimension)
    return _TABLES[encoder.fingerprint]


@transaction.atomic
def _write(
    link: Link,
    version: EncoderVersion,
    *,
    source_ids: Collection[int],
    lists: Sequence[RankedList],
    now: datetime,
) -> None:
    Suggestion.objects.filter(relation=link.relation, source_id__in=source_ids).delete()
    rows = (
        (
            link.relation,
            ranked.source,
            item.target,
            position,
            item.score,
            item.band.name,
            Jsonb(item.to_json()),
            item.ranker,
            version.fingerprint,
            now,
        )
        for ranked in lists
        for position, item in enumerate(ranked.items)
    )
    # COPY: an explanation is kilobytes of JSON, and quoting it into an INSERT costs more than computing it.
    table = Suggestion._meta.db_table
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(COLUMNS)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _excluded(link: Link, sources: Corpus, targets: Corpus) -> set[tuple[EntryId, EntryId]]:
    """Pairs of profiles not to suggest: refused, already proposed, or of organisations already in touch."""
    excluded: set[tuple[EntryId, EntryId]] = {*refused_pairs()}
    if link.meets_again:
        return excluded
    connected = connected_organisations()
    by_owner: dict[EntryId | None, list[EntryId]] = {}
    for target in targets.entries:
        by_owner.setdefault(target.owner_id, []).append(target.id)
    for source in sources.entries:
        for first, second in connected:
            if first == source.owner_id:
                excluded.update((source.id, target_id) for target_id in by_owner.get(second, []))
    return excluded


def _readers(link: Link, profile_id: int) -> list[int]:
    """Return the profiles whose list of this relation a new or changed profile may enter or leave."""
    sources = list(matchable_documents(link.sources).values_list("pk", flat=True))
    if len(sources) <= REFRESH_ALL_UP_TO:
        return sources
    in_lists = Suggestion.objects.filter(relation=link.relation, target=profile_id)
    named = Suggestion.objects.filter(source=profile_id, target__kind__in=link.sources)
    near = {*in_lists.values_list("source", flat=True), *named.values_list("target", flat=True)}
    return sorted(near & set(sources))
