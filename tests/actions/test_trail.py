"""Who saw the record, for those who treat and for the privacy officer; and the accounting of disclosures."""

from __future__ import annotations

import importlib
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepwell.care.plans import queries as plans
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.door_words import words_of
from stepwell.foundation.gate.opening import DOORS
from stepwell.foundation.gate.refusals import BadInput, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.gate.trail import disclosures, disclosures_of, trail, trail_of
from stepwell.registry.people import queries as people
from tests.actions.stay import consented, in_treatment
from tests.architecture import laws
from tests.world import TODAY


def seen(world, person):
    return trail_of(world.access(Role.COUNSELOR), subject=person.subject)


def test_every_door_is_told_in_plain_words():
    for module, _ in laws.modules("actions", "queries", "reactions"):
        importlib.import_module(module.removesuffix(".__init__"))
    told = {name: words_of(name.removeprefix("stepwell.")) for name in DOORS}
    assert not [said for said in told.values() if not re.fullmatch(r"[A-Z][\w ,;'-]+", said) or "_" in said]
    assert all(len(said) <= 100 for said in told.values())
    assert words_of("care.plans.queries.plans.plan_in_force") == "Read the plan"
    assert words_of("foundation.gate.consents.revoke") == "Took a consent back"
    assert words_of("care.sessions.queries.gone") == "Read sessions and attendance", "a door of an earlier version"


def test_reads_within_minutes_are_one_line_and_acts_stand_alone(world):
    person = world.amara()
    stay = in_treatment(world, person=person)
    counselor = world.access(Role.COUNSELOR)
    people.person_by_id(counselor, person_id=person.pk)
    plans.plans_of(counselor, episode=stay.episode)
    newest, *before = seen(world, person).lines
    assert newest.said == ("Read the plan", "Read name and particulars")
    assert (newest.who, newest.times, newest.wrote) == (counselor.name, 2, False)
    assert any(line.wrote and line.said[0].startswith("Began a stay") for line in before)


def test_reading_the_trail_is_trailed(world):
    person = world.amara()
    seen(world, person)
    assert seen(world, person).lines[0].said == ("Read who saw the record",)


def test_pages_follow_each_other_without_a_gap(world):
    person = world.amara()
    officer = world.access(Role.PRIVACY_OFFICER)
    for role in (Role.COUNSELOR, Role.CLINICIAN, Role.NURSE, Role.COUNSELOR, Role.CLINICIAN):
        people.person_by_id(world.access(role), person_id=person.pk)
    whole = trail(officer, subject=person.subject)
    first = trail(officer, subject=person.subject, limit=3)
    rest = trail(officer, subject=person.subject, before=first.before)
    numbers = [line.number for line in (*first.lines, *rest.lines)]
    assert len(first.lines) == 3
    assert [number for number in numbers if number <= whole.lines[0].number][-len(whole.lines) :] == [
        line.number for line in whole.lines
    ]
    assert rest.before is None


def test_the_officer_finds_what_was_denied_by_whom_and_through_which_door(world):
    person = world.amara()
    with pytest.raises(NotPermitted):
        trail(world.access(Role.BILLER))
    with pytest.raises(NotPermitted):
        trail_of(world.access(Role.BILLER), subject=person.subject)
    officer = world.access(Role.PRIVACY_OFFICER)
    denied = trail(officer, outcome="not done").lines
    assert {line.outcome for line in denied} == {"denied"}
    assert {line.detail for line in denied} == {"NotPermitted"}
    assert trail(officer, actor="fiction", outcome="denied").lines == denied, "Pat Fictionby, the biller"
    assert not trail(officer, actor="nobody of that name").lines
    by_words = trail(officer, door="who saw the record", outcome="denied").lines
    assert len(by_words) == 2
    today = denied[0].last_at.date()
    assert trail(officer, from_on=today, to_on=today, outcome="denied").lines == denied
    assert not trail(officer, to_on=today - timedelta(days=1)).lines
    with pytest.raises(BadInput):
        trail(officer, outcome="perhaps")
    with pytest.raises(BadInput):
        trail(officer, from_on=today, to_on=today - timedelta(days=1))


def test_what_stepwell_did_by_itself_is_shown_when_asked_for(world):
    person = world.amara()
    people.person_by_id(Access.system(world.a.operator.pk), person_id=person.pk)
    access = world.access(Role.COUNSELOR)
    assert "Stepwell" not in {line.who for line in trail_of(access, subject=person.subject).lines}
    assert "Stepwell" in {line.who for line in trail_of(access, subject=person.subject, with_system=True).lines}


def test_the_neighbour_sees_no_trail(world):
    person = world.amara()
    with pytest.raises(NotFound):
        trail_of(world.stranger, subject=person.subject)
    assert not [line for line in trail(world.stranger).lines if line.subject_id == person.subject_id]


def test_each_disclosure_stands_with_its_consent_and_notice(world):
    stay = in_treatment(world)
    consent = consented(world, stay)
    recipient = consent.recipient_class
    consents.disclose(
        world.access(Role.COUNSELOR),
        subject=stay.subject,
        recipient=recipient,
        purpose="treatment",
        categories=frozenset(consent.categories[:1]),
        content="The plan, three pages",
        at=world.at(TODAY),
    )
    consents.revoke(world.access(Role.PRIVACY_OFFICER), consent=consent, at=world.at(TODAY, 12), how="by letter")
    (told,) = disclosures_of(world.access(Role.CLINICIAN), subject=stay.subject)
    assert (told.recipient, told.content, told.basis) == (recipient, "The plan, three pages", "consent")
    assert (told.consent_id, told.consent_kind, told.notice) == (consent.pk, "tpo", consents.NOTICE_VERSION)
    assert told.consent_taken_back_at == world.at(TODAY, 12), "what was told stays told"
    every = disclosures(world.access(Role.PRIVACY_OFFICER), from_on=TODAY, to_on=TODAY)
    assert every == [(stay.subject.pk, told)]


def test_a_page_of_the_trail_is_one_read(world):
    person = world.amara()
    for ask in (
        lambda: trail_of(world.access(Role.COUNSELOR), subject=person.subject),
        lambda: trail(world.access(Role.PRIVACY_OFFICER), door="plan"),
        lambda: disclosures_of(world.access(Role.COUNSELOR), subject=person.subject),
    ):
        with CaptureQueriesContext(
            connection,
        ) as counted:
            ask()
        reads = [one["sql"] for one in counted if one["sql"].startswith("SELECT") and "set_config" not in one["sql"]]
        assert len(reads) == 1
