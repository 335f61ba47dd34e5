"""Treatment hours: exact at the minute, no minute twice, told midweek."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.sessions.rules.hours import treatment_hours
from stepwell.care.sessions.rules.hours_facts import Hours, HoursFacts, Present
from stepwell.care.sessions.rules.intervals import minutes, union, without
from stepwell.foundation.policy.loading import load
from tests.rules.policy_cases import policy_cases, ruled

MONDAY = date(2026, 3, 2)
POLICY = load("scheduling/treatment-hours", on=MONDAY)
AFTER = MONDAY + timedelta(days=7)


def present(day: int, starts: int, length: int, kind: str | None = None, **more: bool) -> Present:
    """A stretch on the week's day (0 is Monday), from a minute of the day, so many minutes long."""
    begins = datetime.combine(MONDAY, time()) + timedelta(days=day, minutes=starts)
    return Present(begins, begins + timedelta(minutes=length), kind, **more)


def ask(attended: list[Present], **more: object) -> Hours:
    ruling = treatment_hours(HoursFacts(MONDAY, AFTER, tuple(attended), **more), POLICY)
    assert ruling.reasons
    return ruling.answer


@pytest.mark.parametrize(("facts", "expect"), policy_cases("scheduling/treatment-hours"))
def test_what_the_policy_promises(facts: dict, expect: dict) -> None:
    ruling = ruled("hours", facts)["ruling"]
    assert {key: ruling[key] for key in expect} == expect


@pytest.mark.parametrize(("total", "status"), [(539, "short"), (540, "met"), (1140, "met"), (1141, "over")])
def test_the_week_begins_to_count_at_its_last_minute(total: int, status: str) -> None:
    days = [present(day, 540, total // 5) for day in range(4)]
    rest = present(4, 540, total - 4 * (total // 5))
    assert ask([*days, rest]).status == status


@pytest.mark.parametrize(("length", "counted"), [(15, 195), (16, 180)])
def test_a_short_break_counts_and_a_long_one_does_not(length: int, counted: int) -> None:
    pause = present(0, 630, length, "break")
    assert ask([present(0, 540, 90), pause, present(0, 630 + length, 90)]).attended_minutes == counted


def test_a_long_break_inside_a_block_is_taken_out() -> None:
    assert ask([present(0, 540, 180), present(0, 630, 20, "break")]).attended_minutes == 160


def test_two_short_breaks_in_a_row_are_a_long_one() -> None:
    breaks = [present(0, 630, 10, "break"), present(0, 640, 10, "break")]
    assert ask([present(0, 540, 180), *breaks]).attended_minutes == 160


def test_breaks_alone_are_no_treatment() -> None:
    assert ask([present(0, 540, 15, "break"), present(1, 540, 15, "break")]).attended_minutes == 0


@pytest.mark.parametrize("kind", ["testing", "mutual-help", "no-show", "meal"])
def test_what_never_counts_is_taken_out_even_inside_a_session(kind: str) -> None:
    assert ask([present(0, 540, 180), present(0, 600, 10, kind)]).attended_minutes == 170
    assert ask([present(0, 540, 180, kind)]).attended_minutes == 0


@pytest.mark.parametrize(("led", "planned", "counted"), [(1, 1, 60), (1, 0, 0), (0, 1, 0), (0, 0, 0)])
def test_holistic_sessions_count_when_led_by_a_therapist_and_on_the_plan(led, planned, counted) -> None:
    yoga = present(0, 540, 60, "yoga", therapist_led=bool(led), on_plan=bool(planned))
    assert ask([yoga]).attended_minutes == counted


def test_the_week_is_monday_to_sunday() -> None:
    around = [present(-1, 540, 60), present(0, 0, 60), present(6, 1380, 60), present(7, 540, 60)]
    assert ask(around).attended_minutes == 120
    assert HoursFacts(date(2026, 3, 8), AFTER, ()).monday == MONDAY


def test_a_change_of_the_clock_neither_adds_nor_takes_an_hour() -> None:
    zone = ZoneInfo("America/Los_Angeles")
    night = Present(datetime(2026, 3, 8, 1, tzinfo=zone), datetime(2026, 3, 8, 4, tzinfo=zone))
    assert ask([night]).attended_minutes == 120


def test_midweek_the_seats_to_come_are_counted_once() -> None:
    seats = tuple(present(day, 540, 180) for day in (0, 2, 4))
    facts = HoursFacts(MONDAY, MONDAY + timedelta(days=2), (seats[0], present(2, 540, 170)), seats)
    hours = treatment_hours(facts, POLICY).answer
    assert (hours.attended_minutes, hours.planned_minutes, hours.status) == (350, 190, "on_course")
    missed = treatment_hours(replace(facts, today=MONDAY + timedelta(days=3)), POLICY).answer
    assert (missed.planned_minutes, missed.status, missed.flags) == (180, "short", ("under-floor",))


def test_the_plan_may_ask_for_more_than_the_floor_and_never_for_less() -> None:
    week = [present(day, 540, 180) for day in (0, 2, 4)]
    asked = ask(week, plan_minutes=720)
    assert (asked.status, asked.short_by_minutes, asked.flags) == ("short", 180, ("under-plan",))
    assert ask(week[:2], plan_minutes=300).status == "short"


def test_a_level_has_its_own_band() -> None:
    week = [present(day, 540, 180) for day in range(3)]
    assert ask(week[:1], level="1.5").status == "met"
    assert ask(week, level="1.5").flags == ("reaches-next-level",)
    assert ask(week, level="2.5").status == "short"


stretches = st.lists(
    st.builds(
        present,
        st.integers(0, 2),
        st.integers(480, 700),
        st.integers(1, 240),
        st.sampled_from([None, "group", "break", "testing", "yoga"]),
    ),
    max_size=8,
)


@given(attended=stretches, data=st.data())
def test_order_and_repetition_do_not_matter(attended: list[Present], data) -> None:
    again = [*data.draw(st.permutations(attended)), *attended]
    assert ask(again).attended_minutes == ask(attended).attended_minutes


@given(attended=stretches, more=st.builds(present, st.integers(0, 2), st.integers(480, 700), st.integers(1, 240)))
def test_more_treatment_never_lowers_the_hours(attended: list[Present], more: Present) -> None:
    assert ask([*attended, more]).attended_minutes >= ask(attended).attended_minutes


@given(attended=stretches)
def test_never_more_minutes_than_were_on_the_clock(attended: list[Present]) -> None:
    on_the_clock = {
        (one.starts + timedelta(minutes=minute))
        for one in attended
        for minute in range(int((one.ends - one.starts).total_seconds() // 60))
    }
    assert 0 <= ask(attended).attended_minutes <= len(on_the_clock)


@given(kept=stretches, taken=stretches)
def test_minutes_are_a_set(kept: list[Present], taken: list[Present]) -> None:
    one = [(of.starts, of.ends) for of in kept]
    other = [(of.starts, of.ends) for of in taken]
    both = minutes(union([*one, *other]))
    assert minutes(without(one, other)) + minutes(other) == both
