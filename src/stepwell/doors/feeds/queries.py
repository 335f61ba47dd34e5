"""Reading a calendar feed: whether somebody has one, and what a telephone gets for the secret."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.care.sessions import queries as sessions
from stepwell.doors.feeds.models import Feed
from stepwell.doors.feeds.secrets import hashed
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.wire.ical.feed import Entry, feed
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

#: How far ahead a feed tells.
AHEAD = timedelta(weeks=8)


@query(Permission.FEED_WRITE)
def feed_of(access: Access, *, subject: Subject) -> Feed | None:
    """The person's open feed, without its secret, or None."""
    return Feed.objects.filter(subject=subject, ended_at=None).first()


@query(Permission.REACT)
def calendar_for(access: Access, *, secret: str, now: datetime) -> bytes | None:
    """The calendar behind the secret: what is planned from now for eight weeks, what was called off marked so. None
    for a secret that is wrong or has ended. Nothing is planned for somebody who has died or whose stay has ended."""
    row = Feed.objects.select_related("subject").filter(secret_sha256=hashed(secret), ended_at=None).first()
    if row is None:
        return None
    concerns(row.subject_id)
    stay = episodes.open_episode_of(access, subject=row.subject)
    if stay is None or people.has_died(access, subject=row.subject):
        return feed((), str(ZoneInfo("UTC")), now.year)
    tz = stay.program.site.time_zone
    zone = ZoneInfo(tz)
    first, last = now.astimezone(zone).date(), (now + AHEAD).astimezone(zone).date()
    planned = sessions.appointments_of(access, episode=stay, from_on=first, to_on=last)
    entries = [
        Entry(
            f"{one.key}:{row.subject_id}",
            one.sequence,
            one.starts,
            one.ends,
            one.cancelled,
            one.changed_at or datetime.combine(stay.admitted_on, datetime.min.time(), zone),
        )
        for one in planned
        if one.ends > now
    ]
    return feed(entries, tz, first.year)
