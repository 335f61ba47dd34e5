"""Making, renewing and ending the address under which somebody's telephone asks for their appointments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from stepwell.doors.feeds.models import Feed
from stepwell.doors.feeds.secrets import hashed, new_secret
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import Conflict


@dataclass(frozen=True)
class Made:
    """A new feed. secret: of its address, shown this once and kept nowhere."""

    feed: Feed
    secret: str


@action(Permission.FEED_WRITE)
def make_feed(access: Access, *, subject: Subject, at: datetime) -> Made:
    """Make the person's calendar feed, or a new address in place of the one they have: the old one ends at once.

    Raises Conflict when two are made at the same moment.
    """
    Feed.objects.filter(subject=subject, ended_at=None).update(ended_at=at, ended_by=access.name)
    secret = new_secret(access.operator_id)
    try:
        with transaction.atomic():
            row = Feed.objects.create(subject=subject, secret_sha256=hashed(secret), made_at=at, made_by=access.name)
    except IntegrityError:
        raise Conflict("Another calendar address was made at this moment. Make a new one to see it.") from None
    return Made(row, secret)


@action(Permission.FEED_WRITE)
def end_feed(access: Access, *, subject: Subject, at: datetime) -> bool:
    """End the person's calendar feed at once. Returns whether there was one."""
    return bool(Feed.objects.filter(subject=subject, ended_at=None).update(ended_at=at, ended_by=access.name))
