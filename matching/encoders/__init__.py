"""Encoders of texts; this module alone reads the settings that choose one."""

import functools

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.encoders.loading import LoadedEncoder, load_encoder
from matching.encoders.protocol import Encoder, EncoderUnavailable, Role

__all__ = ["Encoder", "EncoderUnavailable", "Role", "default_encoder", "encoder_problem", "load_encoder"]

REASONS = {
    "library_missing": _("the library sentence-transformers is not installed"),
    "not_found": _("no such model is on this machine or could be fetched"),
    "broken": _("its files cannot be read"),
}


def default_encoder() -> Encoder:
    """Return the encoder FAUBOURG_ENCODER names, or the bundled one if it cannot load; once per process."""
    return _configured().encoder


def encoder_problem() -> str | None:
    """Say why the configured encoder does not serve, in a sentence for organisers; None when it serves."""
    problem = _configured().problem
    if problem is None:
        return None
    return gettext(
        "The encoder “%(name)s” does not serve: %(reason)s. The bundled encoder takes its place."
    ) % {
        "name": problem.name,
        "reason": REASONS[problem.code],
    }


def _configured() -> LoadedEncoder:
    return _load_once(
        getattr(settings, "FAUBOURG_ENCODER", ""),
        getattr(settings, "FAUBOURG_ENCODER_QUERY_PROMPT", ""),
        getattr(settings, "FAUBOURG_ENCODER_PASSAGE_PROMPT", ""),
    )


@functools.lru_cache(maxsize=1)
def _load_once(name: str, query_prompt: str, passage_prompt: str) -> LoadedEncoder:
    return load_encoder(name, {"query": query_prompt, "passage": passage_prompt})
