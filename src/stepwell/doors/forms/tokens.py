"""What each form carries in a hidden field: which form, whose, since when, and which version of the record it shows."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from django.core import signing
from django.http import HttpRequest

FIELD = "sheet"
_SALT = "stepwell.forms"
#: How long a form may stay open and still be kept or sent, in seconds: a long weekend.
_OPEN_FOR = 4 * 24 * 60 * 60


@dataclass(frozen=True)
class Token:
    """One opened form. `seen` is the version of what it edits; `sheet` differs for every tab."""

    key: str
    sheet: str
    login: int
    operator: int
    path: str
    seen: str = ""

    @classmethod
    def fresh(cls, *, key: str, login: int, operator: int, path: str, seen: str = "") -> Token:
        """A token for a form that is opened now."""
        return cls(key, secrets.token_urlsafe(12), login, operator, path, seen)

    def signed(self) -> str:
        """As the hidden field carries it."""
        return signing.dumps(
            [self.key, self.sheet, self.login, self.operator, self.path, self.seen], salt=_SALT, compress=True
        )

    def now_seeing(self, seen: str) -> Token:
        """The same form, after its writer has been shown the newer version."""
        return replace(self, seen=seen)


def token_of(request: HttpRequest) -> Token | None:
    """The token a form was sent with; None when it is missing, not ours or too old."""
    try:
        return Token(*signing.loads(request.POST.get(FIELD, ""), salt=_SALT, max_age=_OPEN_FOR))
    except (signing.BadSignature, TypeError, ValueError):
        return None
