"""The secret of a feed's address: whose clinic, then as much chance as nobody guesses."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256

#: Bytes of chance.
_BYTES = 32
_SHAPE = re.compile(r"([1-9][0-9]{0,17})-([A-Za-z0-9_-]{43})")


def new_secret(operator_id: int) -> str:
    """A new one; the clinic's number stands in it, because nothing of a person is found before the clinic is known."""
    return f"{operator_id}-{secrets.token_urlsafe(_BYTES)}"


def operator_of(secret: str) -> int | None:
    """The number of the clinic, or None for what is no secret."""
    found = _SHAPE.fullmatch(secret)
    return int(found.group(1)) if found else None


def hashed(secret: str) -> str:
    """What is kept of it. The chance in it is long enough for a plain hash."""
    return sha256(secret.encode()).hexdigest()
