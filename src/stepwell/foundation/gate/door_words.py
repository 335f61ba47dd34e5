"""What people are told that a door was used for: "Read the plan", never the name of a function."""

from __future__ import annotations

import re

from stepwell.foundation.gate.opening import DOORS, DOORS_SAY

#: What the doors of an area are about; the longest beginning of a door's name counts.
ABOUT = {
    "foundation.gate.consents": "consents and what was told to others",
    "foundation.gate.trail": "who saw the record",
    "foundation.documents": "a kept document",
    "foundation.jobs": "what is due",
    "registry.people": "name and particulars",
    "registry.programs": "the program",
    "registry.coverage": "coverage",
    "registry.episodes": "the stay",
    "care.measures": "measures",
    "care.placement": "assessment and level of care",
    "care.plans": "the plan",
    "care.scheduling": "seats and groups",
    "care.sessions": "sessions and attendance",
    "care.sessions.queries.notes": "notes",
    "care.testing": "drug tests",
    "care.medications": "medications",
    "care.transitions": "reviews of the stay, discharge and what follows",
    "care.admissions": "enquiry and intake",
    "office.utilization": "authorizations",
    "office.claims": "attended days and claims",
    "office.reports": "figures of the program",
    "doors.staff": "the chart",
}
#: Doors for which the area says too little.
READ = {
    "foundation.jobs.queries.due": "Looked at what is due",
    "registry.people.queries.people": "Looked at the list of people",
    "registry.people.queries.names": "Read the name",
    "registry.people.queries.reach_ways": "Read how to reach the person",
    "registry.people.queries.to_reach": "Read how to reach the person",
    "registry.people.queries.relations": "Read who is around the person",
    "registry.people.queries.death_of": "Read whether the person has died",
    "registry.coverage.queries.sliding_fee_on": "Read the sliding fee",
    "registry.coverage.queries.estimates_of": "Read what the person was told that treatment costs",
    "registry.coverage.queries.payment_plans_of": "Read the payment plan",
    "care.admissions.queries.safety_checks_of": "Read the safety check",
    "care.admissions.queries.papers_of": "Read the signed papers",
    "care.admissions.queries.papers_missing": "Looked at which papers are missing",
    "care.admissions.queries.enquiry_board": "Looked at the admissions board",
    "care.placement.queries.diagnoses_of": "Read the diagnoses",
    "care.plans.queries.team_of": "Read who treats the person",
    "care.sessions.queries.notes.unsigned": "Looked at notes that wait for a signature",
    "care.sessions.queries.reminders.to_remind": "Looked at whom to remind",
    "care.transitions.queries.handoffs_open": "Looked at open handoffs",
    "care.transitions.queries.follow_ups_due": "Looked at follow-ups that are due",
    "office.claims.queries.held_days": "Looked at held days",
    "doors.staff.search.finding.search": "Searched, and found the person",
    "doors.staff.due.verbs.due": "Looked at Today",
    "doors.staff.chart.timeline.timeline": "Read the timeline",
}
#: What an act did. One that is not here is told by its own first sentence.
WROTE = {
    "care.admissions.actions.admission.admit": "Admitted the person",
    "care.admissions.actions.consenting.sign_tpo": "Kept the consent for treatment, payment and operations",
    "care.admissions.actions.ending.stop_reaching_out": "Ended what would reach the person",
    "care.admissions.actions.enquiries.enquire": "Took a first contact",
    "care.admissions.actions.enquiries.move_enquiry": "Wrote where the enquiry got to",
    "care.admissions.actions.intakes.book_intake": "Booked the intake",
    "care.admissions.actions.intakes.keep_intake": "Wrote how the intake ended",
    "care.admissions.actions.papers.sign_paper": "Kept a signed paper",
    "care.admissions.actions.rota.put_on_call": "Put somebody on call",
    "care.admissions.actions.safety.check_safety": "Kept a safety check",
    "care.admissions.actions.screening.screen": "Looked at the factors of fit",
    "care.measures.actions.give": "Gave a measure",
    "care.medications.actions.change_dose": "Changed a dose",
    "care.medications.actions.check_up": "Recorded a health check-up",
    "care.medications.actions.start": "Recorded a medication",
    "care.medications.actions.stop": "Ended a medication",
    "care.placement.actions.assessments.begin_assessment": "Began an assessment",
    "care.placement.actions.assessments.rate": "Rated subdimensions of the assessment",
    "care.placement.actions.assessments.record_external_tool": "Recorded a payer's own assessment",
    "care.placement.actions.diagnoses.diagnose": "Made a diagnosis",
    "care.placement.actions.diagnoses.resolve_diagnosis": "Resolved a diagnosis",
    "care.placement.actions.levels.confirm_level": "Confirmed the level of care",
    "care.plans.actions.drafts.draft_plan": "Wrote the next version of the plan",
    "care.plans.actions.reviews.ask_for_review": "Asked for a look at the plan",
    "care.plans.actions.reviews.progress": "Said how far an objective is",
    "care.plans.actions.reviews.review_plan": "Reviewed the plan",
    "care.plans.actions.signatures.sign_plan": "Signed the plan",
    "care.plans.actions.team.join_team": "Joined somebody to the team",
    "care.plans.actions.team.leave_team": "Ended a place on the team",
    "care.plans.actions.team.outside_clinician_joins": "Joined the person's own clinician to the team",
    "care.plans.reactions.end_by_consent": "Ended a place on the team that stood on a consent",
    "care.plans.reactions.end_plan_work": "Finished what was due about the plan",
    "care.plans.reactions.end_team": "Ended the team of the stay",
    "care.scheduling.actions.groups.close_group": "Closed a group",
    "care.scheduling.actions.groups.open_group": "Opened a group",
    "care.scheduling.actions.leaving.free_seats": "Freed seats",
    "care.scheduling.actions.leaving.give_back_seats": "Gave back seats",
    "care.scheduling.actions.leaving.leave_group": "Ended a seat in a group",
    "care.scheduling.actions.occupancy.occupy": "Took time in the calendar",
    "care.scheduling.actions.occupancy.vacate": "Freed time in the calendar",
    "care.scheduling.actions.seats.take_seats": "Took seats in groups",
    "care.scheduling.reactions.leave_all": "Ended every seat",
    "care.sessions.actions.holding.cancel": "Called a session off",
    "care.sessions.actions.holding.hold_group": "Opened the roster of a group",
    "care.sessions.actions.holding.schedule": "Scheduled a session",
    "care.sessions.actions.joining.bring_guest": "Brought a relative into a session",
    "care.sessions.actions.joining.check_video": "Checked joining by video",
    "care.sessions.actions.notes.amend_own": "Amended the own part of a note",
    "care.sessions.actions.notes.amend_shared": "Amended the shared part of a note",
    "care.sessions.actions.notes.sign_own": "Signed the own part of a note",
    "care.sessions.actions.notes.sign_shared": "Signed the shared part of a note",
    "care.sessions.actions.outcomes.look_for_absent": "Looked for people nobody has seen",
    "care.sessions.actions.outcomes.reach_out": "Wrote down a call or message",
    "care.sessions.actions.outcomes.record_outcome": "Recorded who came to a session",
    "care.sessions.actions.presence.record_break": "Recorded a break",
    "care.sessions.actions.presence.record_presence": "Recorded minutes in a session",
    "care.sessions.actions.presence.void_presence": "Took back minutes that were written down wrong",
    "care.sessions.reactions.excuse_dead": "Excused the person from sessions",
    "care.sessions.reactions.excuse_from": "Excused the person from sessions",
    "care.testing.actions.discuss": "Talked a drug test over with the person",
    "care.testing.actions.order": "Ordered a drug test",
    "care.testing.actions.result": "Recorded a result of a drug test",
    "care.testing.actions.review": "Reviewed a drug test",
    "care.testing.actions.step": "Wrote the next step of a drug test",
    "care.transitions.actions.afterwards.close_handoff": "Closed a handoff",
    "care.transitions.actions.afterwards.follow_up": "Wrote down a follow-up",
    "care.transitions.actions.discharges.discharge": "Discharged the person",
    "care.transitions.actions.reviews.review_stay": "Reviewed the stay",
    "care.transitions.reactions.stop_for": "Ended what would reach the person",
    "foundation.gate.consents.disclose": "Told something to somebody outside",
    "foundation.gate.consents.grant": "Kept a signed consent",
    "foundation.gate.consents.revoke": "Took a consent back",
    "foundation.jobs.actions.ask_for": "Put work on Today",
    "foundation.jobs.actions.finish": "Finished work on Today",
    "foundation.jobs.actions.finish_about": "Finished work on Today",
    "office.claims.actions.days.rule_day": "Ruled on an attended day",
    "office.claims.actions.filing.make_claims": "Made claims",
    "office.claims.reactions.rule_again": "Ruled again on attended days",
    "office.claims.reactions.rule_for_note": "Ruled on the day of a signed note",
    "office.utilization.actions.alarms.sound_alarms": "Looked for authorizations that run out",
    "office.utilization.actions.requests.appeal": "Appealed a denial",
    "office.utilization.actions.requests.attach_episode": "Joined an authorization to the stay",
    "office.utilization.actions.requests.deny": "Recorded a payer's no",
    "office.utilization.actions.requests.grant": "Recorded what a payer granted",
    "office.utilization.actions.requests.overturn": "Recorded an appeal that succeeded",
    "office.utilization.actions.requests.pend": "Recorded what a payer wants more",
    "office.utilization.actions.requests.record_review": "Recorded a review with the payer",
    "office.utilization.actions.requests.request": "Asked a payer for days",
    "office.utilization.actions.units.spend_unit": "Spent a unit of an authorization",
    "office.utilization.actions.units.void_unit": "Gave a unit of an authorization back",
    "office.utilization.reactions.tell_payer": "Asked for the payer to be told",
    "registry.coverage.actions.add": "Added a health plan",
    "registry.coverage.actions.agree_payment_plan": "Agreed on paying in parts",
    "registry.coverage.actions.ask_for_recheck": "Asked for coverage to be verified again",
    "registry.coverage.actions.estimate": "Estimated what treatment costs the person",
    "registry.coverage.actions.lapse": "Ended a health plan",
    "registry.coverage.actions.refer": "Kept a referral",
    "registry.coverage.actions.set_sliding_fee": "Set the sliding fee",
    "registry.coverage.actions.verify": "Kept what the health plan said",
    "registry.episodes.actions.begin_leave": "Began a leave",
    "registry.episodes.actions.change_level": "Changed the level of care",
    "registry.episodes.actions.close_episode": "Ended the stay",
    "registry.episodes.actions.end_leave": "Ended a leave",
    "registry.episodes.actions.open_episode": "Began a stay",
    "registry.people.actions.credential": "Recorded a credential",
    "registry.people.actions.describe": "Changed name or particulars",
    "registry.people.actions.hire": "Added a member of staff",
    "registry.people.actions.reach_by": "Added a way to reach the person",
    "registry.people.actions.record_death": "Recorded a death",
    "registry.people.actions.register": "Registered the person",
    "registry.people.actions.relate": "Added somebody around the person",
    "registry.people.actions.revoke_consent": "Took a consent back",
    "registry.people.actions.stop_reaching_by": "Ended a way to reach the person",
    "registry.programs.actions.open_room": "Opened a room",
    "registry.programs.actions.open_site": "Opened a site",
    "registry.programs.actions.run_program": "Started a program at a site",
}
_ENDS = re.compile(r"[.:;](\s|$)")


def words_of(door: str) -> str:
    """The plain words of a door as the trail names it, without "stepwell.": "Read the plan"; of an act its own first
    sentence. A door that is no more is told by its area."""
    own = READ.get(door) or WROTE.get(door)
    if own:
        return own
    kind, _ = DOORS.get(f"stepwell.{door}", ("query", None))
    said = _ENDS.split(" ".join(DOORS_SAY.get(f"stepwell.{door}", "").split()), maxsplit=1)[0]
    if kind == "action" and said:
        return said.replace("`", "")
    return f"Read {_about(door)}"


def is_act(door: str) -> bool:
    """Whether the door writes."""
    return DOORS.get(f"stepwell.{door}", ("query", None))[0] == "action"


def doors_about(word: str) -> list[str]:
    """The doors, without "stepwell.", whose plain words contain the text, whatever its case; sorted."""
    wanted = word.casefold()
    known = [name.removeprefix("stepwell.") for name in DOORS]
    return sorted(door for door in known if wanted in words_of(door).casefold())


def _about(door: str) -> str:
    parts = door.split(".")
    tried = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((ABOUT[name] for name in tried if name in ABOUT), "the record")
