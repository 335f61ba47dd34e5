"""Admission: on any day, once a clinician has placed and the papers are signed; everything missing is named."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from stepwell.care.admissions import queries as of_admissions
from stepwell.care.admissions.actions import PAPER_KINDS, admission, admit, sign_paper, sign_tpo
from stepwell.care.admissions.rules.admitting import AdmissionFacts, may_admit
from stepwell.care.placement.actions import begin_assessment, confirm_level, rate
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.episodes import queries as of_episodes
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people
from tests.actions.test_enquiry import first_contact
from tests.actions.test_placement import INTENSIVE
from tests.rules.policy_cases import policy_cases
from tests.world import TODAY

CASES = [case for case in policy_cases("enquiries") if "may" in case.values[1]]
READY = AdmissionFacts(
    on=TODAY,
    age=33,
    youngest=18,
    oldest=None,
    level="2.1",
    level_offered="on_site",
    confirmed_on=TODAY,
    papers_missing=(),
    tpo_signed=True,
    continues_medication=False,
    medication_continued=True,
    program_runs=True,
    open_stay=False,
    died=False,
)
AGES = Reason("programs/field/iop@1#ages", "Adults only.", "Stepwell, 'Field defaults'")


class Way:
    """Amara's way to the first day, step by step."""

    def __init__(self, world):
        self.world = world
        self.coordinator, self.clinician = world.access(Role.COORDINATOR), world.access(Role.CLINICIAN)
        self.enquiry = first_contact(world)
        self.subject = self.enquiry.subject
        self.decision = None

    def born(self, on):
        person = of_people.person(self.coordinator, subject=self.subject)
        people.describe(self.coordinator, person=person, birth_date=on)
        return self

    def placed(self, ratings=INTENSIVE, level="2.1", at=None, age=33):
        sam = self.world.a.staff[Role.CLINICIAN][0]
        assessment = begin_assessment(self.clinician, subject=self.subject, by=sam, on=TODAY)
        rate(self.clinician, assessment=assessment, ratings=ratings)
        self.decision = confirm_level(
            self.clinician,
            assessment=assessment,
            by=sam,
            credential="LMFT",
            selected=level,
            actual=level,
            at=at or self.world.at(),
            age=age,
        )
        return self

    def signed(self, without=()):
        fields = {"name": "Nia", "how_related": "sister", "phone": "714-555-0144"}
        for kind in PAPER_KINDS:
            if kind not in (*without, "telehealth-consent"):
                sign_paper(
                    self.coordinator,
                    subject=self.subject,
                    kind=kind,
                    signed_by="Amara Sampleworth",
                    at=self.world.at(),
                    fields=fields if kind == "emergency-contact" else None,
                )
        return self

    def tpo(self, at=None):
        at = at or self.world.at()
        self.consent = sign_tpo(self.coordinator, subject=self.subject, signed_by="Amara Sampleworth", at=at)
        return self

    def admitted(self, on=TODAY, access=None, **given):
        usual = {"subject": self.subject, "program": self.world.a.program, "decision": self.decision, "age": 33}
        return admit(access or self.coordinator, on=on, **{**usual, **given})


@pytest.fixture
def way(world):
    return Way(world)


def rules_of(refused):
    return [reason.rule.partition("#")[2] for reason in refused.value.reasons]


@pytest.mark.parametrize(("facts", "expect"), CASES)
def test_the_cases_beside_the_policy(facts, expect):
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()}
    if "confirmed_on" in given:
        given["confirmed_on"] = date.fromisoformat(given["confirmed_on"])
    if given.get("level", "2.1") not in (None, "2.1"):
        given["level_offered"] = "referral"
    ruling = may_admit(replace(READY, **given), AGES, load("enquiries/admission", TODAY))
    found = {"may": ruling.answer, "rules": [reason.rule.partition("#")[2] for reason in ruling.reasons]}
    assert found == expect


@pytest.mark.parametrize("days", range(7))
def test_somebody_starts_on_any_day_of_the_week(way, days):
    on = TODAY + timedelta(days=days)
    episode = way.placed().signed().tpo().admitted(on=on, enquiry=way.enquiry)
    [step] = of_episodes.stair(way.coordinator, episode=episode)
    assert (episode.admitted_on, step.level, step.since) == (on, "2.1", on)
    assert (step.weekly_hours, step.days_per_week) == (12, 4)
    assert [each.state for each in of_admissions.steps_of(way.coordinator, enquiry=way.enquiry)] == ["admitted"]
    assert of_admissions.enquiry_board(way.coordinator, at=way.world.at()) == []


def test_everything_that_is_missing_is_named_at_once(way):
    with pytest.raises(NotAllowed) as refused:
        way.placed().signed(without=("rights", "fees")).admitted()
    assert rules_of(refused) == ["papers", "tpo"]
    assert refused.value.reasons[0].facts["missing"] == ["rights", "fees"]
    assert "rights, fees" in refused.value.says
    assert of_episodes.episodes_of(way.coordinator, subject=way.subject) == []


def test_a_revoked_consent_does_not_carry_an_admission(way):
    way.placed().signed().tpo()
    people.revoke_consent(way.coordinator, consent=way.consent, at=way.world.at(hour=11), how="in writing")
    with pytest.raises(NotAllowed) as refused:
        way.admitted()
    assert rules_of(refused) == ["tpo"]


def test_the_level_is_confirmed_by_the_day_and_for_this_person(way, world):
    way.signed().tpo()
    tomorrow = world.at(TODAY + timedelta(days=1))
    with pytest.raises(NotAllowed) as refused:
        way.placed(at=tomorrow).admitted()
    assert rules_of(refused) == ["level-confirmed"]
    other = Way(world).placed()
    with pytest.raises(NotAllowed) as refused:
        way.admitted(decision=other.decision)
    assert rules_of(refused) == ["level-confirmed"]


def test_a_decision_that_a_later_one_replaced_admits_nobody(way, world):
    first = way.placed().signed().tpo().decision
    way.placed(at=world.at(hour=12))
    with pytest.raises(BadInput, match="later level"):
        way.admitted(decision=first)
    assert way.admitted().pk


def test_a_level_the_program_does_not_give_is_accompanied_elsewhere(way):
    way.placed(INTENSIVE | {"4A": "E"}, "3.5").signed().tpo()
    with pytest.raises(NotAllowed) as refused:
        way.admitted()
    assert rules_of(refused) == ["level-given"]


def test_medication_goes_on_here_and_is_no_reason_to_refuse(way):
    assert way.placed(INTENSIVE | {"1C": "MOUD_CONTINUE"}).signed().tpo().admitted().pk


def test_a_program_without_declared_ages_takes_adults_by_their_date_of_birth(way):
    way.placed().signed().tpo()
    with pytest.raises(NotAllowed) as refused:
        way.admitted(age=None)
    assert rules_of(refused) == ["age-known"]
    way.born(TODAY.replace(year=TODAY.year - 18) + timedelta(days=1))
    with pytest.raises(NotAllowed) as refused:
        way.admitted(age=33)
    assert refused.value.reasons[0].facts["age"] == 17
    assert way.admitted(age=None, on=TODAY + timedelta(days=1)).pk


def test_one_stay_at_a_time_and_papers_are_signed_anew_for_the_next(way, world):
    episode = way.placed().signed().tpo().admitted()
    with pytest.raises(NotAllowed) as refused:
        way.admitted()
    assert rules_of(refused) == ["one-stay"]
    later = TODAY + timedelta(days=30)
    episodes.close_episode(world.a.access(Role.SYSTEM), episode=episode, on=later)
    with pytest.raises(NotAllowed) as refused:
        way.admitted(on=later + timedelta(days=30))
    assert rules_of(refused) == ["papers"]


def test_nobody_is_admitted_after_a_death_or_before_the_program_runs(way):
    way.placed().signed().tpo()
    with pytest.raises(NotAllowed) as refused:
        way.admitted(on=TODAY - timedelta(days=1))
    assert "program-runs" in rules_of(refused)
    people.record_death(way.coordinator, subject=way.subject, on=TODAY, at=way.world.at())
    with pytest.raises(NotAllowed) as refused:
        way.admitted()
    assert rules_of(refused) == ["alive"]


def test_hours_and_days_may_be_agreed_on(way):
    episode = way.placed().signed().tpo().admitted(weekly_hours=9, days_per_week=3)
    [step] = of_episodes.stair(way.coordinator, episode=episode)
    assert (step.weekly_hours, step.days_per_week) == (9, 3)


def test_another_persons_enquiry_is_not_moved(way, world):
    way.placed().signed().tpo()
    with pytest.raises(BadInput) as refused:
        way.admitted(enquiry=Way(world).enquiry)
    assert refused.value.field == "enquiry"


def test_who_may_admit(way, world):
    way.placed().signed().tpo()
    with pytest.raises(NotPermitted):
        way.admitted(access=world.access(Role.COUNSELOR))
    with pytest.raises(NotFound):
        way.admitted(access=world.stranger)
    assert way.admitted(access=way.clinician, enquiry=way.enquiry).pk


@pytest.mark.django_db(transaction=True)
def test_of_two_admissions_that_race_the_database_lets_one_through(committed_world, monkeypatch):
    way = Way(committed_world).placed().signed().tpo()
    meet, won, lost = threading.Barrier(2, timeout=20), [], []

    def ruled_together(*facts):
        ruling = may_admit(*facts)
        meet.wait()
        return ruling

    def race():
        try:
            won.append(way.admitted(enquiry=way.enquiry).pk)
        except Conflict as refused:
            lost.append(refused)
        finally:
            connection.close()

    monkeypatch.setattr(admission, "may_admit", ruled_together)
    racers = [threading.Thread(target=race) for _ in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert (len(won), len(lost)) == (1, 1)
    [stay] = of_episodes.episodes_of(way.coordinator, subject=way.subject)
    assert stay.pk == won[0]
    assert consents.in_force(way.coordinator, subject=way.subject, on=TODAY, kind="tpo")
