"""An authorization: asked, answered, appealed, spent by attended days, foreseen; a leave pauses it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepwell.foundation.gate.refusals import BadInput, Conflict, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as open_work
from stepwell.foundation.jobs.worker import drain
from stepwell.office.utilization import actions, queries
from stepwell.registry.episodes import actions as episodes
from tests.actions.stay import authorized, in_treatment, insure
from tests.world import TODAY

SPAN = {"span_from": TODAY, "span_to": TODAY + timedelta(days=40)}


def ask(world, person, coverage, **more):
    return actions.request(
        world.access(Role.REVIEWER),
        subject=person.subject,
        coverage=coverage,
        code="H0015",
        level="2.1",
        units=12,
        at=world.at(TODAY - timedelta(days=5)),
        **SPAN,
        **more,
    )


def tasks(world, stay) -> dict[str, str]:
    return {task.kind: task.says for task in open_work.open_about(world.access(Role.REVIEWER), subject=stay.subject)}


def test_the_status_follows_from_what_the_payer_said(world):
    reviewer = world.access(Role.REVIEWER)
    person = world.amara()
    row = ask(world, person, insure(world, person))

    def status(on=TODAY):
        return queries.ledger(reviewer, authorization=row, on=on).answer.status

    assert status() == "requested"
    actions.pend(reviewer, authorization=row, at=world.at(TODAY - timedelta(days=4)), reason="the intake assessment")
    assert status() == "pended"
    actions.deny(reviewer, authorization=row, at=world.at(TODAY - timedelta(days=3)), reason="a lower level would do")
    assert status() == "denied"
    actions.appeal(reviewer, authorization=row, at=world.at(TODAY - timedelta(days=2)))
    assert status() == "appealed"
    actions.overturn(reviewer, authorization=row, at=world.at(TODAY - timedelta(days=1)), number="A1", units=10, **SPAN)
    found = queries.ledger(reviewer, authorization=row, on=TODAY).answer
    assert (found.status, found.number, found.units, found.units_left) == ("active", "A1", 10, 10)
    assert status(TODAY - timedelta(days=2)) == "appealed"
    assert status(TODAY + timedelta(days=41)) == "expired"


def test_an_answer_ends_the_waiting_and_a_denial_asks_for_a_talk(world):
    reviewer = world.access(Role.REVIEWER)
    stay = in_treatment(world)
    row = ask(world, stay.person, stay.coverage)
    assert set(tasks(world, stay)) == {"chase-payer"}
    actions.deny(reviewer, authorization=row, at=world.at(), reason="no medical necessity")
    asked = tasks(world, stay)
    assert set(asked) == {"appeal-denial"}
    assert "2026-08-29" in asked["appeal-denial"]  # 180 days later


@pytest.mark.parametrize("answer", ["appeal", "overturn"])
def test_what_was_not_denied_cannot_be_appealed(world, answer):
    person = world.amara()
    row = ask(world, person, insure(world, person))
    said = {"number": "A1", "units": 3, **SPAN} if answer == "overturn" else {}
    with pytest.raises(Conflict, match="next it can be denied or granted or pended"):
        getattr(actions, answer)(world.access(Role.REVIEWER), authorization=row, at=world.at(), **said)


def test_an_answer_cannot_come_before_the_question(world):
    person = world.amara()
    row = ask(world, person, insure(world, person))
    with pytest.raises(BadInput, match="requested later than that"):
        actions.pend(world.access(Role.REVIEWER), authorization=row, at=world.at(TODAY - timedelta(days=9)))


def test_days_are_spent_and_given_back(world):
    biller, reviewer = world.access(Role.BILLER), world.access(Role.REVIEWER)
    stay = in_treatment(world)
    row = authorized(world, stay, units=2)
    first = actions.spend_unit(biller, authorization=row, on=TODAY)
    assert actions.spend_unit(biller, authorization=row, on=TODAY) == first
    actions.spend_unit(biller, authorization=row, on=TODAY + timedelta(days=2))
    with pytest.raises(Conflict, match="All 2 units of AUTH778899 are spent"):
        actions.spend_unit(biller, authorization=row, on=TODAY + timedelta(days=4))
    left = queries.ledger(reviewer, authorization=row, on=TODAY + timedelta(days=4)).answer
    assert (left.status, left.units_used, left.units_left) == ("exhausted", 2, 0)
    actions.void_unit(biller, use=first, at=world.at(TODAY + timedelta(days=4)), why="The note was withdrawn")
    again = actions.spend_unit(biller, authorization=row, on=TODAY + timedelta(days=4))
    assert again.number == first.number
    with pytest.raises(BadInput, match="2 units are spent already"):
        actions.grant(reviewer, authorization=row, at=world.at(), number="AUTH778899", units=1, **SPAN)


def test_nothing_is_spent_outside_the_span_or_without_a_grant(world):
    biller = world.access(Role.BILLER)
    stay = in_treatment(world)
    with pytest.raises(BadInput, match="covers 2026-03-02 to 2026-04-11"):
        actions.spend_unit(biller, authorization=authorized(world, stay), on=TODAY + timedelta(days=50))
    with pytest.raises(Conflict, match="granted nothing"):
        actions.spend_unit(biller, authorization=ask(world, stay.person, stay.coverage), on=TODAY)


def test_what_was_asked_before_admission_joins_the_stay(world):
    reviewer = world.access(Role.REVIEWER)
    person = world.amara()
    early = ask(world, person, insure(world, person))
    actions.grant(reviewer, authorization=early, at=world.at(), number="A1", units=5, **SPAN)
    stay = in_treatment(world, person=person)
    assert queries.active_for(reviewer, episode=stay.episode, on=TODAY) is None
    actions.attach_episode(reviewer, authorization=early, episode=stay.episode)
    assert queries.active_for(reviewer, episode=stay.episode, on=TODAY) == early
    other = in_treatment(world, person=world.ben())
    with pytest.raises(Conflict, match="another stay"):
        actions.attach_episode(reviewer, authorization=early, episode=other.episode)


def test_a_leave_pauses_and_the_payer_is_told(committed_world):
    world = committed_world
    manager, reviewer = world.access(Role.CASE_MANAGER), world.access(Role.REVIEWER)
    stay = in_treatment(world)
    row = authorized(world, stay)
    leave = episodes.begin_leave(manager, episode=stay.episode, reason="hospital", on=TODAY + timedelta(days=3))
    away = TODAY + timedelta(days=4)
    assert queries.ledger(reviewer, authorization=row, on=away).answer.status == "paused"
    assert queries.active_for(reviewer, episode=stay.episode, on=away) is None
    drain()
    assert "treatment pauses since 2026-03-05; ask whether AUTH778899" in tasks(world, stay)["payer-leave-began"]
    episodes.end_leave(manager, leave=leave, on=TODAY + timedelta(days=7))
    back = TODAY + timedelta(days=7)
    assert queries.ledger(reviewer, authorization=row, on=back).answer.status == "active"
    drain()
    assert "move the end of AUTH778899" in tasks(world, stay)["payer-leave-ended"]


def test_another_level_is_told_and_fewer_days_at_the_same_are_not(committed_world):
    world = committed_world
    stay = in_treatment(world)
    authorized(world, stay)
    fewer = {"weekly_hours": 6, "days_per_week": 2}
    for days, level in ((7, "2.1"), (14, "1.5")):
        on = TODAY + timedelta(days=days)
        episodes.change_level(world.access(Role.CLINICIAN), episode=stay.episode, on=on, level=level, **fewer)
        drain()
        assert ("payer-level-changed" in tasks(world, stay)) == (level == "1.5")
    assert (
        "the level is 1.5 since 2026-03-16; AUTH778899 was granted for 2.1" in tasks(world, stay)["payer-level-changed"]
    )


def test_alarms_sound_once_for_each_threshold(world):
    reviewer, biller = world.access(Role.REVIEWER), world.access(Role.BILLER)
    stay = in_treatment(world)
    row = authorized(world, stay, units=6)
    assert actions.sound_alarms(reviewer, on=TODAY, at=world.at()) == []
    actions.spend_unit(biller, authorization=row, on=TODAY)
    evening = {"on": TODAY, "at": world.at(hour=20)}
    first = actions.sound_alarms(reviewer, **evening)
    assert [task.about for task in first] == [f"authorization:{row.pk}:units:5"]
    assert "5 units left. It runs out about 2026-03-" in first[0].says
    assert actions.sound_alarms(reviewer, **evening) == []
    for days in (2, 4):
        actions.spend_unit(biller, authorization=row, on=TODAY + timedelta(days=days))
    later = TODAY + timedelta(days=4)
    assert [task.about.split(":")[-1] for task in actions.sound_alarms(reviewer, on=later, at=world.at(later))] == ["3"]


def test_others_see_nothing_of_it_and_a_nurse_spends_nothing(world):
    stay = in_treatment(world)
    row = authorized(world, stay)
    with pytest.raises(NotFound):
        queries.ledger(world.stranger, authorization=row, on=TODAY)
    with pytest.raises(NotPermitted):
        actions.spend_unit(world.access(Role.NURSE), authorization=row, on=TODAY)


def test_a_grant_that_was_taken_back_pays_for_nothing(world):
    stay = in_treatment(world)
    row = authorized(world, stay)
    actions.deny(world.access(Role.REVIEWER), authorization=row, at=world.at(), reason="Coverage had ended")
    assert queries.grant_of(world.access(Role.REVIEWER), authorization=row) is None
    with pytest.raises(Conflict, match="granted nothing"):
        actions.spend_unit(world.access(Role.BILLER), authorization=row, on=TODAY)
