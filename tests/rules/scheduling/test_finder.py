"""The seat finder: every week it offers fits, no better one is missed, and a refusal says what would help."""

import time as clock
from dataclasses import replace
from datetime import date, time
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwell.care.scheduling.rules.finder import find_seats
from stepwell.care.scheduling.rules.fitting import allowed, available, has_seat
from stepwell.care.scheduling.rules.seats_facts import Group, Person, Seats, SeatsFacts, Window
from stepwell.care.scheduling.rules.weeks import search
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.loading import load
from tests.rules.policy_cases import policy_cases, ruled

POLICY = load("scheduling/seats", on=date(2026, 3, 2))


def at(hour: float) -> time:
    return time(int(hour), round(hour % 1 * 60))


def group(name: str, weekday: int, starts: float, ends: float, **more: object) -> Group:
    return replace(Group(name, weekday, at(starts), at(ends), 12, 15, 0, "adult"), **more)


EVENINGS = tuple(group(name, day, 18, 21) for day, name in enumerate(["mon", "tue", "wed", "thu", "fri"]))
ALWAYS = tuple(Window(day, time(0), time(23, 59)) for day in range(7))
PERSON = Person(ALWAYS, ("adult",), 540, 1140, least_days=3, most_days=5)


def ask(groups: tuple[Group, ...], person: Person = PERSON) -> Seats:
    ruling = find_seats(SeatsFacts(groups, person), POLICY)
    assert ruling.reasons
    return ruling.answer


@pytest.mark.parametrize(("facts", "expect"), policy_cases("scheduling/seats"))
def test_what_the_policy_promises(facts: dict, expect: dict) -> None:
    ruling = ruled("seats", facts)["ruling"]
    assert (ruling["weeks"][0]["groups"] if ruling["weeks"] else []) == expect["groups"]
    assert [of["kind"] for of in ruling["stands_in_the_way"]] == expect["stands_in_the_way"]


def test_the_fewest_hours_that_are_enough_come_first() -> None:
    weeks = ask(EVENINGS).weeks
    assert weeks[0].groups == ("mon", "tue", "wed")
    assert [week.minutes for week in weeks] == [540] * 5


def test_the_preferred_part_of_the_day_counts_more_than_a_crowded_group_elsewhere() -> None:
    mornings = tuple(group(f"{of.id} early", of.weekday, 9, 12) for of in EVENINGS)
    best = ask((*mornings, *EVENINGS), replace(PERSON, daypart="evening")).weeks[0]
    assert best.groups == ("mon", "tue", "wed")
    assert "All in the evening, as preferred." in best.why


def test_a_crowded_group_is_the_last_choice_and_is_said() -> None:
    crowded = (replace(EVENINGS[0], taken=12), *EVENINGS[1:])
    assert ask(crowded).weeks[0].groups == ("tue", "wed", "thu")
    assert any("Larger than usual: mon." in week.why for week in ask(crowded[:3]).weeks)


def test_two_sessions_in_a_row_make_one_day() -> None:
    halves = tuple(
        group(f"{day}-{half}", day, 9 + 1.5 * half, 10.5 + 1.5 * half) for day in (0, 2, 4) for half in (0, 1)
    )
    week = ask(halves).weeks[0]
    assert (week.days, week.minutes, week.hours) == (3, 540, 9.0)


def test_never_two_at_once() -> None:
    overlapping = tuple(group(f"late {of.id}", of.weekday, 20, 23) for of in EVENINGS[:3])
    for week in ask((*EVENINGS[:3], *overlapping)).weeks:
        assert len(week.groups) == 3


def test_one_track_is_better_than_several() -> None:
    others = tuple(replace(of, id=f"other {of.id}", track="veterans") for of in EVENINGS)
    both = replace(PERSON, tracks=("adult", "veterans"))
    offers = ask((*EVENINGS[:3], *others[:3]), both).weeks
    assert [week.track for week in offers[:2]] == ["adult", "veterans"]
    assert {week.track for week in offers[2:]} == {None}
    mixed = ask((*EVENINGS[:2], others[2]), both).weeks[0]
    assert mixed.track is None
    assert "Across several tracks: adult and veterans." in mixed.why


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"tracks": ("veterans",)}, "no-track"),
        ({"phase": "early"}, "no-phase"),
        ({"modes": ("video",)}, "no-mode-or-site"),
        ({"sites": ("west",)}, "no-mode-or-site"),
    ],
)
def test_what_is_missing_altogether_is_said_first(changed: dict, kind: str) -> None:
    groups = tuple(replace(of, phase="late", site="east") for of in EVENINGS)
    (obstacle,) = ask(groups, replace(PERSON, **changed)).stands_in_the_way
    assert obstacle.kind == kind


def test_by_video_the_site_does_not_matter() -> None:
    groups = tuple(replace(of, mode="video", site="east") for of in EVENINGS)
    assert ask(groups, replace(PERSON, sites=("west",))).weeks


def test_the_one_seat_that_would_open_a_week_is_named() -> None:
    answer = ask((*EVENINGS[:2], replace(EVENINGS[2], taken=15)))
    full = answer.stands_in_the_way[0]
    assert (full.kind, full.groups, full.opens_a_week) == ("full", ("wed",), True)
    assert answer.best_minutes == 360


def test_several_full_groups_are_named_together() -> None:
    everything_full = tuple(replace(of, taken=15) for of in EVENINGS)
    full = ask(everything_full).stands_in_the_way[0]
    assert (full.groups, full.opens_a_week) == (("fri", "mon", "thu", "tue", "wed"), True)
    assert not ask(everything_full[:2]).stands_in_the_way[0].opens_a_week


def test_the_hours_that_would_open_a_week_are_named() -> None:
    narrow = replace(PERSON, windows=(*ALWAYS[:2], Window(2, time(18, 30), time(21))))
    first = ask(EVENINGS[:3], narrow).stands_in_the_way[0]
    assert (first.kind, first.opens_a_week, first.adds_minutes) == ("availability", True, 180)
    assert first.window == Window(2, time(18), time(21))
    assert first.says == "Time on Wednesday 18:00 to 21:00 would open a week."


def test_windows_that_touch_are_one() -> None:
    halves = tuple(Window(day, *ends) for day in range(5) for ends in ((time(17), time(19)), (time(19), time(22))))
    assert ask(EVENINGS, replace(PERSON, windows=halves)).weeks


def test_nobody_without_time_is_offered_anything() -> None:
    answer = ask(EVENINGS, replace(PERSON, windows=()))
    assert (answer.weeks, answer.best_minutes) == ((), 0)
    assert answer.stands_in_the_way[-1].kind == "hours"


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"groups": [{"id": "a", "weekday": 0, "starts": "12:00", "ends": "09:00", "soft_cap": 1, "hard_cap": 1}]},
         "groups[0].ends"),
        ({"groups": [{"id": "a", "weekday": 7, "starts": "09:00", "ends": "12:00", "soft_cap": 1, "hard_cap": 1}]},
         "groups[0].weekday"),
        ({"groups": [{"id": "a", "weekday": 0, "starts": "09:00", "ends": "12:00", "soft_cap": 2, "hard_cap": 1}]},
         "groups[0].hard_cap"),
        ({"groups": [{"id": "a", "weekday": 0, "starts": "09:00", "ends": "12:00", "soft_cap": 1, "hard_cap": 1}] * 2},
         "groups[1].id"),
    ],
)  # fmt: skip
def test_facts_that_cannot_be_searched(changed: dict, path: str) -> None:
    person = {"windows": [], "tracks": [], "least_minutes": 0, "most_minutes": 60}
    with pytest.raises(BadFacts) as wrong:
        ruled("seats", {"groups": [], "person": person} | changed)
    assert wrong.value.path == path


groups = st.lists(
    st.builds(
        lambda *one: one,
        st.integers(0, 3), st.integers(16, 36), st.integers(2, 8), st.integers(10, 16),
        st.sampled_from(["adult", "other", None]),
    ),
    max_size=8,
).map(lambda made: tuple(
    group(f"g{number}", day, start / 2, (start + length) / 2, taken=taken, track=track)
    for number, (day, start, length, taken, track) in enumerate(made)
))  # fmt: skip
windows = st.lists(
    st.builds(lambda day, begins, length: Window(day, at(begins), at(min(begins + length, 23.5))),
              st.integers(0, 3), st.integers(6, 16), st.integers(1, 12)),
    max_size=6,
).map(tuple)  # fmt: skip
people = st.builds(
    lambda windows, tracks, least, more, least_days, most_days, daypart: Person(
        windows, tracks, least, least + more, None, least_days, max(most_days, least_days), daypart
    ),
    windows | st.just(ALWAYS), st.sampled_from([("adult",), ("adult", "other"), ()]),
    st.integers(0, 12).map(lambda of: of * 60), st.integers(0, 12).map(lambda of: of * 60),
    st.integers(0, 3), st.integers(1, 5), st.sampled_from([None, "evening"]),
)  # fmt: skip


def fits(chosen: tuple[Group, ...], person: Person) -> bool:
    """What a week must be, said again in the plainest way."""
    if not chosen or not all(allowed(of, person) and available(of, person) and has_seat(of) for of in chosen):
        return False
    at_once = any(
        one.weekday == other.weekday and one.starts < other.ends and other.starts < one.ends
        for one, other in combinations(chosen, 2)
    )
    days, minutes = len({of.weekday for of in chosen}), sum(of.minutes for of in chosen)
    right = person.least_days <= days <= person.most_days and person.least_minutes <= minutes <= person.most_minutes
    return right and not at_once


@settings(max_examples=150)
@given(groups=groups, person=people)
def test_every_offer_fits_and_nothing_is_offered_only_when_nothing_fits(groups, person) -> None:
    answer = ask(groups, person)
    by_id = {of.id: of for of in groups}
    for week in answer.weeks:
        assert fits(tuple(by_id[name] for name in week.groups), person)
    possible = [of for size in range(1, len(groups) + 1) for of in combinations(groups, size) if fits(of, person)]
    assert bool(answer.weeks) == bool(possible)
    assert bool(answer.weeks) != bool(answer.stands_in_the_way)
    assert answer.exhaustive
    for obstacle in answer.stands_in_the_way:
        if obstacle.kind == "full" and obstacle.opens_a_week:
            opened = tuple(replace(of, taken=0) if of.id in obstacle.groups else of for of in groups)
            assert ask(opened, person).weeks
        if obstacle.window is not None and obstacle.opens_a_week:
            assert ask(groups, replace(person, windows=(*person.windows, obstacle.window))).weeks


@settings(max_examples=100)
@given(groups=groups, person=people)
def test_the_best_week_is_the_best_of_all(groups, person) -> None:
    free = tuple(of for of in groups if allowed(of, person) and available(of, person) and has_seat(of))

    def cost(of: Group) -> int:
        return of.taken

    found = search(free, person, cost, 3).weeks
    possible = sorted(
        sum(map(cost, of)) for size in range(1, len(free) + 1) for of in combinations(free, size) if fits(of, person)
    )
    assert [penalty for penalty, _ in found] == possible[:3]


@given(groups=groups, person=people, data=st.data())
def test_the_order_of_groups_does_not_matter(groups, person, data) -> None:
    assert ask(tuple(data.draw(st.permutations(groups))), person) == ask(groups, person)


@pytest.mark.parametrize("taken", [3, 15])
def test_sixty_groups_are_searched_in_a_third_of_a_second(taken: int) -> None:
    sixty = tuple(
        group(f"g{number:02}", number % 5, 9 + 1.5 * (number // 5 % 8), 10.5 + 1.5 * (number // 5 % 8), taken=taken)
        for number in range(60)
    )
    started = clock.perf_counter()
    answer = ask(sixty, replace(PERSON, daypart="evening"))
    took = clock.perf_counter() - started
    assert answer.exhaustive
    assert bool(answer.weeks) == (taken == 3)
    assert took < 0.3
