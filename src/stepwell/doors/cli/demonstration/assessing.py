"""The intake: who is around the person, instruments, a diagnosis, ratings, and the level a clinician confirms."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from stepwell.care.admissions import actions as admissions
from stepwell.care.measures import actions as measures
from stepwell.care.placement import actions as placement
from stepwell.doors.cli.demonstration.scene import Client, Scene, credential_of
from stepwell.doors.cli.journey.arriving import CRITERIA, RATINGS
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people

if TYPE_CHECKING:
    from stepwell.foundation.gate.models import Consent
    from stepwell.registry.people.models import Relation


def assess(scene: Scene, client: Client) -> None:
    """The intake: instruments, a diagnosis, ratings, and the level a clinician confirms."""
    on, which = scene.clock.today, client.number % 2
    act, counselor = scene.by(Role.COUNSELOR, which), scene.staff(Role.COUNSELOR, which)
    at = client.appointment.at if client.appointment is not None else scene.clock.at(on, 11)
    if client.appointment is not None:
        admissions.keep_intake(scene.by(Role.COORDINATOR), appointment=client.appointment, at=at)
        client.appointment = None
    _around(scene, client, on)
    client.assessment = placement.begin_assessment(
        act, subject=client.subject, by=counselor, on=on, strengths="Came by themself; knows what they want.",
        family_invited=client.relative,
        family_note="Tells of the last half year, with care." if client.relative else "",
    )  # fmt: skip
    for minute, instrument in enumerate(("phq-9", "gad-7", "bam", "readiness")):
        give(scene, client, instrument, act, at + timedelta(minutes=minute))
    clinician = scene.staff(Role.CLINICIAN, which)
    client.diagnosis = placement.diagnose(
        scene.by(Role.CLINICIAN, which), assessment=client.assessment, by=clinician, on=on,
        substance=client.way.who.substance, criteria=CRITERIA, principal=True,
    )  # fmt: skip
    placement.rate(
        act,
        assessment=client.assessment,
        ratings=RATINGS,
        findings="Moderate use; a stable home; no withdrawal beyond restlessness.",
    )
    _confirm(scene, client, which, at + timedelta(minutes=80))
    scene.count("intakes")


def _around(scene: Scene, client: Client, on: date) -> None:
    """People close to the person who are named in a consent: one who is invited, one who is not any more."""
    if client.way.who.former:
        client.former = _known(scene, client, client.way.who.former, on)
        client.consents["former"] = _permitted(scene, client, client.former, on)
    if client.way.who.relative:
        client.relative = _known(scene, client, client.way.who.relative, on)
        client.consents["relative"] = _permitted(scene, client, client.relative, on)


def _known(scene: Scene, client: Client, name: str, on: date) -> Relation:
    act = scene.by(Role.CASE_MANAGER)
    around = of_people.relations(act, subject=client.subject, on=on)
    kin = [one for one in around if one.name == name]
    return kin[0] if kin else people.relate(
        act, subject=client.subject, kind="relative", name=name, how_related="family", phone="714-555-0199", on=on,
    )  # fmt: skip


def _permitted(scene: Scene, client: Client, relation: Relation, on: date) -> Consent:
    return consents.grant(
        scene.by(Role.COORDINATOR), subject=client.subject, kind="relative", patient=client.name,
        discloser=scene.clinic.operator.name, recipients=[relation.name], relation_id=relation.pk,
        purposes=["treatment", "family"], categories=["assessment", "attendance", "family_sessions"],
        signed_by=client.name, signed_at=scene.clock.at(on, 8), starts_on=on, expires_on=on + timedelta(days=365),
    )  # fmt: skip


def _confirm(scene: Scene, client: Client, which: int, at: datetime) -> None:
    assert client.assessment is not None
    client.decision = placement.confirm_level(
        scene.by(Role.CLINICIAN, which),
        assessment=client.assessment,
        by=scene.staff(Role.CLINICIAN, which),
        credential=credential_of(Role.CLINICIAN, which),
        selected="2.1",
        actual="2.1",
        at=at,
        age=age_on(client, scene.clock.today),
    )


def age_on(client: Client, on: date) -> int:
    """In years."""
    born = client.way.who.born
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


ANSWERS = {"phq-9": (9, 3), "gad-7": (7, 3)}
BAM = [2, 2, 2, 2, 1, 0, None, 2, 1, 1, 2, 1, 3, 4, 2, 3, 1]


def give(scene: Scene, client: Client, instrument: str, act: Any, at: Any) -> Any:
    """An instrument, answered as bad as things still are."""
    draw = client.draw.of(instrument, at.date())
    burden = 1.0 - client.steady
    if instrument in ANSWERS:
        items, most = ANSWERS[instrument]
        answers: list[Any] = [min(most, max(0, round(burden * 2 + draw.between(-6, 6) / 10))) for _ in range(items)]
        if instrument == "phq-9":
            # The question about harm: with most people nothing, now and then one tells of it and it is followed up.
            answers[8] = 1 if client.has("voices-harm") else 0
    elif instrument == "bam":
        answers = [one if one in (None, 4) else round(one * (0.4 + burden * 0.6)) for one in BAM]
    else:
        answers = [min(10, 6 + round(client.steady * 4)), min(10, 5 + round(client.steady * 4)), 7]
    given = measures.give(act, subject=client.subject, instrument=instrument, answers=answers, at=at, given_by=act.name)
    scene.count("measures")
    if instrument == "phq-9" and answers[8]:
        measures.give(
            act, subject=client.subject, instrument="c-ssrs", answers=[True, False, None, None, None, False, None],
            at=at + timedelta(minutes=5), given_by=act.name, sitting=given.sitting, opened_by=given,
        )  # fmt: skip
    return given
