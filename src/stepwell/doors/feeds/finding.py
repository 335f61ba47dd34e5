"""Whether a secret opens anything, before anybody's information is touched."""

from __future__ import annotations

from stepwell.doors.feeds.models import Feed
from stepwell.doors.feeds.secrets import hashed, operator_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Operator
from stepwell.foundation.gate.opening import opened


def opens_for(secret: str) -> Access | None:
    """The access of the clinic whose feed it is, or None. A guess reads nothing of anybody and leaves no line in the
    trail, so that whoever guesses all night fills no table."""
    operator_id = operator_of(secret)
    if operator_id is None or not Operator.objects.filter(pk=operator_id).exists():
        return None
    access = Access.system(operator_id)
    with opened(access, writes=False):
        there = Feed.objects.filter(secret_sha256=hashed(secret), ended_at=None).exists()
    return access if there else None
