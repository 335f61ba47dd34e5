"""How the house keeps passwords; the tests themselves keep theirs in a quicker way."""

from __future__ import annotations

from stepwell.doors import settings


def test_passwords_are_hashed_by_a_function_that_is_slow_and_takes_memory():
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.ScryptPasswordHasher"]


def test_a_password_is_long_and_not_a_common_one():
    names = [each["NAME"].rpartition(".")[2] for each in settings.AUTH_PASSWORD_VALIDATORS]
    assert names == ["MinimumLengthValidator", "CommonPasswordValidator"]
    assert settings.AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"] == {"min_length": 12}
