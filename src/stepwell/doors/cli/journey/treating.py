"""Steps 10 to 12: sessions attended and signed, a drug test, the hours of the week."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.care.testing import actions as testing
from stepwell.doors.cli.journey.seeing import alone, family, medication_visit, objectives
from stepwell.doors.cli.journey.story import Story
from stepwell.foundation.gate.roles import Role

RESPONSES = (
    "Named the drive home as the hardest hour and tried the breathing skill aloud with the group.",
    "Told how Tuesday went without a drink; was surprised that the craving passed within minutes.",
    "Wrote a plan for the weekend with two people she can call and where she will be.",
    "Disagreed with the leader about sleep, then chose one change to try until the next meeting.",
    "Was quiet at first, later gave another member a word of thanks for being frank.",
    "Practised saying no at work and asked to repeat it, the second time with a firmer voice.",
    "Explained in her own words how cravings rise and fall and drew her last one on paper.",
)


def first_week(story: Story) -> None:
    """10. Groups, an individual session, a family session with the sister, a medication visit by video."""
    on = story.day(0, 4)
    held = attend_week(story, 0)
    individual = alone(story)
    relatives = family(story)
    medication = medication_visit(story, story.day(0, 3))
    amended = _amend(story, held[0])
    story.tell(
        10,
        "sessions",
        on,
        {
            "group_sessions": len(held),
            "individual": individual.mode,
            "family": relatives.mode,
            "medication": medication.mode,
            "amended_version": amended.version,
        },
        [story.rules.reason("agenda"), story.rules.reason("session_minutes")],
    )


def attend_week(story: Story, week: int, *, skip: frozenset[int] = frozenset(), unsigned: bool = False) -> list[Any]:
    """Hold the week's groups from the admission on; the person is there except on the weekdays to skip.

    unsigned: leave the last note of the week without a signature. Returns the participations.
    """
    rosters = []
    for group in sorted(story.groups, key=lambda each: (each.weekday, each.starts)):
        on = story.day(week, group.weekday)
        if on < story.episode.admitted_on:
            continue
        session = sessions.hold_group(story.by(Role.COUNSELOR), group=group, on=on)
        mine = [
            one
            for one in of_sessions.roster(story.by(Role.COUNSELOR), session=session)
            if one.subject_id == story.subject.pk
        ]
        if not mine:
            continue
        rosters.append((group, session, mine[0], on))
    for index, (group, session, participation, _) in enumerate(rosters):
        if group.weekday in skip:
            sessions.record_outcome(
                story.by(Role.COUNSELOR), participation=participation, outcome="excused", why="work",
                at=session.ends_at,
            )  # fmt: skip
            continue
        last = unsigned and index == len(rosters) - 1
        _there(story, session, participation, week * 7 + index, sign=not last)
    return [participation for _, _, participation, _ in rosters]


def _there(story: Story, session: Any, participation: Any, number: int, *, sign: bool = True) -> None:
    leader = 0 if session.leader_id == story.clinic.staff[Role.COUNSELOR][0].pk else 1
    act, signer = story.by(Role.COUNSELOR, leader), story.clinic.staff[Role.COUNSELOR][leader]
    sessions.record_presence(act, participation=participation, starts=session.starts_at, ends=session.ends_at)
    sessions.record_outcome(act, participation=participation, outcome="attended", at=session.ends_at)
    at = session.ends_at + timedelta(minutes=5)
    sessions.sign_shared(
        act, session=session, by=signer, credential="CADC", at=at,
        text={"topic": session.topic, "done": "Introductions, a round, the topic, a close.", "format": "round"},
    )  # fmt: skip
    if sign:
        sign_own(story, participation, RESPONSES[number % len(RESPONSES)], at, leader)


def sign_own(
    story: Story, participation: Any, response: str, at: datetime, leader: int = 0, *, objective: int = 0
) -> Any:
    """The person's own part, toward an objective of the plan in force."""
    return sessions.sign_own(
        story.by(Role.COUNSELOR, leader),
        participation=participation,
        by=story.clinic.staff[Role.COUNSELOR][leader],
        credential="CADC",
        at=at,
        text={"response": response, "next": "Same skill before the next evening."},
        objective=objectives(story)[objective],
        risk="No thoughts of harm voiced; safety plan unchanged.",
    )


def _amend(story: Story, participation: Any) -> Any:
    part = of_sessions.own_part(story.by(Role.COUNSELOR), participation=participation)
    if part is None:
        raise LookupError("The first session of the week has no signed part to amend.")
    return sessions.amend_own(
        story.by(Role.COUNSELOR),
        part=part,
        by=story.clinic.staff[Role.COUNSELOR][0],
        credential="CADC",
        at=part.signed_at + timedelta(hours=2),
        text={**part.text, "next": "Same skill before the next evening, and a call to her sister."},
        why="The next step was missing the call.",
    )


def drug_test(story: Story) -> None:
    """11. Ordered, collected, a screen that suggests, a confirmation, reviewed and talked over."""
    on, counselor = story.day(0, 4), story.by(Role.COUNSELOR)
    test = testing.order(
        counselor, episode=story.episode, by=story.clinic.staff[Role.COUNSELOR][0], due_on=on,
        panel=["ethyl glucuronide"], why="Weekly in the first phase",
    )  # fmt: skip
    testing.step(story.by(Role.NURSE), test=test, state="collected", at=story.at(on, 8, 30))
    results = [
        testing.result(
            story.by(Role.COUNSELOR), test=test, analyte="ethyl glucuronide", method=method, cut_off=cut_off,
            unit="ng/mL", detected=True, lab="Demonstration Laboratory", at=story.at(on, hour), prescribed=[],
        )
        for method, cut_off, hour in (("presumptive", 500, 9), ("definitive", 100, 16))
    ]  # fmt: skip
    testing.review(counselor, test=test, at=story.at(on, 17), says="Talked it over: Sunday at a wedding. Plan changed.")
    story.tell(
        11,
        "drug-test",
        on,
        {"results": [{"method": r.method, "interpretation": r.interpretation} for r in results], "discharge": False},
        [story.rules.reason("testing")],
    )


def hours(story: Story) -> None:
    """12. The treatment hours of the first full week against plan, floor and ceiling."""
    attend_week(story, 1)
    on = story.day(1, 6)
    story.done(story.day(1, 0), 12, "Looked at how Sunday went, without blame; one new plan for weddings.")
    ruling = of_sessions.hours_of_week(story.by(Role.COUNSELOR), episode=story.episode, monday=story.day(1, 0), on=on)
    story.tell(12, "treatment-hours", on, _plain(ruling.answer), ruling.reasons)


def _plain(answer: Any) -> dict[str, Any]:
    return {
        key: value if isinstance(value, int | str | bool | None) else str(value) for key, value in vars(answer).items()
    }
