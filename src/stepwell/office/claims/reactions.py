"""What claims does when a note is signed, an authorization answered, a consent taken back or a coverage lapses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from stepwell.care.emergencies import queries as emergencies
from stepwell.care.emergencies.events import ArrivalObserved
from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.events import NoteSigned
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import reacts_to
from stepwell.foundation.kernel.clock import start_of
from stepwell.office.claims import queries
from stepwell.office.claims.actions.days import rule_day
from stepwell.office.claims.around import around
from stepwell.office.claims.gathering import is_claimed
from stepwell.office.claims.models import AttendedDay
from stepwell.office.utilization import queries as utilization
from stepwell.office.utilization.events import AuthorizationAnswered, AuthorizationAttached
from stepwell.registry.coverage.events import CoverageLapsed
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people.events import ConsentRevoked

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode


@reacts_to(NoteSigned)
def rule_the_day(access: Access, event: NoteSigned) -> None:
    """A signature may be all a day was waiting for. The day is ruled as of the signature."""
    on = date.fromisoformat(event.on)
    rule_for_note(access, participation_id=event.participation_id, subject_id=event.subject_id, on=on)


@reacts_to(AuthorizationAnswered)
def rule_after_answer(access: Access, event: AuthorizationAnswered) -> None:
    """Days held for want of an authorization may be billed now, or not any more."""
    row = utilization.authorization_by_id(access, authorization_id=event.authorization_id)
    at = utilization.events_of(access, authorization=row)[-1].at
    rule_again(access, subject_id=event.subject_id, at=at)


@reacts_to(AuthorizationAttached)
def rule_after_attaching(access: Access, event: AuthorizationAttached) -> None:
    """An authorization asked for before admission covers days of the stay from now on."""
    row = utilization.authorization_by_id(access, authorization_id=event.authorization_id)
    at = utilization.events_of(access, authorization=row)[-1].at
    rule_again(access, subject_id=event.subject_id, at=at)


@reacts_to(ConsentRevoked)
def hold_what_may_not_be_told(access: Access, event: ConsentRevoked) -> None:
    """What is not claimed yet is held; what left the house stays as it was."""
    at = consents.revoked_at(access, consent_id=event.consent_id)
    rule_again(access, subject_id=event.subject_id, at=at)


@reacts_to(CoverageLapsed)
def rule_after_lapse(access: Access, event: CoverageLapsed) -> None:
    """Days after the end of a plan are not charged to it."""
    rule_again(access, subject_id=event.subject_id, at=start_of(date.fromisoformat(event.on)))


@reacts_to(ArrivalObserved)
def rule_after_arrival(access: Access, event: ArrivalObserved) -> None:
    """Somebody came unfit to take part: nothing of the day is charged, or it is again after a mistake."""
    if event.episode_id:
        rule_day_again(access, episode_id=event.episode_id, on=date.fromisoformat(event.on))


@action(Permission.REACT)
def rule_day_again(access: Access, *, episode_id: int, on: date) -> AttendedDay | None:
    """Rule again on a day that was ruled on, as of its last ruling; one on a claim is the biller's to correct."""
    episode = episodes.episode_by_id(access, episode_id=episode_id)
    before = queries.day_of(access, episode=episode, on=on)
    if before is None:
        return None
    if not is_claimed(before):
        return _ruled(access, episode, on, before.ruled_at, before)
    reason = emergencies.not_charged(access, episode=episode, on=on)
    if reason is not None:
        jobs.ask_for(
            access,
            subject=episode.subject,
            kind="correct-claim",
            says=f"Correct the claim: {on} is not charged, as was written down after it was claimed.",
            for_role=reason.facts["for_role"],
            due_at=start_of(on + timedelta(days=reason.facts["within_days"])),
            about=f"day:{before.pk}",
        )
    return None


@action(Permission.REACT)
def rule_for_note(access: Access, *, participation_id: int, subject_id: int, on: date) -> AttendedDay | None:
    """Rule on the day of a session whose note was signed, unless it stands on a claim or was ruled on with it."""
    days = queries.days_on(access, subject_id=subject_id, on=on)
    knows = next((day for day in days if participation_id in _signed(day)), None)
    if knows is not None and knows.billable:
        return None
    note = sessions.note_stands(access, participation_id=participation_id)
    if note.signed_at is None or note.day_signed_at is None:
        return None
    if knows is not None and note.signed_at <= knows.ruled_at:
        return None
    before = next((day for day in days if day.episode_id == note.episode.pk), None)
    if before is not None and is_claimed(before):
        return None
    # As of the newest signature of the day, so that the jobs of its other notes find it done.
    return _ruled(access, note.episode, on, note.day_signed_at, before)


def _signed(day: AttendedDay) -> set[int]:
    """The participations whose notes were known as signed when the day was ruled on."""
    return {one["participation"] for one in day.facts["services"] if one["note_signed"]}


@action(Permission.REACT)
def rule_again(access: Access, *, subject_id: int, at: datetime) -> int:
    """Rule again on the person's days that stand on no claim, as of `at` or of their last ruling. Returns how many."""
    rows = queries.unclaimed_days(access, subject_id=subject_id)
    by_stay: dict[int, list[AttendedDay]] = {}
    for row in rows:
        by_stay.setdefault(row.episode_id, []).append(row)
    for days in by_stay.values():
        _rule_all(access, days, at)
    return len(rows)


def _rule_all(access: Access, days: Sequence[AttendedDay], at: datetime) -> None:
    """Rule again on days of one stay, in order, which is read once for all of them when they are locked."""
    locked = AttendedDay.objects.select_for_update().filter(pk__in=[day.pk for day in days])
    as_of = max(at, *locked.order_by("on").values_list("ruled_at", flat=True))
    episode = episodes.episode_by_id(access, episode_id=days[0].episode_id)
    known = around(access, episode=episode, from_on=days[0].on, to_on=days[-1].on, at=as_of)
    for day in days:
        rule_day(access, episode=episode, on=day.on, at=as_of, stay=known)


def _ruled(access: Access, episode: Episode, on: date, at: datetime, before: AttendedDay | None) -> AttendedDay:
    """A reaction may run late; it never takes a ruling back to what was known earlier."""
    return rule_day(access, episode=episode, on=on, at=max(at, before.ruled_at) if before else at)
