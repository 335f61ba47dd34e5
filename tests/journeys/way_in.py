"""The way in, page by page: the first call, safety, benefits, the intake, the level of care, papers, admission."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from stepwell.doors.cli.journey.arriving import ANSWERS, CRITERIA, RATINGS
from stepwell.foundation.gate.roles import Role
from stepwell.office.utilization import queries as utilization
from stepwell.registry.coverage import queries as coverages
from tests.journeys.hands import Hands
from tests.journeys.keys import Keys
from tests.journeys.way import Way

#: What is asked at the intake, of the counselor's own instruments, and the screener that an answer opens.
ASKED = ("phq-9", "readiness")


def called(way: Way) -> None:
    """A sister calls; the coordinator writes it down, calls the person back and asks about safety."""
    hands, told = way.desk(Role.COORDINATOR), way.told
    hands.place("Admissions")
    hands.follow("New enquiry")
    hands.choose("Who is calling", "A relative or friend")
    hands.write("Name of the one who calls", "Nia Sampleworth")
    hands.write("How they know the person", "sister")
    hands.write("First name of the person", told.first_name)
    hands.write("Last name", told.last_name)
    hands.write("A safe number or address", "714-555-0143")
    hands.choose("May we leave a message", "No")
    hands.write("What would they like?", "Evenings back, and help to stop drinking.")
    _at_the_first_site(way, hands)
    hands.choose("Does the person agree", "Yes")
    hands.press("Keep the enquiry")
    way.remember()
    way.enquiry = hands.page.url
    _called_back(way, hands)
    hands.follow("Check safety")
    for part in hands.page.locator("input[type=radio][value=no]").all():
        hands.tick(part)
    hands.press("Keep the safety check")
    expect(hands.page.get_by_text("Nothing that was asked needs a route.").first).to_be_visible()


def _at_the_first_site(way: Way, hands: Hands) -> None:
    """An operator with several sites says at which of them."""
    clinic = way.story.clinic
    if len(clinic.programs) > 4:
        hands.take("Program", f"{clinic.program.name}, {clinic.site.name}")
    elif len(clinic.programs) > 1:
        hands.choose("Program", f"{clinic.program.name}, {clinic.site.name}")


def _called_back(way: Way, hands: Hands) -> None:
    """From the board: the call that is promised comes first."""
    hands.place("Admissions")
    if isinstance(hands, Keys):
        hands.line(way.told.name)
    else:
        hands.follow(way.told.name)
    hands.follow(re.compile("^Call back, promised by"))
    hands.choose("How did it end?", "Spoke with them")
    hands.press("Keep the contact")
    hands.follow("Who they are")
    hands.write("Date of birth", way.day(0, 0).replace(year=1992))
    hands.choose("Sex as the health plan has it", "Female")
    hands.write("Street", "22 TEST ST")
    hands.write("City", "SAMPLETON")
    hands.write("State, two letters", way.story.clinic.site.state)
    hands.write("ZIP code", "92602")
    hands.press("Save")


def verified(way: Way) -> None:
    """Who pays: the plan and its answer, a referral or a sliding fee where the program knows them, the estimate."""
    hands = _tab(way, "Benefits")
    hands.follow("Add a health plan")
    hands.take("Health plan", way.told.payer)
    hands.write("Name of the plan on the card", "Demonstration PPO")
    hands.write("Member number", "ABC123456789")
    hands.press("Keep the plan")
    hands.choose("Is the plan active", "Yes")
    hands.choose("Does it want an authorization", "Yes")
    hands.write("Deductible still open, dollars", "300")
    hands.write("Copay a day, dollars", "70")
    hands.press("Keep the answer")
    if way.story.rules.authorization.referral == "may_be_needed":
        hands.follow("A referral came in")
        hands.write("Who refers the person", "Dr. Ima Invented")
        hands.press("Keep the referral")
    if way.story.rules.sliding_fee:
        hands.follow("Set the sliding fee")
        hands.write("Income of the household a year, dollars", "28000")
        hands.write("People in the household", "3")
        hands.write("What was shown", "two pay slips, invented")
        hands.press("Set the fee")
    hands.follow("Estimate the cost")
    hands.write("Weeks", "6")
    hands.write("Days a week", str(int(way.story.rules.days_per_week.min or 3)))
    hands.press("Estimate")
    expect(hands.page.get_by_text("Still unverified:")).to_be_visible()
    [way.story.coverage] = coverages.in_force(way.story.by(Role.COORDINATOR), subject=way.story.subject, on=way.on)


def invited(way: Way) -> None:
    """Whether the program fits, and a time to come in."""
    hands = _tab(way, "Fit")
    for factor in hands.page.locator("main fieldset").all()[:3]:
        hands.tick(factor.get_by_label("No", exact=True))
    hands.press("See how it fits")
    hands.follow("Intake", hands.page.get_by_role("navigation", name="This enquiry"))
    friday = way.day(-1, 4).isoformat()
    hands.tick(hands.page.locator(f"input[name=slot][value*='{friday}']").nth(2))
    hands.press("Book the intake")
    expect(hands.page.get_by_text("The intake is booked.")).to_be_visible()


def asked_for(way: Way) -> None:
    """The reviewer asks the health plan for days before the first one."""
    hands = way.chart(Role.REVIEWER, "Coverage")
    hands.follow("Ask for days")
    hands.write("Days (units)", "30")
    hands.write("First day", way.day(0, 0))
    hands.write("Last day", way.day(11, 6))
    hands.press("Keep the request")
    [way.story.authorization] = utilization.authorizations_of(way.story.by(Role.REVIEWER), subject=way.story.subject)


def granted(way: Way) -> None:
    """The plan says yes; the reviewer writes it down."""
    hands = way.desk(Role.REVIEWER)
    hands.place("Authorizations")
    hands.follow(way.told.name)
    hands.follow("Granted")
    hands.write("Authorization number", "AUTH778899")
    hands.write("Next review", way.day(2, 4))
    hands.press("Keep the grant")
    expect(hands.page.get_by_text("The grant is kept.")).to_be_visible()


def assessed(way: Way) -> None:
    """The counselor takes the assessment screen by screen, with two instruments and what their answers ask for."""
    hands = way.chart(Role.COUNSELOR, "Assessment")
    hands.press("Begin the assessment")
    hands.write("What brings them here now?", "Her boss sent her home on Tuesday.")
    hands.press("Keep and go on")
    hands.press("Keep and go on")
    for _ in range(6):
        for rating, token in RATINGS.items():
            at = hands.coded(f"r-{rating}", token)
            if at.count():
                hands.tick(at)
        hands.press("Keep and go on")
    hands.write("The findings in your own words", "Drinks most evenings; no withdrawal beyond restlessness.")
    hands.press("Keep and finish")
    for name in ASKED:
        _given(way, hands, name)


def _given(way: Way, hands: Hands, name: str) -> None:
    """One instrument question by question; thoughts of harm open the screener in the same sitting."""
    hands.follow(re.compile(name.replace("-", ".?"), re.IGNORECASE), hands.page.locator(".asked"))
    hands.follow("Ask the questions")
    _answer(hands, ANSWERS[name])
    opener = hands.page.get_by_role("link", name=re.compile("^Open the C-SSRS now"))
    if opener.count():
        hands.follow("Open the C-SSRS now")
        _answer(hands, [True, False, None, None, None, False, None])
    hands.follow("Assessment", hands.page.get_by_role("navigation", name="Chart"))


def _answer(hands: Hands, answers: list[int | bool | None]) -> None:
    """One question at a time; what follows from no earlier answer is not asked."""
    steps = hands.page.locator("[data-step]")
    for place, answer in enumerate(answers):
        if answer is not None:
            at = steps.nth(place).locator(f"input[value='{int(answer)}']")
            at.wait_for()
            hands.say(at)
            expect(at).to_be_hidden()
    hands.press("Score it")


def placed(way: Way) -> None:
    """A licensed clinician diagnoses, looks at what the ratings come to and confirms the level."""
    hands = way.chart(Role.CLINICIAN, "Assessment")
    hands.follow("Diagnose")
    hands.take("Substance", "Alcohol")
    for criterion in CRITERIA:
        hands.tick(hands.coded("criteria", criterion))
    hands.tick(hands.field("This is treated first (principal diagnosis)"))
    hands.press("Diagnose")
    hands.follow(re.compile("^The open assessment comes to"))
    hands.follow("Confirm the level")
    if hands.answer("Your license", "LMFT").count():
        hands.choose("Your license", "LMFT")
    hands.press("Confirm the level")
    expect(hands.page.get_by_text("The level of care is confirmed.")).to_be_visible()


def came(way: Way) -> None:
    """They came to the intake."""
    hands = _tab(way, "Intake")
    hands.press("They came")


def admitted(way: Way) -> None:
    """Every paper is read and signed, then the first day, on any day of the week."""
    hands = way.chart(Role.COORDINATOR, "Papers")
    while True:
        missing = hands.page.get_by_role("link", name=re.compile("^Read and sign"))
        if not missing.count():
            break
        hands.follow(re.compile("^Read and sign"))
        _sign(way, hands)
    hands = _tab(way, "Admission")
    hands.press(re.compile("^Admit "))
    expect(hands.page.get_by_text(f"{way.told.name} is admitted.")).to_be_visible()


def _sign(way: Way, hands: Hands) -> None:
    for label, text in (("Name", "Nia Sampleworth"), ("How", "sister"), ("Phone", "714-555-0144")):
        asked = hands.field(re.compile(f"^{label}"))
        if asked.count() and not asked.input_value():
            hands.write(re.compile(f"^{label}"), text)
    hands.write("Full name", way.told.name)
    hands.press("Sign")


def _tab(way: Way, name: str) -> Hands:
    """A page of the enquiry, from the board."""
    hands = way.desk(Role.COORDINATOR)
    hands.place("Admissions")
    hands.follow(way.told.name)
    hands.follow(name, hands.page.get_by_role("navigation", name="This enquiry"))
    return hands
