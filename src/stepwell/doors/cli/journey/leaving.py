"""Steps 16 to 18: fewer days as the person steadies, a step down, discharge and handoff, outcomes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from stepwell.care.measures import actions as measures
from stepwell.care.placement import actions as placement
from stepwell.care.plans import actions as plans
from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling import queries as of_scheduling
from stepwell.care.transitions import actions as transitions
from stepwell.care.transitions import queries as of_transitions
from stepwell.doors.cli.journey.arriving import RATINGS
from stepwell.doors.cli.journey.paying import printed_claim
from stepwell.doors.cli.journey.planning import days_in, hours_of
from stepwell.doors.cli.journey.seeing import objectives
from stepwell.doors.cli.journey.story import Story
from stepwell.doors.cli.journey.treating import attend_week
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs.worker import drain
from stepwell.office.claims import actions as claims
from stepwell.office.reports import queries as reports
from stepwell.office.utilization import actions as utilization

#: Weeks of the stay (0 is the week of admission) at which the stay is reviewed, then stepped down, then ended.
REVIEWED, STEPPED_DOWN, ENDED = 4, 5, 6
#: Rated again when steady: little need of structure is left.
BETTER = {**RATINGS, "3A": "0", "4A": "A", "4B": "A", "5A": "0"}


def steady(story: Story) -> None:
    """16. Four steady weeks: reviewed with motivation and family, then stepped down, as a clinician approves."""
    for week in range(3, REVIEWED):
        attend_week(story, week)
    _renew(story)
    _review_plan(story)
    clinician = story.clinic.staff[Role.CLINICIAN][0]
    stay = transitions.review_stay(
        story.by(Role.CLINICIAN), episode=story.episode, on=story.day(REVIEWED, 0), by=clinician, credential="LMFT",
        **_fewer_days(story),
    )  # fmt: skip
    for week in range(REVIEWED, STEPPED_DOWN):
        attend_week(story, week)
    objectives_met(story)
    keep_groups(story, [max(story.groups, key=lambda group: (group.weekday, group.starts))], story.day(STEPPED_DOWN, 0))
    down = transitions.review_stay(
        story.by(Role.CLINICIAN), episode=story.episode, on=story.day(STEPPED_DOWN, 0), by=clinician, credential="LMFT",
        decided="step_down", why="Steady for weeks; objectives met; aftercare booked.", level="1.5",
        weekly_hours=Decimal("1.5"), days_per_week=1,
        facts={"days_since_risky_use": 36, "relapse_plan": True, "aftercare_booked": True},
    )  # fmt: skip
    story.tell(
        16,
        "continued-stay-and-step-down",
        story.day(STEPPED_DOWN, 0),
        {
            "first_review": {"recommended": stay.recommended, "decided": stay.decided},
            "second_review": {"recommended": down.recommended, "decided": down.decided, "level": "1.5"},
            "approved_by": clinician.name,
        },
        [*stay.reasons, *down.reasons],
    )


def _fewer_days(story: Story) -> dict[str, Any]:
    """Fewer days where the program has a phase with fewer; the seats of the last weekdays are given up."""
    now, later = len({group.weekday for group in story.groups}), days_in(story, 1)
    if later >= now:
        return {"decided": "continue", "why": "Goals in reach, not yet met."}
    weekdays = sorted({group.weekday for group in story.groups})[:later]
    keep_groups(story, [group for group in story.groups if group.weekday in weekdays], story.day(REVIEWED, 0))
    return {
        "decided": "thin",
        "why": "Steady; fewer days as the phase says.",
        "level": "2.1",
        "weekly_hours": hours_of(story, later),
        "days_per_week": later,
    }


def keep_groups(story: Story, groups: list[Any], on: date) -> None:
    """Give up the seats in all groups but these, from the day on."""
    act, kept = story.by(Role.CASE_MANAGER), {group.pk for group in groups}
    for membership in of_scheduling.memberships_of(act, episode=story.episode, on=on):
        if membership.group_id not in kept:
            scheduling.leave_group(act, membership=membership, on=on, why="fewer days as planned")
    story.groups = groups


def _renew(story: Story) -> None:
    """A concurrent review before the units run out: more days asked for and granted."""
    act, span = story.by(Role.REVIEWER), (story.day(REVIEWED, 0), story.day(REVIEWED + 8, 6))
    renewed = utilization.request(
        act, subject=story.subject, coverage=story.coverage, code="H0015", level="2.1", units=12, span_from=span[0],
        span_to=span[1], at=story.at(story.day(REVIEWED - 1, 3)), episode=story.episode,
    )  # fmt: skip
    utilization.grant(
        act, authorization=renewed, at=story.at(story.day(REVIEWED - 1, 4)), number="AUTH778900", units=12,
        span_from=span[0], span_to=span[1], reviewer="R. Demo, Example Health Plan",
    )  # fmt: skip


def _review_plan(story: Story) -> None:
    on = story.day(REVIEWED, 0)
    for minute, (instrument, answers) in enumerate(
        {"phq-9": [1, 1, 0, 1, 0, 1, 0, 0, 0], "gad-7": [1, 0, 1, 0, 0, 1, 0], "readiness": [9, 8, 9]}.items()
    ):
        measures.give(
            story.by(Role.COUNSELOR), subject=story.subject, instrument=instrument, answers=answers,
            at=story.at(on, 9, minute), given_by=story.by(Role.COUNSELOR).name,
        )  # fmt: skip
    plans.review_plan(
        story.by(Role.COUNSELOR), plan=story.kept["plan"], on=on,
        motivation={"importance": 9, "confidence": 8, "readiness": 9},
        family="Her sister came to one session and would come again.",
        progress=[{"objective": each.pk, "percent": 50} for each in objectives(story)],
        says="On the way; evenings are easier.", by=story.clinic.staff[Role.COUNSELOR][0],
    )  # fmt: skip


def objectives_met(story: Story) -> None:
    """Objectives met, and every subdimension rated again."""
    on, counselor = story.day(STEPPED_DOWN, 0), story.by(Role.COUNSELOR)
    for objective in objectives(story):
        plans.progress(counselor, objective=objective, percent=100, status="met", on=on)
    again = placement.begin_assessment(
        counselor, subject=story.subject, by=story.clinic.staff[Role.COUNSELOR][0], on=on, kind="review"
    )
    placement.rate(
        counselor, assessment=again, ratings=BETTER, findings="Four weeks without drinking; evenings are hers."
    )


def discharge(story: Story) -> None:
    """17. Completed, with the next appointment booked; the handoff is kept, the follow-ups wait."""
    on = story.day(ENDED, 4)
    for week in range(STEPPED_DOWN, ENDED):
        attend_week(story, week)
    row = transitions.discharge(
        story.by(Role.CLINICIAN), episode=story.episode, on=on, reason="completed",
        by=story.clinic.staff[Role.CLINICIAN][0], credential="LMFT",
        aftercare={
            "level": "1.5, once a week, then aftercare group",
            "mutual_help": "A meeting she chose near home",
            "medication": "Naltrexone with her own doctor",
            "family": "Her sister knows the plan",
            "triggers": "The drive home; weddings",
            "if_it_gets_hard": "Call the clinic; after hours 988",
            "naloxone": "At home",
        },
        client_signature="signed", next_to="Dr. Toma Fictitious",
        next_at=story.at(on + timedelta(days=5), 16), at=story.at(on, 17),
    )  # fmt: skip
    handoff = of_transitions.handoffs_of(story.by(Role.CASE_MANAGER), discharge=row)[0]
    open_before = not handoff.outcome
    handoff = transitions.close_handoff(
        story.by(Role.CASE_MANAGER), handoff=handoff, outcome="kept", says="She went; they meet again in a week.",
        at=story.at(on + timedelta(days=6)),
    )  # fmt: skip
    follow_ups = of_transitions.follow_ups_of(story.by(Role.CASE_MANAGER), discharge=row)
    done = transitions.follow_up(
        story.by(Role.CASE_MANAGER), follow_up=follow_ups[0], on=on + timedelta(days=7), reached=True,
        answers={"how": "well", "housing": "same", "work": "yes"},
    )  # fmt: skip
    story.kept["discharge"] = row
    _last_claims(story)
    story.tell(
        17,
        "discharge",
        on,
        {
            "reason": row.reason,
            "teds": row.teds,
            "caloms": row.caloms,
            "summary_pdf": row.summary_id,
            "handoff": {"open_at_discharge": open_before, "outcome": handoff.outcome},
            "follow_ups": [each.due_on.isoformat() for each in follow_ups],
            "first_follow_up_reached": done.reached,
        },
        row.reasons,
    )


def _last_claims(story: Story) -> None:
    # The notes signed since the last step rule their days first.
    drain()
    last = story.day(ENDED, 4)
    made = claims.make_claims(
        story.by(Role.BILLER), episode=story.episode, from_on=story.day(3, 0), to_on=last, at=story.at(last, 23)
    )
    story.claims += [printed_claim(story, row) for row in made]


def outcomes(story: Story) -> None:
    """18. Counted with denominators, under three definitions of completion."""
    on = story.day(ENDED, 4) + timedelta(days=100)
    figures = reports.outcomes(story.by(Role.DIRECTOR), program=story.clinic.program, from_on=story.monday, to_on=on)
    story.tell(
        18,
        "outcomes",
        on,
        {figure.id: {"value": figure.value, "of": figure.denominator} for figure in figures.figures},
        [_counted(figure) for figure in figures.figures],
    )


def _counted(figure: Any) -> dict[str, Any]:
    return {
        "rule": f"reports/outcomes#{figure.id}",
        "says": figure.says,
        "source": "Stepwell, 'What is counted and how'",
        "facts": {"numerator": figure.numerator, "denominator": figure.denominator, "left_out": figure.left_out},
    }
