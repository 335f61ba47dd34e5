"""The packet of a concurrent review: every sentence has its record, nothing of a note, sent only by consent."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from stepwell.care.measures import actions as measures
from stepwell.care.medications import actions as medications
from stepwell.care.placement import actions as placement
from stepwell.foundation.documents import queries as documents
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.consents import SHORT_NOTICE
from stepwell.foundation.gate.refusals import BadInput, NotAllowed, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.office.utilization import actions, queries
from tests.actions.care_stay import CareStay, drafted, in_care, sign
from tests.actions.stay import Stay, attend, authorized, insure
from tests.contracts.pdf_text import pages
from tests.world import TODAY, World

LATER = TODAY + timedelta(days=9)
EVERYTHING = [
    "identity", "coverage", "assessment", "measures", "diagnosis", "placement", "plan", "attendance", "tests",
    "medications", "discharge",
]  # fmt: skip


def under_review(world: World) -> tuple[CareStay, Any]:
    """Amara in treatment with plan, attendance, two measures, a medication and a rating that changed."""
    care = in_care(world)
    sign(
        care,
        drafted(care, barriers="Works nights on Thursdays.", discharge_criteria="Four weeks without a drink."),
    )
    stay = Stay(care.person, insure(world, care.person), care.episode)
    row = authorized(world, stay)
    for day in (0, 2, 7):
        attend(world, stay, TODAY + timedelta(days=day))
    counselor = world.access(Role.COUNSELOR)
    for on, answer in ((TODAY, 2), (TODAY + timedelta(days=7), 1)):
        measures.give(
            counselor,
            subject=care.subject,
            instrument="gad-7",
            answers=[answer] * 7,
            at=world.at(on),
            given_by="Alex Exampleton",
            sitting=uuid4(),
        )
    again = placement.begin_assessment(
        counselor,
        subject=care.subject,
        by=world.a.staff[Role.COUNSELOR][0],
        on=TODAY + timedelta(days=7),
        kind="review",
    )
    placement.rate(counselor, assessment=again, ratings={"4A": "A", "5B": "0"})
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
    return care, row


def said(packet: Any, key: str) -> list[str]:
    return [one.says for section in packet.sections if section.key == key for one in section.sentences]


def consented(world: World, care: CareStay, categories: list[str]) -> None:
    consents.grant(
        world.access(Role.COORDINATOR),
        subject=care.subject,
        kind="tpo",
        patient=care.person.name,
        discloser=world.a.operator.name,
        recipients=[],
        recipient_class="My treating providers and health plans",
        purposes=["treatment", "payment", "operations"],
        categories=categories,
        signed_by=care.person.name,
        signed_at=world.at(),
        starts_on=TODAY,
        expires_when="none",
        says_redisclosure=True,
        says_refusal=True,
    )


def test_every_section_has_its_sentences_and_each_its_record(world):
    _, row = under_review(world)
    packet = queries.packet(world.access(Role.REVIEWER), authorization=row, at=world.at(LATER), units=10)
    assert said(packet, "request") == [
        "Asked for: 12 days of H0015 at level 2.1, 2026-03-02 to 2026-04-11.",
        "Asked for now: 10 more days of H0015.",
    ]
    assert said(packet, "attendance") == [
        "Week of 2026-03-02: attended 6 of 9 planned hours.",
        "Week of 2026-03-09: attended 3 of 9 planned hours.",
    ]
    assert "4A Likelihood of risky use: A, was B on 2026-03-02." in said(packet, "dimensions")
    # What the later assessment did not look at stands as it was rated before.
    assert "4B Likelihood of risky behaviors around use: B." in said(packet, "dimensions")
    assert len(said(packet, "dimensions")) == 12
    assert "5B Safety of the surroundings: 0, as before." in said(packet, "dimensions")
    assert said(packet, "measures") == [
        "GAD-7 7 mild on 2026-03-09; at first 14 moderate on 2026-03-02, better, more than chance."
    ]
    assert said(packet, "barriers") == ["Works nights on Thursdays."]
    assert said(packet, "medications") == ["Acamprosate 666 mg three times a day, Morgan Demoson, MD."]
    assert said(packet, "discharge")[0] == "Four weeks without a drink."
    assert all(one.evidence for section in packet.sections for one in section.sentences)
    assert packet.gaps == ("Nothing is on record for: Drug tests.",)
    assert "tests" not in packet.categories


def test_no_word_of_a_note_is_in_it(world):
    _, row = under_review(world)
    packet = queries.packet(world.access(Role.REVIEWER), authorization=row, at=world.at(LATER))
    assert "Spoke of the week" not in str(asdict(packet))


def test_before_admission_what_is_missing_is_named(world):
    person = world.amara()
    row = actions.request(
        world.access(Role.REVIEWER),
        subject=person.subject,
        coverage=insure(world, person),
        code="H0015",
        level="2.1",
        units=12,
        span_from=TODAY,
        span_to=LATER,
        at=world.at(),
    )
    packet = queries.packet(world.access(Role.REVIEWER), authorization=row, at=world.at())
    assert len(packet.gaps) == len(packet.sections) - 1
    assert actions.print_packet(world.access(Role.REVIEWER), authorization=row, at=world.at()).document_id


def test_the_printed_packet_links_each_sentence_to_its_record(world):
    _, row = under_review(world)
    reviewer = world.access(Role.REVIEWER)
    printed = actions.print_packet(reviewer, authorization=row, at=world.at(LATER))
    content = documents.content(reviewer, document_id=printed.document_id)
    text = " ".join(pages(content))
    assert "Week of 2026-03-02: attended 6 of 9 planned hours." in text
    assert "Authorization AUTH778899" in text
    assert SHORT_NOTICE in text
    assert "Objective of the plan" in text
    assert "Page 1 of" in text
    packet = queries.packet(reviewer, authorization=row, at=world.at(LATER))
    links = sum(len(one.evidence) for section in packet.sections for one in section.sentences)
    assert content.count(b"/Subtype/Link") == links > 0
    assert [one.pk for one in queries.packets_of(reviewer, authorization=row)] == [printed.pk]


def test_sending_is_a_disclosure_for_payment_on_the_consent(world):
    care, row = under_review(world)
    reviewer = world.access(Role.REVIEWER)
    printed = actions.print_packet(reviewer, authorization=row, at=world.at(LATER))
    with pytest.raises(NotAllowed, match="No signed consent in force"):
        actions.send_packet(reviewer, packet=printed, way="fax", at=world.at(LATER))
    consented(world, care, EVERYTHING)
    with pytest.raises(BadInput, match="sent by"):
        actions.send_packet(reviewer, packet=printed, way="pigeon", at=world.at(LATER))
    told = actions.send_packet(reviewer, packet=printed, way="fax", at=world.at(LATER)).disclosure
    assert (told.recipient, told.purpose, told.basis) == ("Harbor Mutual PPO", "payment", "consent")
    assert set(told.categories) == set(EVERYTHING) - {"tests"}


def test_what_a_consent_leaves_out_can_be_left_out(world):
    care, row = under_review(world)
    reviewer = world.access(Role.REVIEWER)
    consented(world, care, [one for one in EVERYTHING if one != "medications"])
    whole = actions.print_packet(reviewer, authorization=row, at=world.at(LATER))
    with pytest.raises(NotAllowed):
        actions.send_packet(reviewer, packet=whole, way="portal", at=world.at(LATER))
    less = actions.print_packet(reviewer, authorization=row, at=world.at(LATER), leave_out=["medications"])
    assert actions.send_packet(reviewer, packet=less, way="portal", at=world.at(LATER))


def test_who_may_not_read_the_record_gets_no_packet(world):
    _, row = under_review(world)
    with pytest.raises(NotPermitted):
        queries.packet(world.access(Role.BILLER), authorization=row, at=world.at(LATER))
    with pytest.raises(NotFound):
        queries.packet(world.stranger, authorization=row, at=world.at(LATER))
