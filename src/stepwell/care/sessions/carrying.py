"""Somebody goes from one session to another: what was before the moment stays, what was after it goes along.

Called inside an open gate, with both sessions locked.
"""

from __future__ import annotations

from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepwell.care.sessions.models import Participation, Presence, Session
from stepwell.care.sessions.rules.intervals import Stretch, stretch
from stepwell.care.sessions.rules.rearranging import cut
from stepwell.care.sessions.timing import there

#: Why a stretch is voided whose minutes are written down in two sessions from then on.
CARRIED = "goes on in another session"


def carry(row: Participation, to: Session, since: datetime, at: datetime) -> Participation:
    """The person's row in the other session; the sum of their minutes stays the same.

    Somebody who has no minute before the moment goes along with everything that is written about them.
    """
    before, after = cut(there(row), since)
    other = Participation.objects.filter(session=to, subject_id=row.subject_id).first()
    whole = not before and (bool(after) or row.outcome == "expected" or since <= row.session.starts_at)
    if whole and other is None:
        row.session = to
        row.save()
        return row
    if other is None:
        # Who came and left before the moment may come back; nobody says that they missed the rest.
        outcome = "attended" if after or not before else "expected"
        other = Participation.objects.create(
            subject_id=row.subject_id, session=to, episode_id=row.episode_id, outcome=outcome
        )
    elif after and other.outcome != "attended":
        other.outcome, other.outcome_why = "attended", ""
        other.save()
    _divide(row, other, since, at)
    if whole:
        row.outcome, row.outcome_why = "excused", CARRIED
        row.save()
    return other


def _divide(row: Participation, other: Participation, since: datetime, at: datetime) -> None:
    for presence in Presence.objects.filter(participation=row, voided_at=None, during__endswith__gt=since):
        before, after = cut([stretch(presence.during.lower, presence.during.upper)], since)
        Presence.objects.filter(pk=presence.pk).update(voided_at=at, voided_why=CARRIED)
        for whose, parts in ((row, before), (other, after)):
            _write(whose, parts)


def _write(row: Participation, parts: list[Stretch]) -> None:
    for starts, ends in parts:
        Presence.objects.create(subject_id=row.subject_id, participation=row, during=DateTimeTZRange(starts, ends))
