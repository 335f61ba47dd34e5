"""A stay under a health plan, shortest way there: for the tests of what comes after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepwell.care.placement.models import Assessment, Diagnosis, PlacementDecision
from stepwell.care.plans.models import Objective
from stepwell.care.sessions.models import Break, OwnPart, Participation, Presence, Session, SharedPart
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.models import Consent, Subject
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import Role
from stepwell.office.claims.around import CLAIM_TELLS
from stepwell.office.utilization import actions as utilization
from stepwell.office.utilization.models import Authorization
from stepwell.registry.coverage import actions as coverages
from stepwell.registry.coverage.models import Coverage
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.episodes.models import Episode
from stepwell.registry.people.models import Person
from tests.world import TODAY, World


@dataclass(frozen=True)
class Stay:
    """Somebody in treatment and their plan."""

    person: Person
    coverage: Coverage
    episode: Episode

    @property
    def subject(self) -> Subject:
        return self.person.subject


def insure(world: World, person: Person, payer: str = "payers/harbor-mutual") -> Coverage:
    """A health plan for the person."""
    return coverages.add(
        world.access(Role.COORDINATOR),
        subject=person.subject,
        payer=payer,
        plan_name="Harbor Mutual PPO",
        member_id="HM123456789",
        group_number="GRP100",
        since=TODAY - timedelta(days=100),
    )


def in_treatment(
    world: World, *, payer: str = "payers/harbor-mutual", on: date = TODAY, person: Person | None = None
) -> Stay:
    """Amara (or who is given) under that payer's contract, admitted on the day at level 2.1 for nine hours."""
    person = person or world.amara()
    episode = episodes.open_episode(
        world.access(Role.COORDINATOR),
        subject=person.subject,
        program=world.a.program,
        on=on,
        level="2.1",
        weekly_hours=Decimal(9),
        days_per_week=3,
    )
    return Stay(person, insure(world, person, payer), episode)


def authorized(world: World, stay: Stay, *, units: int = 12, **granted: Any) -> Authorization:
    """An authorization asked for and granted before the stay began."""
    reviewer = world.access(Role.REVIEWER)
    span = {"span_from": TODAY, "span_to": TODAY + timedelta(days=40)}
    row = utilization.request(
        reviewer,
        subject=stay.subject,
        coverage=stay.coverage,
        code="H0015",
        level="2.1",
        units=units,
        at=world.at(TODAY - timedelta(days=5)),
        episode=stay.episode,
        **span,
    )
    given = {"number": "AUTH778899", "at": world.at(TODAY - timedelta(days=3)), "units": units, **span, **granted}
    utilization.grant(reviewer, authorization=row, **given)
    return row


def consented(world: World, stay: Stay, *, starts_on: date = TODAY - timedelta(days=7)) -> Consent:
    """The one consent for treatment, payment and operations."""
    return consents.grant(
        world.access(Role.COORDINATOR),
        subject=stay.subject,
        kind="tpo",
        patient=stay.person.name,
        discloser=world.a.operator.name,
        recipients=[],
        recipient_class="My treating providers, health plans and people who help operate this program",
        purposes=["treatment", "payment", "operations"],
        categories=sorted(CLAIM_TELLS),
        signed_by=stay.person.name,
        signed_at=world.at(starts_on),
        starts_on=starts_on,
        expires_when="none",
        says_redisclosure=True,
        says_refusal=True,
    )


def placed(world: World, stay: Stay, codes: tuple[str, ...] = ("F10.20",)) -> list[Diagnosis]:
    """An intake assessment by the clinic's licensed clinician with its diagnoses and the level confirmed."""
    by = world.a.staff[Role.CLINICIAN][0]
    with opened(world.access(Role.CLINICIAN)):
        assessment = Assessment.objects.create(
            subject=stay.subject, started_on=TODAY - timedelta(days=7), by=by, ratings={"4A": "B"}
        )
        PlacementDecision.objects.create(
            subject=stay.subject,
            assessment=assessment,
            policy_ref="placement/fourth-edition@1",
            recommended="2.1",
            selected="2.1",
            actual="2.1",
            coe=False,
            bio=False,
            rr=False,
            provisional=False,
            ruling={},
            reasons=[],
            confirmed_by=by,
            credential="LMFT",
            confirmed_at=world.at(TODAY - timedelta(days=6)),
        )
        return [
            Diagnosis.objects.create(
                subject=stay.subject,
                assessment=assessment,
                code=code,
                label=f"Diagnosis {code}",
                principal=not place,
                made_on=TODAY - timedelta(days=7),
                by=by,
            )
            for place, code in enumerate(codes)
        ]


def attend(
    world: World,
    stay: Stay,
    on: date = TODAY,
    *,
    minutes: int = 180,
    kind: str = "group",
    signed: bool = True,
    mode: str = "in_person",
    hour: int = 9,
    pause: int = 0,
    leader: Role = Role.COUNSELOR,
    counts: bool = True,
    outcome: str = "attended",
    objective: Objective | None = None,
) -> Participation:
    """A session of that many minutes that the person attended on the day, its note signed or not."""
    by = world.a.staff[leader][0]
    starts = world.at(on, hour)
    with opened(world.access(leader)):
        session = Session.objects.create(
            program=stay.episode.program,
            kind=kind,
            on=on,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=minutes),
            leader=by,
            mode=mode,
            counts=counts,
        )
        if pause:
            middle = starts + timedelta(minutes=minutes // 2)
            Break.objects.create(session=session, during=DateTimeTZRange(middle, middle + timedelta(minutes=pause)))
        row = Participation.objects.create(subject=stay.subject, session=session, episode=stay.episode, outcome=outcome)
        if outcome == "attended":
            during = DateTimeTZRange(starts, starts + timedelta(minutes=minutes))
            Presence.objects.create(subject=stay.subject, participation=row, during=during)
    if signed:
        sign(world, row, objective)
    return row


def sign(world: World, participation: Participation, objective: Objective | None = None) -> OwnPart:
    """The participant's part of the note, signed by who led the session."""
    session = participation.session
    author = {"author": session.leader, "credential": "CADC", "signed_at": session.ends_at + timedelta(minutes=30)}
    with opened(world.access(Role.COUNSELOR)):
        SharedPart.objects.create(session=session, version=1, text={"topic": "Triggers"}, sha256="0" * 64, **author)
        return OwnPart.objects.create(
            subject_id=participation.subject_id,
            participation=participation,
            version=1,
            text={"response": "Spoke of the week.", "next": "Come on Wednesday."},
            objective=objective,
            risk="none",
            sha256="0" * 64,
            **author,
        )
