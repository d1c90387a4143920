"""The password rule: 12 characters of 4 kinds, or 14 of 3."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from config.passwords import CnilPasswordValidator, kinds_of

KINDS = {"lower": "abcdeé", "upper": "ABCDEÉ", "digit": "0123456789", "sign": "-!?:;,_ '".replace(" ", "")}
validator = CnilPasswordValidator()


def accepts(password: str) -> bool:
    try:
        validator.validate(password)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("good", ["Abcdefghij1!", "abcdefghijkl1!", "Abcdefghijklm1", "ÉTÉ-étéétéété7"])
def test_accepts(good: str) -> None:
    assert accepts(good)


@pytest.mark.parametrize(
    "bad", ["", "Abcdefghi1!", "Abcdefghijkl1", "abcdefghijklmnopqrst1", "ABCDEFGHIJKLMNOPQRSTUVW", "1" * 40]
)
def test_refuses_with_the_whole_rule(bad: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validator.validate(bad)
    assert "12" in refusal.value.messages[0]
    assert "14" in refusal.value.messages[0]


@given(st.sets(st.sampled_from(sorted(KINDS)), min_size=1), st.integers(1, 30), st.randoms())
def test_the_rule_is_length_and_kinds_only(kinds: set[str], length: int, rng: object) -> None:
    letters = [rng.choice(KINDS[kind]) for kind in sorted(kinds)]
    while len(letters) < length:
        letters.append(rng.choice(KINDS[rng.choice(sorted(kinds))]))
    password = "".join(letters)
    assert kinds_of(password) == len(kinds)
    assert accepts(password) == (
        (len(kinds) == 4 and len(password) >= 12) or (len(kinds) == 3 and len(password) >= 14)
    )


def test_is_the_sites_rule_with_common_and_personal_ones() -> None:
    validate_password("Un-quartier-2-tester")
    with pytest.raises(ValidationError):
        validate_password("Password1234")
    assert "14" in validator.get_help_text()
