"""The way out, page by page: fewer days, a step down, discharge with the next appointment, and what comes after."""

from __future__ import annotations

import re
from datetime import time, timedelta

from playwright.sync_api import expect

from stepwell.doors.cli.journey.leaving import keep_groups
from stepwell.doors.cli.journey.planning import days_in, hours_of
from stepwell.foundation.gate.roles import Role
from tests.journeys.hands import Hands
from tests.journeys.way import Way


def steadied(way: Way) -> None:
    """The stay is reviewed: fewer days where the program has a phase with fewer, else on as it is."""
    story = way.story
    weekdays, later = sorted({group.weekday for group in story.groups}), days_in(story, 1)
    if later < len(weekdays):
        _gives_up_a_seat(way)
        keep_groups(story, [group for group in story.groups if group.weekday in weekdays[:later]], way.on)
    hands = way.chart(Role.CLINICIAN, "Stay")
    hands.follow("Review the stay")
    if later < len(weekdays):
        hands.choose("What is decided", "Fewer days at this level")
        hands.write("Hours a week that come next", f"{hours_of(story, later).normalize():f}")
        hands.write("Days a week that come next", later)
    else:
        hands.choose("What is decided", "Go on as it is")
    hands.write("Why", "Steady; the goals are in reach.")
    hands.press("Approve and keep")
    expect(hands.page.get_by_text("Decided and kept:")).to_be_visible()


def _gives_up_a_seat(way: Way) -> None:
    """The last group of the week."""
    last = max(way.story.groups, key=lambda group: (group.weekday, group.starts))
    hands = way.chart(Role.CASE_MANAGER, "Seats")
    day = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")[last.weekday]
    hands.follow(f"Leave {last.name} on {day}")
    hands.write("Why", "fewer days as planned")
    hands.press("Leave the group")


def stepped_down(way: Way) -> None:
    """One evening a week is enough now: by the criteria and a clinician's word."""
    story = way.story
    keep_groups(story, [max(story.groups, key=lambda group: (group.weekday, group.starts))], way.on)
    hands = way.chart(Role.CLINICIAN, "Stay")
    hands.follow("Review the stay")
    hands.write("Days since risky use", 36)
    hands.choose("Is there a plan for a lapse?", "Yes")
    hands.choose("Is the first appointment after this level booked?", "Yes")
    hands.choose("What is decided", "Step down")
    hands.write("Hours a week that come next", "1.5")
    hands.write("Days a week that come next", 1)
    hands.write("Why", "Steady for weeks; objectives met; aftercare booked.")
    hands.press("Approve and keep")
    expect(hands.page.get_by_text("Decided and kept: step down.")).to_be_visible()


def discharged(way: Way) -> None:
    """Nobody leaves into nothing: the next appointment and the plan for the time after come first."""
    hands = way.chart(Role.CLINICIAN, "Stay")
    hands.follow("Discharge")
    hands.tick(hands.coded("reason", "completed"))
    hands.write("Who comes next: name, and office", "Dr. Toma Fictitious")
    hands.write("Day of the appointment", way.on + timedelta(days=5))
    hands.write("Time", time(16))
    hands.write("What treatment goes on, where and how often", "Once a week, then the aftercare group.")
    hands.write("Meetings and people who are on the same way", "A meeting she chose near home.")
    hands.write("What will be hard, and what helps then", "The drive home; weddings.")
    hands.write("Whom to call when it gets hard", "The clinic; after hours 988.")
    hands.choose("The person and the plan for the time after", "Has signed it")
    hands.press("End the stay")
    expect(hands.page.get_by_text("The stay has ended.")).to_be_visible()


def handed_over(way: Way) -> None:
    """The handoff stays open until the appointment is kept."""
    hands = way.desk(Role.CASE_MANAGER)
    hands.place("Handoffs")
    hands.follow(re.compile(f": {way.told.name}$"))
    hands.choose("What became of it", "They went")
    hands.press("Close the handoff")
    expect(hands.page.get_by_text("This handoff is closed.")).to_be_visible()


def followed_up(way: Way, days: int) -> Hands:
    """The call some days after leaving; then everything that came after stands on the page of the stay."""
    hands = way.desk(Role.CASE_MANAGER)
    hands.place("Handoffs")
    hands.follow(re.compile(f"^Call {way.told.name}, {days} days"))
    hands.choose("Did you reach them?", "Yes")
    hands.write("How are they?", "Well; goes to the aftercare group on Thursdays.")
    hands.write("Days of use in the last 30, as they say", 0)
    hands.press("Keep the call")
    return way.chart(Role.CASE_MANAGER, "Stay")
