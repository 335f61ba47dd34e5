"""Step 8: the team and the plan."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from stepwell.care.plans import actions as plans
from stepwell.doors.cli.journey.story import Story
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people

WEEKS = 26
#: Each program day has two sessions of ninety minutes in a row, which make a block.
SESSION_MINUTES = 90


def plan(story: Story) -> None:
    """8. The team with the person's own therapist, and a plan that both sign."""
    on, counselor = story.day(0, 2), story.by(Role.COUNSELOR)
    staff = story.clinic.staff
    team = [
        plans.join_team(counselor, episode=story.episode, role=role, staff=staff[key][0], on=on)
        for role, key in (("primary counselor", Role.COUNSELOR), ("therapist", Role.CLINICIAN),
                          ("prescriber", Role.PRESCRIBER), ("case manager", Role.CASE_MANAGER))
    ]  # fmt: skip
    outside = _outside_therapist(story) if story.rules.outside_clinicians_kept else None
    team += [outside] if outside else []
    days = days_in(story, 0)
    drafted = plans.draft_plan(
        counselor,
        episode=story.episode,
        on=on,
        level_path=[{"level": "2.1", "weeks": 8}, {"level": "1.5", "weeks": 12}],
        weekly_hours=hours_of(story, days),
        acknowledged=_seen(story, hours_of(story, days)),
        days_per_week=days,
        est_end_on=on + timedelta(weeks=int(story.rules.weeks.max or story.rules.weeks.min or 12)),
        problems=_problems(story),
        medication_needs="Naltrexone considered at the first medication visit.",
        strengths="Her sister, steady work, two earlier months without alcohol.",
        barriers="Late shifts on Thursdays.",
        discharge_criteria="Objectives met, aftercare booked, four steady weeks.",
        drug_test_schedule="Once a week in the first weeks",
        family="Sister invited to family sessions and to each review.",
    )
    for signer, name, credential, role in (
        ("client", story.person.name, "", Role.COUNSELOR),
        ("counselor", staff[Role.COUNSELOR][0].name, "CADC", Role.COUNSELOR),
        ("clinician", staff[Role.CLINICIAN][0].name, "LMFT", Role.CLINICIAN),
    ):
        plans.sign_plan(
            story.by(role), plan=drafted, signer=signer, name=name, credential=credential, at=story.at(on, 11)
        )
    story.kept["plan"] = drafted
    story.tell(
        8,
        "team-and-plan",
        on,
        {
            "team": [member.role for member in team],
            "outside_clinician": outside is not None,
            "plan_version": drafted.version,
            "weekly_hours": str(drafted.weekly_hours),
            "days_per_week": drafted.days_per_week,
            "review_due_on": drafted.review_due_on.isoformat(),
            "signed_by": ["client", "counselor", "clinician"],
        },
        [
            story.rules.reason("plan_holds"),
            story.rules.reason("hours_per_week"),
            story.rules.reason("review_every_days"),
        ],
    )


def days_in(story: Story, phase: int) -> int:
    """Program days a week of a phase, within what the program offers."""
    offered, wanted = story.rules.days_per_week, story.rules.phases[phase].days_per_week
    return int(min(max(wanted.min or 1, offered.min or 1), offered.max or 5))


def hours_of(story: Story, days: int) -> Decimal:
    """Treatment hours of so many days: a block of two sessions each, never above the ceiling of the level."""
    block = Decimal(2 * SESSION_MINUTES) / 60
    return min(days * block, Decimal(story.rules.hours_per_week.max or days * block))


def _seen(story: Story, hours: Decimal) -> str:
    """A program may be dry-run with hours that leave its level; the plan then says that somebody has seen it."""
    floor = Decimal(story.rules.hours_per_week.min or 0)
    return "" if hours >= floor else f"The program's days make {hours} of {floor} hours; seen in this dry run."


def _outside_therapist(story: Story) -> Any:
    on = story.day(0, 2)
    story.therapist = people.relate(
        story.by(Role.CASE_MANAGER),
        subject=story.subject,
        kind="outside_clinician",
        name="Dr. Toma Fictitious",
        organization="Own therapist",
        on=on,
    )
    consent = consents.grant(
        story.by(Role.COUNSELOR),
        subject=story.subject,
        kind="outside_clinician",
        patient=story.person.name,
        discloser=story.clinic.operator.name,
        recipients=[story.therapist.name],
        relation_id=story.therapist.pk,
        purposes=["treatment"],
        categories=["plan", "attendance"],
        signed_by=story.person.name,
        signed_at=story.at(on, 9),
        starts_on=on,
        expires_when="end of treatment",
    )
    return plans.outside_clinician_joins(
        story.by(Role.COUNSELOR),
        episode=story.episode,
        outside=story.therapist,
        consent=consent,
        role="outside therapist",
        on=on,
    )


def _problems(story: Story) -> list[dict[str, Any]]:
    staff, target = story.clinic.staff, story.day(8, 4)

    def step(behaviour: str, measure: str, baseline: str, target_text: str, *work: dict[str, Any]) -> dict[str, Any]:
        return {
            "behaviour": behaviour, "measure": measure, "baseline": baseline, "target": target_text,
            "target_on": target, "interventions": list(work),
        }  # fmt: skip

    def work(modality: str, kind: str, per_week: int, minutes: int, by: Role, index: int = 0) -> dict[str, Any]:
        return {
            "modality": modality, "session_kind": kind, "per_week": per_week, "minutes": minutes, "weeks": 8,
            "responsible": staff[by][index],
        }  # fmt: skip

    days = days_in(story, 0)
    group = work("CBT", "group", days, SESSION_MINUTES, Role.COUNSELOR)
    teach = work("relapse prevention", "education", days, SESSION_MINUTES, Role.COUNSELOR, 1)
    alone = work("MI", "individual", 1, 50, Role.CLINICIAN)
    return [
        {
            "dimension": "D4",
            "diagnosis": story.kept["diagnosis"],
            "says": "Drinks on most evenings and could not stop alone.",
            "evidence": "Intake assessment: four criteria met; BAM use days.",
            "goals": [
                {
                    "quote": "I want my evenings back.",
                    "outcome": "No drinking on work days, a plan for the others.",
                    "objectives": [
                        step(
                            "Names triggers and uses two skills before the evening",
                            "BAM use score",
                            "3",
                            "0",
                            group,
                            teach,
                        ),
                        step(
                            "Speaks once a week about what helps and what gets in the way",
                            "readiness ruler",
                            "7",
                            "9",
                            alone,
                        ),
                    ],
                }
            ],
        }
    ]
