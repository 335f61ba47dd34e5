"""The director's dashboard: each part with its definition and denominator, in few reads however many people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepwell.care.transitions.actions import discharge
from stepwell.foundation.gate.refusals import BadInput, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.office.reports import queries as reports
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.people import actions as people
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import with_plan
from tests.actions.stay import attend, in_treatment
from tests.world import TODAY

UNTIL = TODAY + timedelta(days=41)


def somebody(world, number=0, on=TODAY):
    person = people.register(world.access(Role.COORDINATOR), first_name=f"Person{number}", last_name="Invented")
    return in_treatment(world, on=on, person=person)


def leave(world, stay, reason, on):
    given = {"next_to": "Outpatient", "next_at": world.at(on + timedelta(days=3)), "client_signature": "signed"}
    return discharge(
        world.access(Role.CLINICIAN), episode=stay.episode, on=on, reason=reason,
        by=world.a.staff[Role.CLINICIAN][0], credential="LMFT", aftercare={}, at=world.at(on), **given,
    )  # fmt: skip


def reads(ask):
    """What came back, and how many tables were read for it."""
    with CaptureQueriesContext(connection) as counted:
        found = ask()
    return found, sum(one["sql"].startswith("SELECT") and "set_config" not in one["sql"] for one in counted)


def director(world):
    return world.access(Role.DIRECTOR)


def test_the_census_by_level_and_week(world):
    stays = [somebody(world, number) for number in range(3)]
    leave(world, stays[0], "completed", TODAY + timedelta(days=10))
    episodes.begin_leave(world.access(Role.COUNSELOR), episode=stays[1].episode, on=UNTIL, reason="hospital")
    found, count = reads(lambda: reports.census(director(world), from_on=TODAY, to_on=UNTIL))
    (row,) = found.rows
    assert (row.site, row.level, row.people, row.on_leave) == (world.a.site.name, "2.1", 2, 1)
    assert [day.people for day in found.weeks] == [3, 3, 2, 2, 2, 2, 2]
    assert found.weeks[-1].on == UNTIL
    assert found.weeks[0].by_level == {"2.1": 3}
    assert found.weeks[0].by_site == {world.a.site.name: 3}
    assert (found.basis.n, found.basis.few[:6]) == (2, "Only 2")
    assert count <= 3


def test_the_last_day_of_a_stay_still_has_its_level(world):
    leave(world, somebody(world), "completed", UNTIL)
    found = reports.census(director(world), from_on=TODAY, to_on=UNTIL)
    assert [(row.level, row.people) for row in found.rows] == [("2.1", 1)]


def test_free_seats_of_every_program(world):
    group = open_group(world)
    before = reports.free_seats(director(world), on=TODAY)
    take_seats(with_plan(world), group, weeks=2)
    after, count = reads(lambda: reports.free_seats(director(world), on=TODAY))
    assert before.basis.n == group.hard_cap
    assert after.basis.n == group.hard_cap - 1
    assert sum(part.free for part in after.programs[0].dayparts) == after.basis.n
    assert count <= 3


def test_show_rate_and_hours_by_week(world):
    stay = somebody(world)
    for day in (0, 1, 2):
        attend(world, stay, TODAY + timedelta(days=day), minutes=180)
    attend(world, stay, TODAY + timedelta(days=7), minutes=180)
    attend(world, stay, TODAY + timedelta(days=8), outcome="no_show", signed=False)
    attend(world, stay, TODAY + timedelta(days=9), outcome="excused", signed=False)
    attend(world, stay, TODAY + timedelta(days=10), outcome="expected", signed=False)
    to_on = TODAY + timedelta(days=15)
    found = reports.attendance(director(world), from_on=TODAY, to_on=to_on)
    assert (found.show.count, found.show.of) == (4, 6)
    assert found.show_basis.left_out == "1 not decided yet"
    assert [(week.share.count, week.share.of) for week in found.show_weeks] == [(3, 3), (1, 3), (0, 0)]
    assert (found.hours.count, found.hours.of) == (1, 2), "nine hours were kept once; the third week is not over"
    assert found.hours_weeks[2].share.share is None


def test_a_week_with_leave_is_left_out_and_named(world):
    stay = somebody(world)
    coming = TODAY + timedelta(days=8)
    episodes.begin_leave(world.access(Role.COUNSELOR), episode=stay.episode, on=coming, reason="family")
    found = reports.attendance(director(world), from_on=TODAY, to_on=TODAY + timedelta(days=13))
    assert (found.hours.of, found.hours_basis.left_out) == (1, "1 with a day of leave")


def test_stays_with_both_curves(world):
    stays = [somebody(world, number) for number in range(4)]
    leave(world, stays[0], "completed", TODAY + timedelta(days=5))
    leave(world, stays[1], "left-early", TODAY + timedelta(days=10))
    found, count = reads(lambda: reports.stays(director(world), from_on=TODAY, to_on=UNTIL))
    any_end, left_early = ({point.day: point.share for point in curve.points} for curve in found.curves)
    assert any_end == {7: 0.75, 14: 0.5, 30: 0.5, 60: None, 90: None, 120: None}
    assert left_early == {7: 1.0, 14: 0.6667, 30: 0.6667, 60: None, 90: None, 120: None}
    assert (found.length.median, found.length_basis.n, found.length_basis.left_out) == (8.5, 2, "2 still open")
    assert sum(bar.stays for bar in found.bars) == 2
    assert [(figure.numerator, figure.denominator) for figure in found.completion] == [(1, 2), (1, 2), (1, 4)]
    assert found.few_of["completion-discharges"].startswith("Only 2")
    assert count <= 6


def test_staff_load_names_the_oldest_unsigned_note(world):
    stay = somebody(world)
    attend(world, stay, TODAY, signed=False)
    attend(world, stay, TODAY + timedelta(days=1), signed=False)
    attend(world, stay, TODAY + timedelta(days=2), signed=True)
    open_group(world)
    at = world.at(TODAY + timedelta(days=3))
    found, count = reads(lambda: reports.staff_load(director(world), on=TODAY + timedelta(days=3), at=at))
    first = found.members[0]
    assert (first.name, first.unsigned, first.oldest) == (
        world.a.staff[Role.COUNSELOR][0].name,
        4,
        world.at(TODAY, 9),
    )
    assert first.groups_a_week == 1
    assert count <= 6
    later = reports.staff_load(director(world), on=TODAY, at=world.at(TODAY, 8))
    assert not any(member.unsigned for member in later.members), "a session that has not begun asks for no note"


@pytest.mark.parametrize("part", [reports.census, reports.attendance, reports.stays])
def test_reads_do_not_grow_with_people(world, part):
    def counted():
        return reads(lambda: part(director(world), from_on=TODAY, to_on=UNTIL))[1]

    attend(world, somebody(world))
    before = counted()
    for number in range(1, 4):
        attend(world, somebody(world, number), hour=9 + 3 * number, minutes=60)
    assert counted() == before <= 9


def test_who_may_not_and_what_cannot_be(world):
    with pytest.raises(NotPermitted):
        reports.census(world.access(Role.COUNSELOR), from_on=TODAY, to_on=UNTIL)
    for part in (reports.census, reports.attendance, reports.stays):
        with pytest.raises(BadInput):
            part(director(world), from_on=UNTIL, to_on=TODAY)
    somebody(world)
    assert not reports.census(world.stranger, from_on=TODAY, to_on=UNTIL).rows
    assert not reports.census(director(world), from_on=TODAY, to_on=UNTIL, site_id=world.b.site.pk).rows
