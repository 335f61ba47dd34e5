"""Spam and flood without a third party and without a cookie: a signed number, a field for machines, a count.

A form on a public page has no session to protect, so Django's CSRF cookie would protect nothing and would have to be
set before any login; the signed number of the form takes its place: it is ours, fresh, and received once.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from stepwell.doors.public import actions, queries
from stepwell.doors.public.language import TooMany
from stepwell.foundation.gate.access import Access
from stepwell.foundation.policy.document import Policy

#: The field no person sees; machines fill it in.
TRAP = "website"
_SALT = "stepwell.public.form"


@dataclass(frozen=True)
class Number:
    """A form's own number. state: good, early, late or strange."""

    value: str
    state: str


def fresh_number(now: datetime) -> str:
    """A new signed number that says when its form was opened."""
    return signing.dumps({"n": secrets.token_urlsafe(24), "at": now.timestamp()}, salt=_SALT)


def read_number(given: str, now: datetime, policy: Policy) -> Number:
    """What the number of a form that comes back says. Source: public/site, rule "form"."""
    try:
        read = signing.loads(given[:400], salt=_SALT)
        value, opened = str(read["n"])[:43], datetime.fromtimestamp(float(read["at"]), now.tzinfo)
    except (signing.BadSignature, KeyError, TypeError, ValueError, OverflowError):
        return Number("", "strange")
    rule, age = policy.rule("form"), now - opened
    if age < timedelta(seconds=rule["least_seconds"]):
        return Number(value, "early")
    return Number(value, "late" if age > timedelta(hours=rule["most_hours"]) else "good")


def let_in(request: HttpRequest, access: Access, now: datetime, policy: Policy, *, sends: bool) -> None:
    """Count a try, and a request where it is one, against what one internet address may do. Raises TooMany.

    Above the limit nothing more is written, so that a flood costs one read each. Source: public/site, rule "flood".
    """
    rule = policy.rule("flood")
    drawer, minutes = _drawer(request, rule["drawers"]), rule["window_minutes"]
    requests, tries = queries.knocked(access, drawer=drawer, now=now, minutes=minutes)
    if tries >= rule["tries"] or (sends and requests >= rule["requests"]):
        raise TooMany("Too many requests.")
    actions.knock(access, drawer=drawer, at=now, minutes=minutes, request=sends)


def _drawer(request: HttpRequest, drawers: int) -> int:
    """One of the drawers, by a keyed hash of the address: from the number nobody can say whose it was."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    return int(salted_hmac(_SALT, address, secret=settings.SECRET_KEY).hexdigest()[:8], 16) % drawers
