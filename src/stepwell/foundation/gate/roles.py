"""Who may do what, in words a compliance officer can read. A login holds one or more of these roles.

Everyone who treats a client may read that client's record: minimum necessary does not limit treatment.
Front desk and office roles see what their work needs. The director reads reports and changes programs, not notes.
Who saw a record, and what was told of it to others, whoever treats the person may read on the chart and tell them
when they ask; the whole trail only the privacy officer. Reading the trail is trailed too.
In an emergency everyone on staff acts and writes down what was done; afterwards those who treat, the front desk and
the director read it. Everyone may report an incident and sees what they wrote themselves; all reports are read by the
director and the privacy officer. Whoever treats, and the front desk, may receive a grievance; the director and the
privacy officer answer it.
Letters are drafted by whoever treats and by the coordinator; a named person with a credential signs each.
Whoever treats reads and answers messages, writes with a client what they wish for a crisis, and ends a calendar feed;
the client does all of this for themself.
Whoever may read of a person may record that the person has died: whoever hears of it first stops every message.
A client reads and writes their own record alone, at the portal alone: its pages leave out counseling notes. A relative
reads at the portal what a consent of the client opens, as long as it is in force; the gate asks at every click. A
visitor of the public pages reads counts and what a clinic says of itself, and may send a request.
"""

from __future__ import annotations

from enum import StrEnum

from stepwell.foundation.gate.permissions import Permission as P


class Role(StrEnum):
    """The roles of an intensive outpatient program."""

    COORDINATOR = "coordinator"
    COUNSELOR = "counselor"
    CLINICIAN = "clinician"
    PRESCRIBER = "prescriber"
    NURSE = "nurse"
    CASE_MANAGER = "case_manager"
    REVIEWER = "reviewer"
    BILLER = "biller"
    DIRECTOR = "director"
    PRIVACY_OFFICER = "privacy_officer"
    CLIENT = "client"
    RELATIVE = "relative"
    VISITOR = "visitor"
    SYSTEM = "system"


_everyone = {P.FORM_KEEP, P.TASK_READ, P.TASK_WRITE, P.PROGRAM_READ, P.PERSON_READ, P.SCHEDULE_READ, P.EPISODE_READ}
_everyone |= {P.EMERGENCY_WRITE, P.INCIDENT_WRITE}
_treats = _everyone | {
    P.EMERGENCY_READ,
    P.GRIEVANCE_WRITE,
    P.SAFETY_CHECK,
    P.MEASURE_GIVE,
    P.ASSESSMENT_WRITE,
    P.NOTE_READ,
    P.NOTE_SIGN,
    P.SESSION_WRITE,
    P.SESSION_CHANGE,
    P.CONSENT_WRITE,
    P.LEAVE_WRITE,
    P.FOLLOW_UP,
    P.LETTER_WRITE,
    P.TIME_TAKE,
    P.TRAIL_OF_PERSON,
    P.MESSAGE_READ,
    P.MESSAGE_WRITE,
    P.CRISIS_PLAN_WRITE,
    P.FEED_WRITE,
}

MAY: dict[Role, frozenset[P]] = {
    # Takes first calls, checks safety and benefits, books the intake, admits after a clinician has placed.
    # Answers the phone in the morning: writes down who of the staff is away, calls meetings off and moves them.
    Role.COORDINATOR: frozenset(
        _everyone
        | {
            P.SESSION_CHANGE,
            P.STAFF_AWAY,
            P.ENQUIRY_WRITE,
            P.SAFETY_CHECK,
            P.EMERGENCY_READ,
            P.GRIEVANCE_WRITE,
            P.PERSON_WRITE,
            P.CONSENT_WRITE,
            P.COVERAGE_READ,
            P.COVERAGE_WRITE,
            P.ELIGIBILITY_SCREEN,
            P.ADMIT,
            P.SEAT_WRITE,
            P.TIME_TAKE,
            P.FEE_SET,
            P.LEAVE_WRITE,
            P.FOLLOW_UP,
            P.LETTER_WRITE,
            P.MEASURE_GIVE,
            P.PORTAL_OPEN,
        }
    ),
    # Certified or registered counselor: assesses, plans, leads groups, signs own notes. Does not diagnose.
    Role.COUNSELOR: frozenset(
        _treats | {P.PLAN_WRITE, P.PLAN_SIGN, P.TEST_ORDER, P.TEST_REVIEW, P.SEAT_WRITE, P.GROUP_WRITE}
    ),
    # Licensed practitioner: besides, diagnoses, confirms the level of care, approves plans, stays and discharge.
    Role.CLINICIAN: frozenset(
        _treats
        | {
            P.PLAN_WRITE,
            P.PLAN_SIGN,
            P.DIAGNOSIS_MAKE,
            P.LEVEL_CONFIRM,
            P.STAY_REVIEW,
            P.EPISODE_DISCHARGE,
            P.TEST_ORDER,
            P.TEST_REVIEW,
            P.SEAT_WRITE,
            P.GROUP_WRITE,
            P.ADMIT,
            P.ELIGIBILITY_SCREEN,
            P.AUTHORIZATION_READ,
            P.STAFF_AWAY,
        }
    ),
    # Prescribes and reviews medication; may also diagnose and confirm the level of care.
    Role.PRESCRIBER: frozenset(
        _treats | {P.MEDICATION_WRITE, P.DIAGNOSIS_MAKE, P.LEVEL_CONFIRM, P.TEST_ORDER, P.TEST_REVIEW, P.PLAN_SIGN}
    ),
    # Takes vital signs, scores withdrawal scales, collects specimens, keeps the medication list.
    Role.NURSE: frozenset(_treats | {P.MEDICATION_WRITE, P.TEST_COLLECT, P.TEST_ORDER}),
    # Keeps seats, outside appointments, leave, handoffs and follow-ups.
    Role.CASE_MANAGER: frozenset(
        _treats | {P.SEAT_WRITE, P.PERSON_WRITE, P.COVERAGE_READ, P.TEST_COLLECT, P.PORTAL_OPEN}
    ),
    # Utilization review: authorizations, with the record read that a review needs.
    Role.REVIEWER: frozenset(_everyone | {P.AUTHORIZATION_READ, P.AUTHORIZATION_WRITE, P.COVERAGE_READ, P.NOTE_READ}),
    # Attended days, claims, fees and payment plans. Reads minutes and whether a note is signed, not the note.
    Role.BILLER: frozenset(
        _everyone
        | {
            P.BILLING_READ,
            P.BILLING_WRITE,
            P.COVERAGE_READ,
            P.COVERAGE_WRITE,
            P.FEE_SET,
            P.AUTHORIZATION_READ,
        }
    ),
    # Runs the program: groups, staff, reports; with a reason, approves what policy leaves to a director.
    Role.DIRECTOR: frozenset(
        _everyone
        | {
            P.REPORT_READ,
            P.EMERGENCY_READ,
            P.INCIDENT_READ,
            P.GRIEVANCE_WRITE,
            P.GRIEVANCE_ANSWER,
            P.PROGRAM_WRITE,
            P.STAFF_WRITE,
            P.STAFF_AWAY,
            P.SESSION_CHANGE,
            P.GROUP_WRITE,
            P.TIME_TAKE,
            P.EPISODE_DISCHARGE,
            P.STAY_REVIEW,
            P.AUTHORIZATION_READ,
            P.BILLING_READ,
        }
    ),
    # Reads the trail, consents, disclosures and incidents; writes consents and revocations; answers grievances.
    Role.PRIVACY_OFFICER: frozenset(
        _everyone
        | {
            P.TRAIL_READ,
            P.TRAIL_OF_PERSON,
            P.CONSENT_WRITE,
            P.INCIDENT_READ,
            P.GRIEVANCE_WRITE,
            P.GRIEVANCE_ANSWER,
        }
    ),
    # The person in treatment, of whom the gate shows their own rows and nobody else's (42 CFR 2.23).
    Role.CLIENT: frozenset(
        {
            P.FORM_KEEP,
            P.OWN_READ,
            P.OWN_WRITE,
            P.PERSON_READ,
            P.EPISODE_READ,
            P.SCHEDULE_READ,
            P.PROGRAM_READ,
            P.COVERAGE_READ,
            P.TRAIL_OF_PERSON,
            P.MEASURE_GIVE,
            P.CONSENT_WRITE,
            P.SEAT_WRITE,
            P.MESSAGE_READ,
            P.MESSAGE_WRITE,
            P.CRISIS_PLAN_WRITE,
            P.FEED_WRITE,
        }
    ),
    # Somebody close to a client: see OPENED_BY.
    Role.RELATIVE: frozenset(
        {P.FORM_KEEP, P.FAMILY_READ, P.PROGRAM_READ, P.PERSON_READ, P.SCHEDULE_READ, P.EPISODE_READ}
    ),
    # Whoever comes to the public pages.
    Role.VISITOR: frozenset({P.PUBLIC_READ, P.PUBLIC_ASK}),
    # Reactions and nightly work, never a person.
    Role.SYSTEM: frozenset(P),
}

#: What a client's consent must name before a relative reads with the permission: one of these kinds of information.
#: With the others it is enough that a consent in force names the relative at all.
OPENED_BY: dict[P, frozenset[str]] = {
    P.SCHEDULE_READ: frozenset({"attendance", "sessions", "family_sessions"}),
    P.EPISODE_READ: frozenset({"attendance", "placement", "plan", "discharge"}),
}
#: Whoever signs in at the portal and not at the staff's pages.
AT_THE_PORTAL = frozenset({Role.CLIENT, Role.RELATIVE})
#: Whoever works for the operator, in the order of Role.
STAFF_ROLES = tuple(role for role in Role if role not in {*AT_THE_PORTAL, Role.VISITOR, Role.SYSTEM})


def allowed(roles: frozenset[Role], permission: P) -> bool:
    """Whether any of the roles holds the permission."""
    return any(permission in MAY[role] for role in roles)
