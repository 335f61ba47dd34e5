"""The safety check: routed, given to somebody with a deadline, recorded; never a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from stepwell.care.admissions.actions.enquiries import FIRST_CONTACT
from stepwell.care.admissions.events import SafetyChecked
from stepwell.care.admissions.models import SafetyCheck
from stepwell.care.admissions.queries import shifts_at
from stepwell.care.admissions.reading import read_facts
from stepwell.care.admissions.rules.answering import is_open, office_hours
from stepwell.care.admissions.rules.on_call import Rota, Shift, who_answers
from stepwell.care.admissions.rules.safety import Route, SafetyFacts, safety_routes
from stepwell.care.admissions.rules.withdrawal import scales_indicated, withdrawal_of
from stepwell.care.admissions.site import by_clock, site_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff

HARD_STOPS = "safety/hard-stops"
SCALES = "withdrawal/scales"


@action(Permission.SAFETY_CHECK)
def check_safety(access: Access, *, subject: Subject, facts: Mapping[str, Any], at: datetime) -> SafetyCheck:
    """Keep a safety check and put each route on Today with its deadline. Announces SafetyChecked.

    facts: by the names of `SafetyFacts`; what is left out was not asked. Outside opening hours the one on call is
    named; a gap in the rota is the director's work when something urgent meets it. A withdrawal scale that is indicated
    and not scored is put on Today. An enquiry stays open whatever is found. Raises BadInput. Source: safety/hard-stops,
    withdrawal/scales, enquiries/first-contact.
    """
    local = by_clock(at, site_of(access, subject))
    read, kept = read_facts(SafetyFacts, facts)
    stops, first = load(HARD_STOPS, local.date()), load(FIRST_CONTACT, local.date())
    ruling = safety_routes(read, stops)
    named, answers = _who_answers(access, local, stops, first)
    check = SafetyCheck.objects.create(
        subject=subject,
        at=at,
        by=access.name,
        facts=kept,
        ruling=asdict(ruling.answer),
        reasons=[asdict(reason) for reason in (*ruling.reasons, answers)],
        urgent=ruling.answer.urgent,
        on_call=named,
    )
    for route in ruling.answer.routes:
        _give(access, check, route, stops, first)
    _ask_for_scales(access, subject, read, at, load(SCALES, local.date()))
    if ruling.answer.urgent and answers.facts.get("gap_in_rota"):
        gap = first.rule("rota-gap")
        jobs.ask_for(
            access,
            subject=subject,
            kind="rota-gap",
            says="Stand in tonight and put somebody on call: the rota had a gap when something urgent came in.",
            for_role=gap["for_role"],
            due_at=at + timedelta(hours=gap["within_hours"]),
            about=f"safety-check:{check.pk}",
        )
    announce(SafetyChecked(check.pk, subject.pk, ruling.answer.urgent))
    return check


def _give(access: Access, check: SafetyCheck, route: Route, stops: Policy, first: Policy) -> None:
    """One route becomes one piece of work for a role, due by the trigger's own deadline."""
    rule = first.rule("urgent-work")
    work = rule["routes"].get(route.route, rule["otherwise"])
    minutes = route.deadline_minutes
    within = timedelta(hours=rule["without_deadline_hours"]) if minutes is None else timedelta(minutes=minutes)
    jobs.ask_for(
        access,
        subject=check.subject,
        kind=route.route,
        says=f"{work['says']}: {stops.rule(route.trigger).says}"[:300],
        for_role=work["for_role"],
        due_at=check.at + within,
        about=f"safety-check:{check.pk}:{route.trigger}",
    )


def _ask_for_scales(access: Access, subject: Subject, facts: SafetyFacts, at: datetime, policy: Policy) -> None:
    for scale in scales_indicated(facts, policy).answer:
        jobs.ask_for(
            access,
            subject=subject,
            kind=f"open-{scale.instrument}",
            says=scale.says,
            for_role=scale.for_role,
            due_at=at + timedelta(minutes=scale.within_minutes),
            about=withdrawal_of(subject.pk),
        )


def _who_answers(access: Access, local: datetime, stops: Policy, first: Policy) -> tuple[Staff | None, Reason]:
    """The one on call outside opening hours, and why; nobody by name while the front desk is there."""
    on_call = shifts_at(access, at=local)
    desk = first.rule("opening-hours")
    rota = Rota(
        desk=desk["desk"],
        stand_in=desk["stand_in"],
        hours=office_hours(first),
        shifts=tuple(Shift(each.staff.name, each.during.lower, each.during.upper) for each in on_call),
    )
    ruling = who_answers(rota, local, stops)
    if is_open(local, first):
        return None, ruling.reasons[0]
    latest = max(on_call, key=lambda each: each.during.lower, default=None)
    return (latest.staff if latest else None), ruling.reasons[0]
