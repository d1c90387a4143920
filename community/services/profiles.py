"""Writing profiles: needs, solutions, asks, offers, expertise and communes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from community.models import Member, Need, Organisation, Profile, ProfileKind, Status
from community.policies import check_edit_profile, check_publish_for

from .edits import TextRefused, check_version, clean_texts, problems_of
from .jobs import defer
from .texts import TextProblem, detect_language

PROFILES_PER_JOB = 500
# The same new text by the same person within this time is one form sent twice.
SENT_TWICE_WITHIN = timedelta(minutes=10)
_COMMON = {"title": "title", "text": "text"}

# For each kind, its fields in sentences and the rule each follows.
TEXT_FIELDS: Mapping[str, Mapping[str, str]] = {
    ProfileKind.NEED: {**_COMMON, "constraints": "constraints"},
    ProfileKind.SOLUTION: {**_COMMON, "summary": "summary", "site_requirements": "site_requirements"},
    ProfileKind.ASK: _COMMON,
    ProfileKind.OFFER: _COMMON,
    ProfileKind.EXPERTISE: _COMMON,
    ProfileKind.COMMUNE: _COMMON,
}


def prepare(profile_ids: Iterable[int]) -> None:
    """Ask the worker, once the transaction is committed, to prepare the profiles for matching again."""
    for profile_id in profile_ids:
        defer("matching.prepare_profile", profile_id=profile_id)


def prepare_many(profile_ids: Sequence[int]) -> None:
    """The same for a whole import or organisation: a job for each few hundred, not for each one."""
    for start in range(0, len(profile_ids), PROFILES_PER_JOB):
        defer("matching.prepare_profiles", profile_ids=list(profile_ids[start : start + PROFILES_PER_JOB]))


def tidy_profile(profile: Profile) -> None:
    """Clean the texts, recognise their language, and give a need the contexts of its neighbourhood."""
    clean_texts(profile, TEXT_FIELDS[profile.KIND or profile.kind])
    language = detect_language(profile.text)
    if language in ("fr", "en"):
        profile.language = language
    if isinstance(profile, Need) and profile.neighbourhood_id:
        profile.contexts = list(profile.neighbourhood.contexts)


def profile_problems(profile: Profile) -> dict[str, list[TextProblem]]:
    """Return what to change in each field of the profile; an empty dict when it can be saved."""
    return problems_of(profile, TEXT_FIELDS[profile.KIND or profile.kind])


@transaction.atomic
def save_profile(*, profile: Profile, by: Member | None, version: str | None = None) -> Profile:
    """Save the profile and have it matched; ``by`` is None for the programme itself (a command).

    Raises TextRefused, EditConflict (the row is no longer at ``version``) or PermissionDenied.
    """
    if by is not None:
        check_edit_profile(by, profile)
    if not profile.pk:
        if by is not None:
            check_publish_for(by, profile.organisation)
        profile.created_by = by
    else:
        stored = _locked(profile)
        # The organisation is read from the database too: a form must not lend someone else's.
        if by is not None and stored.organisation_id != profile.organisation_id:
            check_edit_profile(by, stored)
        check_version(stored, version)
    tidy_profile(profile)
    if problems := profile_problems(profile):
        raise TextRefused(problems)
    if by is not None and not profile.pk and (twin := _sent_before(profile, by)):
        profile.pk = profile.id = twin
        profile.kind = str(profile.KIND)
        return profile
    profile.save()
    prepare([profile.pk])
    return profile


@transaction.atomic
def close_profile(*, profile: Profile, by: Member, status: Status = Status.CLOSED) -> Profile:
    """Stop looking or sharing: closed, or answered; it is no longer suggested to anyone."""
    return _set_status(profile, by, status)


@transaction.atomic
def reopen_profile(*, profile: Profile, by: Member) -> Profile:
    """Look or share again. Raises TextRefused when the text is too poor to be matched."""
    if problems := profile_problems(profile.specific):
        raise TextRefused(problems)
    return _set_status(profile, by, Status.OPEN)


@transaction.atomic
def set_profile_matching(*, profile: Profile, by: Member, is_matched: bool) -> Profile:
    """Take the profile out of matching (its data are then not used at all), or in again."""
    check_edit_profile(by, profile)
    stored = _locked(profile)
    stored.is_matched = profile.is_matched = is_matched
    stored.save(update_fields=["is_matched", "updated_at"])
    prepare([stored.pk])
    return profile


@transaction.atomic
def delete_profile(*, profile: Profile, by: Member) -> None:
    """Delete the profile and all that was computed from it."""
    check_edit_profile(by, profile)
    _locked(profile).delete()


def _set_status(profile: Profile, by: Member, status: Status) -> Profile:
    check_edit_profile(by, profile)
    stored = _locked(profile)
    stored.status = profile.status = status
    stored.save(update_fields=["status", "updated_at"])
    prepare([stored.pk])
    return profile


def _sent_before(profile: Profile, by: Member) -> int | None:
    """Return the row that this very form made a moment ago; two sent at once take turns here."""
    Organisation.objects.select_for_update(no_key=True).get(pk=profile.organisation_id)
    same = {"organisation": profile.organisation_id, "title": profile.title, "text": profile.text}
    since = timezone.now() - SENT_TWICE_WITHIN
    rows = type(profile)._default_manager.filter(created_by=by, created_at__gte=since, **same)
    return rows.values_list("pk", flat=True).first()


def _locked(profile: Profile) -> Profile:
    return Profile.objects.select_for_update().get(pk=profile.pk)
