"""Links by which somebody chooses the password of a portal login: seven days, one use, nothing kept."""

from __future__ import annotations

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from stepwell.foundation.gate.models import Login


class _Welcomes(PasswordResetTokenGenerator):
    """Tied to the password and the last sign-in: choosing one, or signing in, ends every link made before."""

    key_salt = "stepwell.doors.portal.welcome"


_TOKENS = _Welcomes()


def token_for(login: Login) -> str:
    """What stands in the address handed over."""
    return f"{login.pk}-{_TOKENS.make_token(login)}"


def login_of(token: str) -> Login | None:
    """The login a link is for, or None for a link that is wrong, used or too old, and for a login that was closed."""
    number, _sign, proof = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        return None
    login = Login.objects.select_related("operator").filter(pk=int(number), is_active=True).first()
    if login is None or not login.at_the_portal or not _TOKENS.check_token(login, proof):
        return None
    return login
