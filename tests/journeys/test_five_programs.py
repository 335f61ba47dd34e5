"""From the first call to aftercare in each of the five programs, by the roles who do it; one of them by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from playwright.sync_api import Browser

from stepwell.doors.cli.clinic import clinic_of
from stepwell.doors.cli.journey.leaving import objectives_met
from stepwell.doors.cli.journey.seating import open_groups
from stepwell.doors.cli.journey.story import Story
from stepwell.foundation.gate.access import Access
from stepwell.registry.programs import queries as programs
from tests.journeys import way_in, way_out, way_through
from tests.journeys.hands import Hands
from tests.journeys.house import House, fits_everyone
from tests.journeys.keys import Keys
from tests.journeys.way import MONDAY, Told, Way
from tests.world import World

EXAMPLE = ("Example Health Plan (invented)", "payers/example-health-plan")
FIVE = (
    Told("american-addiction-institute", "Amara", "Sampleworth", *EXAMPLE),
    Told("renaissance-recovery", "Bela", "Mockley", "Harbor Mutual (invented)", "payers/harbor-mutual"),
    Told("aliya", "Cleo", "Trialova", *EXAMPLE),
    Told("trust-socal", "Dara", "Specimento", *EXAMPLE),
    Told("clinic-732", "Edda", "Fictiva", *EXAMPLE, by_keys=True),
)


@pytest.fixture
def way(request, transactional_db, live_server, browser: Browser, record_property) -> Iterator[Way]:
    """The clinic of one program, served; its clock stands in the week before the admission."""
    told: Told = request.param
    with time_machine.travel(0) as clock:
        opened = MONDAY - timedelta(weeks=4)
        clock.move_to(datetime.combine(opened, time(18), UTC))
        policy = f"programs/{told.slug}/iop"
        clinic = clinic_of(policy, opened, slug=told.slug)
        rules = programs.rules_of(Access.system(clinic.operator.pk), program=clinic.program, on=opened)
        house = House(World(clinic, clinic), live_server.url, browser)
        story = Story(told.slug, clinic, rules, MONDAY, told.policy)
        open_groups(story)
        yield Way(house, told, story, clock, Keys if told.by_keys else Hands)
        record_property("interactions", len(house.interactions))
        house.leave()


@pytest.mark.parametrize("way", FIVE, indirect=True, ids=lambda told: told.slug)
def test_from_the_first_call_to_aftercare(way: Way):
    # Tuesday: a relative calls
    way.go_to(way.day(-1, 1), 10)
    way_in.called(way)
    way_in.verified(way)
    way_in.invited(way)
    way_in.asked_for(way)
    # Friday: they come in
    way.go_to(way.day(-1, 4), 10)
    way_in.assessed(way)
    way_in.placed(way)
    way_in.granted(way)
    way_in.came(way)
    # Wednesday: rolling admission
    way.go_to(way.day(0, 2), 8)
    way_in.admitted(way)
    way_through.taken_into_the_stay(way)
    way_through.planned(way)
    way_through.teamed(way)
    way_through.seated(way)
    way.go_to(way.day(0, 2), 13)
    way_through.met(way)
    way.go_to(way.day(0, 4), 14)
    way_through.tested(way)
    # Weeks pass: days are billed, the plan and the stay are reviewed
    way.go_to(way.day(3, 0), 10)
    way_through.weeks_pass(way, 0, 1, 2)
    way.go_to(way.day(3, 0), 11)
    way_through.claimed(way)
    way.go_to(way.day(4, 0), 10)
    way_through.weeks_pass(way, 3)
    way_through.reviewed(way)
    way_out.steadied(way)
    way.go_to(way.day(5, 0), 10)
    way_through.weeks_pass(way, 4)
    objectives_met(way.story)
    way_out.stepped_down(way)
    # The last day, the appointment that is kept, the call after a week
    way.go_to(way.day(6, 4), 17)
    way_through.weeks_pass(way, 5)
    way_out.discharged(way)
    way.go_to(way.day(7, 3), 10)
    way_out.handed_over(way)
    way.go_to(way.day(7, 4), 10)
    hands = way_out.followed_up(way, 7)
    fits_everyone(hands.page, f"way-{way.told.slug}")
    if way.told.by_keys:
        assert "click" not in way.house.interactions
