"""The demonstration: after twelve weeks everything that happens in a program has happened, and again the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import transaction

from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions import queries as sessions
from stepwell.care.transitions import queries as transitions
from stepwell.doors.cli import world
from stepwell.doors.cli.demonstration import cast, figures, portal, scripts, story
from stepwell.doors.cli.demonstration.scene import Client, Scene
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Login, TrailRow
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as jobs
from stepwell.office.claims import queries as claims
from stepwell.office.grievances import queries as grievances
from stepwell.office.utilization import queries as utilization
from stepwell.registry.people import queries as people

#: A Thursday; the story ends at half past twelve.
TODAY = date(2026, 11, 19)


def lives(program: str, weeks: int, seed: int = 1) -> Scene:
    setting = story.Setting(story.moment(TODAY), weeks, seed)
    return story.told(program, story.opened(program, setting), setting)


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker) -> Iterator[Scene]:
    """Twelve weeks of the first clinic, taken back after the tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield lives(story.RICHEST, 12)
        transaction.set_rollback(True)


def called(scene: Scene, who: cast.Character) -> Client:
    return next(one for one in scene.clients if one.way.who == who)


def test_the_usual_days_have_happened(scene: Scene) -> None:
    for what in (
        "enquiries",
        "intakes",
        "admissions",
        "attended",
        "no_shows",
        "excused",
        "outreach",
        "notes",
        "amended",
        "tests",
        "returns to use",
        "medications",
        "check-ups",
        "measures",
        "individual sessions",
        "family sessions",
        "claims",
        "stay reviews",
        "thinned",
        "plan reviews",
        "renewals",
        "handoff kept",
        "stepped down",
        "stepped up",
        "denied",
        "consents revoked",
        "leaves",
        "follow-up calls",
        "withdrawn",
        "staff away",
        "grievances",
        "incidents",
    ):
        assert scene.told.get(what), what


def test_people_come_on_any_day_and_about_twenty_are_there(scene: Scene) -> None:
    came = [one.episode.admitted_on for one in scene.clients if one.episode is not None]
    assert {on.weekday() for on in came} == set(range(5))
    assert len({on.isocalendar().week for on in came}) >= 11
    assert 17 <= sum(one.is_treated(TODAY) for one in scene.clients) <= 23


@pytest.mark.parametrize("program", world.PROGRAMS)
def test_about_twenty_are_meant_to_be_there_in_every_clinic(scene: Scene, taken_back: None, program: str) -> None:
    setting = story.Setting(story.moment(TODAY))
    opens = program != story.RICHEST
    planned = story.scene_of(program, story.opened(program, setting), setting) if opens else scene
    assert 17 <= sum(one.way.is_there(TODAY) for one in planned.clients) <= 23


def test_nothing_of_the_story_is_refused(scene: Scene) -> None:
    assert scene.refusals == []


def test_people_leave_in_every_way(scene: Scene) -> None:
    reasons = {reason for reason, *_ in (*scripts.LEAVING, *scripts.RARE)}
    assert {name.removeprefix("left: ") for name in scene.told if name.startswith("left: ")} == reasons


def test_a_handoff_waits_and_a_plan_waits_for_each_of_two(scene: Scene) -> None:
    open_now = [one.consents["handoff"] for one in scene.clients if "handoff" in one.consents]
    discharges = [one.consents["discharge"] for one in scene.clients if "handoff" in one.consents]
    assert open_now
    act = scene.by(Role.CASE_MANAGER)
    assert any(not row.outcome for each in discharges for row in transitions.handoffs_of(act, discharge=each))
    waiting = [one for one in jobs.due(scene.by(Role.CLINICIAN), limit=500) if one.kind == "sign-plan"]
    assert {one.subject_id for one in waiting} >= {called(scene, who).subject.pk for who in (cast.DARIO, cast.EDNA)}


def test_notes_of_the_last_block_wait_and_a_test_waits(scene: Scene) -> None:
    waiting = [
        one
        for index in (0, 1)
        for one in sessions.unsigned(scene.by(Role.COUNSELOR, index), staff=scene.staff(Role.COUNSELOR, index))
    ]
    assert {one.session.on for one in waiting} == {scene.last_block[0]}
    assert any(one.kind == "review-test" for one in jobs.due(scene.by(Role.CLINICIAN), limit=500))


def test_days_are_held_and_an_authorization_runs_out(scene: Scene) -> None:
    act = scene.by(Role.BILLER)
    assert claims.held_days(act)
    finn = called(scene, cast.FINN)
    stands = utilization.ledger(scene.by(Role.REVIEWER), authorization=finn.authorization, on=scene.last).answer
    assert any(alarm.what == "days" and alarm.left <= 7 for alarm in stands.alarms)
    assert stands.units_left


def test_a_consent_was_taken_back_and_the_note_amended(scene: Scene) -> None:
    amara = called(scene, cast.AMARA)
    act = scene.by(Role.PRIVACY_OFFICER)
    assert consents.revoked_at(act, consent_id=amara.consents["former"].pk)
    assert people.person(act, subject=amara.subject).name == "Amara Sampleworth"
    parts = [one for one in sessions.notes_of(scene.by(Role.COUNSELOR), subject=amara.subject) if one.part.amends_id]
    assert parts


def test_who_is_let_in_sees_it_and_who_was_sees_nothing(scene: Scene) -> None:
    amara = called(scene, cast.AMARA)
    opened_for = {one.username.partition("@")[0]: one for one in Login.objects.exclude(subject=None)}
    assert set(opened_for) == {one.word for one in portal.ACCOUNTS}
    own, sister, former = (opened_for[word].access(on=TODAY) for word in ("amara", "nia", "rex"))
    assert people.person(own, subject=amara.subject).language == "en"
    assert people.person(sister, subject=amara.subject).pk == amara.person.pk
    with pytest.raises(NotFound):
        people.person(former, subject=amara.subject)
    other = opened_for["joaquin"].access(on=TODAY)
    assert people.person(other, subject=called(scene, cast.JOAQUIN).subject).language == "es"
    with pytest.raises(NotFound):
        people.person(other, subject=amara.subject)


def test_somebody_is_ill_today_and_a_grievance_is_under_way(scene: Scene) -> None:
    whole = {"starts": scene.clock.at(TODAY, 0), "ends": scene.clock.at(TODAY, 23, 59)}
    away = scheduling.absences(scene.by(Role.COORDINATOR), **whole)
    assert [one.staff_id for one in away] == [scene.staff(Role.COUNSELOR, 1).pk]
    assert grievances.grievances(scene.by(Role.DIRECTOR), at=scene.now)


def test_the_board_has_somebody_at_every_state_and_seats_stand_ahead(scene: Scene) -> None:
    states = {scripts.BOARD[number][1] for number in range(len(scripts.BOARD))}
    assert {one.way.ends.removeprefix("is ") for one in scene.clients if one.way.ends.startswith("is ")} == states
    tomorrow = next(one for one in scene.blocks if one.weekday == (TODAY + timedelta(days=1)).weekday())
    members = scheduling.members_on(scene.by(Role.COUNSELOR), group=tomorrow.groups[0], on=TODAY + timedelta(days=1))
    assert members


def test_what_was_done_is_stamped_by_the_storys_clock(scene: Scene) -> None:
    with opened(Access.system(scene.clinic.operator.pk)):
        days = {at.date() for at in TrailRow.objects.filter(door__contains="sign_own").values_list("at", flat=True)}
    assert len(days) >= 8
    assert max(days) <= TODAY


@pytest.fixture
def taken_back(scene: Scene) -> Iterator[None]:
    """What a test lives through beside the first clinic is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_same_seed_tells_the_same_story(scene: Scene) -> None:
    told = []
    for _ in range(2):
        with transaction.atomic():
            told.append(story.fingerprint(lives("clinic-732", 1)))
            transaction.set_rollback(True)
    assert told[0] == told[1]


def test_another_seed_brings_other_people(taken_back: None) -> None:
    plans = []
    for seed in (1, 2):
        with transaction.atomic():
            setting = story.Setting(story.moment(TODAY), 1, seed)
            scene = story.scene_of("clinic-732", story.opened("clinic-732", setting), setting)
            plans.append([client.way for client in scene.clients])
            transaction.set_rollback(True)
    assert plans[0] != plans[1]


def test_a_simulation_says_what_came_of_it(taken_back: None) -> None:
    told = figures.simulated("clinic-732", 1, 4, 1, TODAY)
    assert (told["admissions"], told["refused"]) == (4, 0)
    assert [each["people"] for each in told["census"]]
    assert {
        "weeks_with_hours_kept",
        "days_billable",
        "days_held",
        "authorizations_run_out",
        "left",
        "completion",
    } <= set(told)
    assert told["days_billable"] + told["days_held"] > 0
