"""Background work of matching: every task may run twice, or late."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from matching.queries.work import more_texts_wait
from matching.services.documents import prepare_all
from matching.services.documents import prepare_profile as prepare
from matching.services.introductions import expire_overdue
from matching.services.moving import follow_configured_encoder
from matching.services.suggestions import refresh_all, refresh_lists_of
from matching.services.telling import tell_introduction as tell

# A server that restarts, or a deadlock, is over in a minute; what still fails then is for a person to read.
RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)
# One at a time: two computations of the same lists would only wait for each other's rows.
LISTS = "matching.lists"


@app.task(name="matching.prepare_profile", lock=LISTS, retry=RETRY)
def prepare_profile(profile_id: int) -> None:
    """Read a profile's text again, then the lists it is in or should be in."""
    prepare(profile_id=profile_id)
    refresh_lists_of(profile_id=profile_id)


@app.task(name="matching.prepare_profiles", lock=LISTS, retry=RETRY)
def prepare_profiles(profile_ids: list[int]) -> None:
    """Read many texts; the last of an import's jobs computes every list, once."""
    for _ in prepare_all(profile_ids=profile_ids):
        pass
    if not more_texts_wait():
        refresh_all()


@app.task(name="matching.refresh_profile", lock=LISTS, retry=RETRY)
def refresh_profile(profile_id: int) -> None:
    """Compute a profile's lists again after an answer; its text has not changed."""
    refresh_lists_of(profile_id=profile_id)


@app.task(name="matching.tell_introduction", retry=RETRY)
def tell_introduction(introduction_id: int, state: str) -> None:
    """Tell the other side what became of an introduction, once the minute for undoing is over."""
    tell(introduction_id=introduction_id, state=state)


@app.periodic(cron="7 * * * *")
@app.task(name="matching.expire_introductions", queueing_lock="matching.expire_introductions")
def expire_introductions(timestamp: int) -> None:
    """Let introductions nobody answered for 21 days expire."""
    expire_overdue()


@app.periodic(cron="* * * * *")
@app.task(
    name="matching.follow_encoder",
    lock=LISTS,
    queueing_lock="matching.follow_encoder",
)
def follow_encoder(timestamp: int) -> None:
    """Move to the encoder the settings choose, if it is not the one that serves."""
    follow_configured_encoder()
