"""The treatment, page by page: the plan, the seats, the session room, the claim, the review."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import expect

from stepwell.care.plans import queries as plans
from stepwell.care.scheduling import queries as scheduling
from stepwell.care.scheduling.models import Group
from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.doors.cli.journey.planning import days_in, hours_of
from stepwell.doors.cli.journey.treating import RESPONSES, sign_own
from stepwell.foundation.gate.roles import Role
from stepwell.registry.episodes import queries as episodes
from tests.journeys.hands import Hands
from tests.journeys.way import Way


def taken_into_the_stay(way: Way) -> None:
    """What was asked of the plan before the admission belongs to the stay now."""
    way.story.episode = episodes.open_episode_of(way.story.by(Role.COORDINATOR), subject=way.story.subject)
    hands = way.desk(Role.REVIEWER)
    hands.place("Authorizations")
    hands.follow(way.told.name)
    hands.press(re.compile("^Take it into the stay"))


def planned(way: Way) -> None:
    """The plan, begun from what the assessment suggests, in the person's own words; three sign it."""
    hands = way.chart(Role.COUNSELOR, "Plan")
    hands.press("Begin the plan")
    _frame(way, hands)
    hands.press(re.compile("^Take ?: ?Use goes on although"), hands.page.locator("#suggestions"))
    hands.unfold("Change this goal")
    hands.write("What do you want to be different?", "I want my evenings back.")
    hands.press("Keep")
    hands.unfold("Change this objective")
    hands.write("Where it stands", "5 days of 7")
    hands.press("Keep")
    hands.press("Finish for signing")
    _signed(hands, "the person", way.told.name)
    _signed(hands, "counselor", way.story.by(Role.COUNSELOR).name)
    hands = way.chart(Role.CLINICIAN, "Plan")
    _signed(hands, "licensed clinician, who approves it", way.story.by(Role.CLINICIAN).name)
    expect(hands.page.get_by_text("In force", exact=True)).to_be_visible()
    act = way.story.by(Role.COUNSELOR)
    way.story.kept["plan"] = plans.plan_in_force(act, episode=way.story.episode, on=way.on)


def _frame(way: Way, hands: Hands) -> None:
    """Hours and days as the program's first phase has them."""
    days = days_in(way.story, 0)
    hours = hours_of(way.story, days)
    hands.unfold("Change hours and dates")
    hands.write("Hours of treatment a week", f"{hours.normalize():f}")
    hands.write("Days a week", days)
    if hours < (way.story.rules.hours_per_week.min or 0):
        hands.write("Why the hours leave what the program gives at this level", "The first week is short.")
    hands.press("Keep")


def _signed(hands: Hands, whose: str, name: str) -> None:
    hands.follow(f"Sign as {whose}")
    hands.write("Name", name)
    hands.press("Sign")


def teamed(way: Way) -> None:
    """Who treats: the counselor, and the therapist."""
    hands = way.chart(Role.COUNSELOR, "Plan")
    hands.follow("Who treats, and who has room")
    for _ in range(2):
        hands.follow("Add someone")
        hands.tick(hands.page.locator("input[name=place]").first)
        hands.press("Add")


def seated(way: Way) -> None:
    """Weeks that fit the days they can come, best first; the seats of the best are taken."""
    hands = way.chart(Role.CASE_MANAGER, "Seats")
    hands.follow("Find seats")
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    part = way.story.rules.dayparts[0].name
    for name in days if way.story.kept["plan"].days_per_week > 3 else days[2:]:
        hands.tick(hands.field(f"{name} {part}"))
    expect(hands.page.get_by_text("Fits best")).to_be_visible()
    hands.press(re.compile("^Take these seats.*offer 1$"))
    rows = scheduling.memberships_of(way.story.by(Role.CASE_MANAGER), episode=way.story.episode, on=way.on)
    way.story.groups = [row.group for row in rows]


def met(way: Way) -> None:
    """The first group: who came, what is true for all, their own part, one signature for both."""
    hands = way.desk(Role.COUNSELOR)
    hands.place("Sessions")
    hands.press(re.compile("^Open the roster of Skills"))
    hands.unfold(re.compile("came, the whole time$"))
    expect(hands.page.get_by_text("Everybody is accounted for.")).to_be_visible()
    hands.write("What happened", "Introductions, a round, the topic, a close.")
    own = hands.page.locator("li.own").first
    hands.tick(own.get_by_label("Took part", exact=True))
    hands.write(f"How {way.told.name} responded", RESPONSES[0])
    toward = own.locator("input[name^=objective-]").first
    if toward.count():
        hands.tick(toward)
    hands.tick(own.get_by_label("No thoughts of harm voiced"))
    hands.press(re.compile("^Sign the shared part and 1 note"))
    expect(hands.page.get_by_text("Signed by").first).to_be_visible()


def weeks_pass(way: Way, *weeks: int) -> None:
    """The other sessions of these weeks, attended and signed as in the room, without a browser."""
    for week in weeks:
        for number, group in enumerate(sorted(way.story.groups, key=lambda one: (one.weekday, one.starts))):
            on = way.day(week, group.weekday)
            if on >= way.story.episode.admitted_on:
                _attended(way, group, on, week * 7 + number)


def _attended(way: Way, group: Group, on: date, number: int) -> None:
    story = way.story
    leader = 0 if group.leader_id == story.clinic.staff[Role.COUNSELOR][0].pk else 1
    act = story.by(Role.COUNSELOR, leader)
    session = sessions.hold_group(act, group=group, on=on)
    [row] = of_sessions.roster(act, session=session)
    if row.outcome == "attended":
        return
    at = session.ends_at
    sessions.record_presence(act, participation=row, starts=session.starts_at, ends=at)
    text = {"topic": session.topic, "done": "Introductions, a round, the topic, a close."}
    signer = story.clinic.staff[Role.COUNSELOR][leader]
    sessions.sign_shared(act, session=session, by=signer, credential="CADC", at=at, text=text)
    sign_own(story, row, RESPONSES[number % len(RESPONSES)], at, leader)


def claimed(way: Way) -> None:
    """Attended days that are billable become a claim; its file is downloaded and its way back read."""
    hands = way.desk(Role.BILLER)
    hands.place("Billing")
    hands.follow(re.compile("^Make claims: "))
    hands.press("Make claims")
    if not hands.page.get_by_role("link", name="Download the file").count():
        hands.follow(re.compile("^Claim "))
    file = hands.download("Download the file").path().read_text()
    assert file.startswith("ISA*"), file[:40]
    way.story.claims.append({"x12": file})
    expect(hands.page.get_by_role("heading", name="The way back")).to_be_visible()


def reviewed(way: Way) -> None:
    """The plan is looked at again with motivation and family."""
    hands = way.chart(Role.COUNSELOR, "Plan")
    hands.follow("Review together")
    for asked in hands.page.locator("input[name^=ask_]").all():
        hands.fill(asked, 8)
    hands.write("The family and the people around them, looked at again", "Her sister came once and would again.")
    for percent in hands.page.locator("input[name^=percent_]").all():
        hands.fill(percent, 60)
    hands.write("What the review comes to", "On the way; evenings are easier.")
    hands.press("Keep the review")
    expect(hands.page.get_by_text("Reviewed.")).to_be_visible()


def tested(way: Way) -> None:
    """A test that helps: ordered by the counselor, collected by the nurse, a screen that finds nothing, talked over."""
    hands = way.chart(Role.COUNSELOR, "Tests")
    hands.follow("Order a test")
    hands.tick(hands.page.locator("input[name=panel]").first)
    hands.write("Why this test helps them", "Weekly in the first weeks, as agreed.")
    hands.press("Order it")
    nurse = way.desk(Role.NURSE)
    nurse.place("Drug tests")
    nurse.follow(re.compile(f"^{way.told.name}"))
    nurse.follow("Next step")
    nurse.choose("What happened", "Collected")
    nurse.press("Keep")
    hands.place("Drug tests")
    hands.follow(re.compile(f"^{way.told.name}"))
    hands.follow("Enter a result")
    hands.choose("By", "A screen: it suggests")
    hands.choose("Was it found?", "No")
    hands.write("Laboratory or cup", "Demonstration Laboratory")
    hands.press("Keep the result")
    hands.follow("Review")
    hands.write("What was talked over or decided", "Glad about it; the weekend was planned together.")
    hands.press("Keep")
