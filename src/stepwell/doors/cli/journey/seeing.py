"""Sessions beside the groups: alone with a clinician, with the family, with the prescriber."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from stepwell.care.medications import actions as medications
from stepwell.care.plans import queries as of_plans
from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.doors.cli.journey.planning import SESSION_MINUTES
from stepwell.doors.cli.journey.story import Story
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.roles import Role


def objectives(story: Story) -> list[Any]:
    """Objectives of the plan, read once."""
    if not story.objectives:
        story.objectives = of_plans.objectives(story.by(Role.COUNSELOR), plan=story.kept["plan"])
    return story.objectives


def _mode(story: Story, kind: str) -> str:
    """By video where the program offers that kind of session so."""
    return "video" if story.rules.teletherapy and kind in story.rules.teletherapy_kinds else "in_person"


def _joins(story: Story, act: Access, participation: Any) -> None:
    """Where the person is, a number to call back, and the clinician's licence there, before a session by video."""
    sessions.join_by_video(
        act, participation=participation, location_state=story.clinic.site.state, callback="714-555-0143",
        telehealth_consent_on=story.episode.admitted_on,
    )  # fmt: skip


def beside(story: Story, on: date, after: int) -> datetime:
    """A moment outside the block: an hour after a morning block, else from eight in the morning; `after` minutes on."""
    block = story.rules.dayparts[0].starts
    first = block.hour * 60 + block.minute + 2 * SESSION_MINUTES + 60 if block.hour < 12 else 8 * 60
    return story.at(on, (first + after) // 60, (first + after) % 60)


def alone(story: Story) -> Any:
    """A session with the clinician, by video where the program offers it."""
    staff, mode = story.clinic.staff[Role.CLINICIAN][0], _mode(story, "individual")
    session = sessions.schedule(
        story.by(Role.CLINICIAN), program=story.clinic.program, kind="individual",
        starts_at=beside(story, story.day(0, 3), 0), minutes=50, leader=staff, episodes=[story.episode],
        room=None if mode == "video" else story.clinic.rooms[1], mode=mode, topic="What matters now", modality="MI",
    )  # fmt: skip
    return _with_clinician(story, session, objective=1)


def family(story: Story) -> Any:
    """A session with the sister there, by the consent that names her."""
    staff = story.clinic.staff[Role.CLINICIAN][0]
    session = sessions.schedule(
        story.by(Role.CLINICIAN), program=story.clinic.program, kind="family",
        starts_at=beside(story, story.day(0, 3), 60), minutes=60, leader=staff, episodes=[story.episode],
        room=story.clinic.rooms[1], topic="How to help without watching", modality="family",
    )  # fmt: skip
    participation = of_sessions.roster(story.by(Role.CLINICIAN), session=session)[0]
    consent = consents.names_relation(
        story.by(Role.CLINICIAN),
        subject=story.subject,
        relation_id=story.relative.pk,
        purpose="family",
        on=story.day(0, 3),
    )
    sessions.bring_guest(
        story.by(Role.CLINICIAN), participation=participation, relation=story.relative, consent=consent
    )
    return _with_clinician(story, session, objective=1)


def _with_clinician(story: Story, session: Any, *, objective: int) -> Any:
    act, staff = story.by(Role.CLINICIAN), story.clinic.staff[Role.CLINICIAN][0]
    participation = of_sessions.roster(act, session=session)[0]
    if session.mode == "video":
        _joins(story, act, participation)
    sessions.record_presence(act, participation=participation, starts=session.starts_at, ends=session.ends_at)
    sessions.record_outcome(act, participation=participation, outcome="attended", at=session.ends_at)
    at = session.ends_at + timedelta(minutes=5)
    sessions.sign_shared(
        act, session=session, by=staff, credential="LMFT", at=at, text={"topic": session.topic, "done": "A talk."}
    )
    sessions.sign_own(
        act, participation=participation, by=staff, credential="LMFT", at=at,
        text={"response": f"Spoke openly in the {session.kind} session, chose one thing.", "next": "Look again."},
        objective=objectives(story)[objective], risk="No thoughts of harm voiced.",
    )  # fmt: skip
    return session


def medication_visit(story: Story, on: date) -> Any:
    """A visit with the prescriber: by video where the program offers it, checked against the licence there."""
    act, staff = story.by(Role.PRESCRIBER), story.clinic.staff[Role.PRESCRIBER][0]
    mode = _mode(story, "medication")
    session = sessions.schedule(
        act, program=story.clinic.program, kind="medication", starts_at=beside(story, on, 150), minutes=25,
        leader=staff, episodes=[story.episode], mode=mode, topic="Medication", code="99213",
    )  # fmt: skip
    participation = of_sessions.roster(act, session=session)[0]
    if mode == "video":
        _joins(story, act, participation)
    sessions.record_presence(act, participation=participation, starts=session.starts_at, ends=session.ends_at)
    sessions.record_outcome(act, participation=participation, outcome="attended", at=session.ends_at)
    at = session.ends_at + timedelta(minutes=5)
    sessions.sign_shared(
        act, session=session, by=staff, credential="MD", at=at, text={"topic": "Medication", "done": "Options weighed."}
    )
    sessions.sign_own(
        act, participation=participation, by=staff, credential="MD", at=at,
        text={"response": "Wants to begin naltrexone; liver values known and fine.", "next": "First tablet tomorrow."},
        objective=objectives(story)[0], risk="No thoughts of harm voiced.",
    )  # fmt: skip
    medications.start(
        act, subject=story.subject, episode=story.episode, drug="naltrexone", dose="50 mg", route="oral",
        frequency="once a day", prescriber=staff.name, since=on, for_addiction=True,
    )  # fmt: skip
    medications.check_up(
        story.by(Role.NURSE), subject=story.subject, episode=story.episode, at=story.at(on, 14),
        vitals={"pulse": 76, "blood_pressure": "122/78"}, findings="Well.",
    )  # fmt: skip
    return session
