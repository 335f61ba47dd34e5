"""Face sheet, plan, schedule and record copy, read back from the PDFs: what is on them, and what must not be."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from stepwell.care.emergencies import actions as emergencies
from stepwell.care.measures import actions as measures
from stepwell.care.medications import actions as medications
from stepwell.care.messages import actions as messages
from stepwell.care.plans import queries as plans
from stepwell.doors.printing import face_sheet, plan_pdf, record_copy, schedule_pdf
from stepwell.foundation.gate.consents import SHORT_NOTICE
from stepwell.foundation.gate.refusals import NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import CareStay, drafted, in_care, with_plan
from tests.actions.stay import Stay, attend, insure
from tests.contracts.pdf_text import pages
from tests.world import TODAY, World


def text(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def treated(world: World) -> CareStay:
    """Amara in treatment: a plan in force, coverage, a medication, a measure, somebody to call, a session attended."""
    care = with_plan(world)
    insure(world, care.person)
    medications.start(
        world.access(Role.NURSE),
        subject=care.subject,
        episode=care.episode,
        drug="Acamprosate",
        dose="666 mg",
        route="oral",
        frequency="three times a day",
        prescriber="Morgan Demoson, MD",
        since=TODAY,
    )
    measures.give(
        world.access(Role.COUNSELOR),
        subject=care.subject,
        instrument="gad-7",
        answers=[1] * 7,
        at=world.at(),
        given_by="Alex Exampleton",
        sitting=uuid4(),
    )
    people.relate(
        world.access(Role.COORDINATOR),
        subject=care.subject,
        kind="emergency_contact",
        name="Jules Sampleworth",
        how_related="sister",
        phone="7145550199",
        on=TODAY,
    )
    attend(world, Stay(care.person, None, care.episode), minutes=90)
    return care


def test_the_face_sheet_says_what_is_needed_at_once(world):
    care = treated(world)
    found = text(face_sheet(world.access(Role.CASE_MANAGER), care.person.pk, world.at()))
    for part in (
        "Name Amara Sampleworth",
        "Born May 4, 1992",
        "As of March 2, 2026",
        "Jules Sampleworth (Emergency contact, sister), 7145550199",
        "Harbor Mutual PPO, member HM123456789",
        "Acamprosate 666 mg, three times a day, Morgan Demoson, MD",
        "2.1, 9 hours on 3 days a week, since March 2, 2026",
        f"{SHORT_NOTICE} Page 1 of 1",
    ):
        assert part in found


def test_the_face_sheet_leaves_out_what_the_reader_may_not_read(world):
    care = treated(world)
    desk = text(face_sheet(world.access(Role.COORDINATOR), care.person.pk, world.at()))
    assert "Harbor Mutual PPO" in desk
    assert "Acamprosate" not in desk
    counselor = text(face_sheet(world.access(Role.COUNSELOR), care.person.pk, world.at()))
    assert "Harbor Mutual PPO" not in counselor
    assert "Acamprosate" in counselor


def test_the_plan_is_one_readable_document_with_its_signatures(world):
    care = with_plan(world)
    counselor = world.access(Role.COUNSELOR)
    row = plans.plan_in_force(counselor, episode=care.episode, on=TODAY)
    found = text(plan_pdf(counselor, row.pk))
    for part in (
        "Treatment plan",
        "1. Drinks on most evenings (F10.20)",
        "“I want my evenings back.”",
        "Uses two skills before the evening",
        "BAM use days: from 4 to 0",
        "3 times 90 minutes a week for 8 weeks (Alex Exampleton)",
        "9 hours on 3 days",
        "level 2.1 for 8 weeks",
        "Amara Sampleworth March 2, 2026",
        "Sam Specimen, LMFT March 2, 2026",
    ):
        assert part in found


def test_an_unsigned_plan_has_lines_to_sign_on(world):
    care = in_care(world)
    plan = drafted(care)
    found = text(plan_pdf(world.access(Role.COUNSELOR), plan.pk))
    assert "Client: Amara Sampleworth" in found


def test_the_schedule_says_when_and_where(world):
    care = with_plan(world)
    group = open_group(world)
    take_seats(care, group, weeks=2)
    counselor = world.access(Role.COUNSELOR)
    found = text(schedule_pdf(counselor, care.episode.pk, TODAY))
    assert f"Monday, March 2, 2026 {_clock(group.starts)} to {_clock(group.ends)} {group.name}" in found
    assert "Week of March 9, 2026" in found
    assert SHORT_NOTICE in found


def test_a_schedule_for_the_refrigerator_door_tells_nothing(world):
    care = with_plan(world)
    group = open_group(world)
    take_seats(care, group, weeks=1)
    found = text(schedule_pdf(world.access(Role.COUNSELOR), care.episode.pk, TODAY, neutral=True))
    assert "Monday, March 2, 2026" in found
    for telling in (group.name, "42 CFR", "treatment", care.episode.number, "Born"):
        assert telling not in found


def test_a_schedule_without_seats_says_so(world):
    care = with_plan(world)
    found = text(schedule_pdf(world.access(Role.COUNSELOR), care.episode.pk, TODAY))
    assert "Nothing is booked from March 2, 2026 to March 29, 2026." in found


def test_a_copy_of_the_record_has_the_whole_way_and_no_note(world):
    care = treated(world)
    found = text(record_copy(world.access(Role.COUNSELOR), care.person.pk, world.at(TODAY + timedelta(days=3))))
    for part in (
        "Copy of my record",
        "Attended on 1 day, 1.5 treatment hours.",
        "GAD-7 2026-03-02 7 mild",
        "Acamprosate 666 mg",
        "Drinks on most evenings",
    ):
        assert part in found
    assert "Spoke of the week" not in found
    with pytest.raises(NotPermitted):
        record_copy(world.access(Role.COORDINATOR), care.person.pk, world.at())


def test_a_copy_of_the_record_has_messages_and_wishes(world):
    care = with_plan(world)
    emergencies.write_crisis_plan(
        world.access(Role.COUNSELOR),
        subject=care.subject,
        at=world.at(),
        parts={"what_helps": "A walk along the lake."},
        people=[("Jules", "7145550199")],
    )
    messages.write(
        world.access(Role.COUNSELOR), subject=care.subject, text="Your chair by the window is free.", at=world.at()
    )
    found = text(record_copy(world.access(Role.COUNSELOR), care.person.pk, world.at(TODAY + timedelta(days=3))))
    for part in ("For hard times", "A walk along the lake.", "Jules 7145550199", "Your chair by the window is free."):
        assert part in found


def test_a_stranger_prints_nothing(world):
    care = with_plan(world)
    with pytest.raises(NotFound):
        face_sheet(world.stranger, care.person.pk, world.at())
    with pytest.raises(NotFound):
        schedule_pdf(world.stranger, care.episode.pk, TODAY)


def _clock(at) -> str:
    return f"{at:%I:%M %p}".lstrip("0")
