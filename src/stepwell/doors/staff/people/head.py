"""The head of every page about a person: who they are, the stair, alerts that matter, the state of consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.care.admissions import queries as admissions
from stepwell.care.measures import queries as measures
from stepwell.care.medications import queries as medications
from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions import queries as sessions
from stepwell.doors.drawing.stair import Stair, Step
from stepwell.doors.staff.assessment.saying import flags_of
from stepwell.doors.staff.shell.said import said
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Consent, Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.episodes.models import Episode
from stepwell.registry.episodes.queries import Away, Way
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Person
from stepwell.registry.programs import queries as programs

#: How far back a flag of a measure or a safety check still stands in the head, in days: until the next weekly sitting.
_RECENT = timedelta(days=14)
#: How far ahead the stair shows planned days.
_AHEAD = timedelta(days=21)


@dataclass(frozen=True)
class Mark:
    """Something to know before saying hello. kind: danger (to a person only), due, told, met or calm."""

    kind: str
    says: str
    icon: str = ""


@dataclass(frozen=True)
class Head:
    """What the head prints, and what the views of a person start from."""

    person: Person
    subject: Subject
    zone: ZoneInfo
    now: datetime
    today: date
    age: int | None
    episode: Episode | None
    stay: str
    stair: Stair
    marks: tuple[Mark, ...]
    consents: tuple[Consent, ...]
    died: bool
    away: bool

    @property
    def open_episode(self) -> Episode | None:
        """The stay that is running, or None."""
        return self.episode if self.episode and not self.episode.ended_on else None


@query(Permission.PERSON_READ)
def head_of(access: Access, *, person_id: int, now: datetime, person: Person | None = None) -> Head:
    """Gather the head. Raises NotFound, the same for somebody else's person. person: who has read them already.

    Call it inside the page's own query, so that the page is one line in the trail.
    """
    person = person or people.person_by_id(access, person_id=person_id)
    subject = person.subject
    concerns(subject.pk)
    stays = episodes.episodes_of(access, subject=subject)
    episode = stays[0] if stays else None
    zone = ZoneInfo(episode.program.site.time_zone) if episode else clinic_zone(access)
    today = now.astimezone(zone).date()
    way = episodes.way_of(access, episode=episode) if episode else None
    away = next((leave for leave in way.leaves if leave.covers(today)), None) if way else None
    # Who was read by number brings the answer along.
    died = getattr(person, "known_dead", None)
    died = people.has_died(access, subject=subject) if died is None else bool(died)
    given = consents.in_force(access, subject=subject, on=today)
    return Head(
        person=person,
        subject=subject,
        zone=zone,
        now=now,
        today=today,
        age=_age(person.birth_date, today),
        episode=episode,
        stay=_stay(episode, away, died),
        stair=_stair(access, episode, way, today),
        marks=(*_alerts(access, person, away, died, today), _consent_mark(given)),
        consents=tuple(given),
        died=died,
        away=away is not None,
    )


def clinic_zone(access: Access) -> ZoneInfo:
    """The time zone of the operator's first site: for what belongs to no stay."""
    running = programs.programs(access)
    return ZoneInfo(running[0].site.time_zone if running else "UTC")


def _stair(access: Access, episode: Episode | None, way: Way | None, today: date) -> Stair:
    if episode is None or way is None:
        return Stair((), (), (), (), today, "Not admitted yet.")
    steps = tuple(
        Step(step.since, step.until, step.level, said(step.level), step.weekly_hours, step.days_per_week)
        for step in way.steps
    )
    attended = tuple(sessions.dates_attended(access, episode=episode))
    planned = () if episode.ended_on else _planned(access, episode, today)
    away = tuple((leave.since, leave.until or today + timedelta(days=1)) for leave in way.leaves)
    return Stair(steps, attended, planned, away, today, _says(steps, attended, episode))


def _planned(access: Access, episode: Episode, today: date) -> tuple[date, ...]:
    seats = scheduling.seats_of(access, episode=episode, from_on=today, to_on=today + _AHEAD)
    return tuple(sorted({seat.on for seat in seats}))


def _says(steps: tuple[Step, ...], attended: tuple[date, ...], episode: Episode) -> str:
    if not steps:
        return "No level of care yet."
    now = max(steps, key=lambda step: step.from_on)
    when = "until " if episode.ended_on else "since "
    on = episode.ended_on or now.from_on
    return (
        f"{now.level_label}, {now.hours.normalize():f} hours a week on {now.days} days, "
        f"{when}{on:%b} {on.day}; {len(attended)} days attended."
    )


def _stay(episode: Episode | None, away: Away | None, died: bool) -> str:
    if died:
        return "Has died"
    if episode is None:
        return "Not admitted"
    if episode.ended_on:
        return f"Stay ended {episode.ended_on:%b} {episode.ended_on.day}, {episode.ended_on.year}"
    since = f"{episode.program.name}, since {episode.admitted_on:%b} {episode.admitted_on.day}"
    return f"On leave ({said(away.reason)}); {since}" if away else since


def _alerts(access: Access, person: Person, away: Away | None, died: bool, today: date) -> list[Mark]:
    if died:
        return [Mark("calm", "No messages go out any more")]
    found = []
    if allowed(access.roles, Permission.SAFETY_CHECK):
        latest = next(iter(admissions.safety_checks_of(access, subject=person.subject)), None)
        if latest and latest.urgent and latest.at.date() >= today - _RECENT:
            found.append(Mark("danger", f"Safety check of {latest.at:%b} {latest.at.day} was urgent", "alert-triangle"))
    if allowed(access.roles, Permission.NOTE_READ):
        found += [Mark("told", f"Allergic to {names}", "alert-triangle") for names in _allergies(access, person)]
        raised = measures.flagged(access, subject=person.subject, since=today - _RECENT)
        grave = {flag.says for row in raised for flag in flags_of(row) if flag.kind == "danger"}
        found += [Mark("danger", says, "alert-triangle") for says in sorted(grave)[:3]]
    if away:
        found.append(Mark("due", f"Away since {away.since:%b} {away.since.day}", "door-exit"))
    if person.language != "en":
        found.append(
            Mark("told", {"es": "Speaks Spanish"}.get(person.language, f"Speaks {person.language}"), "message")
        )
    return found


def _allergies(access: Access, person: Person) -> list[str]:
    names = [one.to_what for one in medications.allergies_of(access, subject=person.subject)]
    return [", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")] if names else []


def _consent_mark(given: list[Consent]) -> Mark:
    releases = sum(consent.kind != "tpo" for consent in given)
    more = f" and {releases} more" if releases else ""
    if any(consent.kind == "tpo" for consent in given):
        return Mark("met", f"Consent for treatment, payment, operations{more}", "shield")
    if given:
        return Mark("due", f"{releases} narrow consent{'s' if releases > 1 else ''} only", "shield")
    return Mark("due", "No consent: nothing may be told outside", "shield")


def _age(born: date | None, on: date) -> int | None:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) if born else None
