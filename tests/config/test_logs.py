"""Logs never hold a key."""

import logging
import logging.config

import pytest

from config.logs import HideSecrets, logging_settings, without_secrets

TOKEN = "eyJtIjoxLCJzIjoiMTIiLCJlIjoxfQ:1vN2aB:Xy_z-0123456789abcdefghijklmnopqrs"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"Not Found: /answer/{TOKEN}/", "Not Found: /answer/…/"),
        (f'"GET /invitations/{TOKEN}/ HTTP/1.1" 200', '"GET /invitations/…/ HTTP/1.1" 200'),
        (f"/x/?token={TOKEN}&page=2", "/x/?token=…&page=2"),
        ("/search/?q=maman+malade", "/search/?q=…"),
        ("/accounts/login/?next=/answer/abc/", "/accounts/login/?next=…"),
        ("Not Found: /organisations/12/members/", "Not Found: /organisations/12/members/"),
        ("/how-matching-works/", "/how-matching-works/"),
    ],
)
def test_replaces_keys_and_leaves_the_rest(written: str, kept: str) -> None:
    assert without_secrets(written) == kept


def test_the_filter_sees_the_finished_message() -> None:
    record = logging.LogRecord("django", logging.INFO, "x", 1, "Not Found: %s", (f"/answer/{TOKEN}/",), None)
    assert HideSecrets().filter(record)
    assert record.getMessage() == "Not Found: /answer/…/"


def test_every_handler_hides_them() -> None:
    settings = logging_settings("INFO")
    assert settings["handlers"]
    assert all("hide_secrets" in handler["filters"] for handler in settings["handlers"].values())
    assert all(not logger["handlers"] for logger in settings["loggers"].values())
