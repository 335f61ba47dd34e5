"""Whether the program fits, and what is still missing before the first day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stepwell.care.admissions import queries as admissions
from stepwell.care.admissions.models import EligibilityScreen
from stepwell.care.admissions.rules.wording import kinds
from stepwell.care.placement import queries as placement
from stepwell.care.placement.models import PlacementDecision
from stepwell.doors.staff.admissions.acts import built
from stepwell.doors.staff.admissions.enquiry import Way, way_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.loading import load

FIT = "eligibility/iop"
PAPERS = "papers/intake"
OUTCOMES = {
    "admit_2.1": "The program fits",
    "admit_with_conditions": "The program fits, with this support",
    "refer_up": "More care first; the place is kept",
    "refer_down": "Less care now; a call when a week opens",
    "emergency": "Something has to be acted on first",
    "defer": "Something has to be settled first",
}


@dataclass(frozen=True)
class Factor:
    """A factor of fit: its name, the sentence to ask about, and what it is there for."""

    name: str
    says: str
    never_counts: bool


@dataclass(frozen=True)
class Seen:
    """A factor as it was answered, and what is arranged because of it."""

    says: str
    answer: str
    response: str
    concern: bool


@dataclass(frozen=True)
class FitPage:
    """The factors to ask, and the latest result."""

    way: Way
    factors: tuple[Factor, ...]
    screen: EligibilityScreen | None
    outcome: str
    seen_factors: tuple[Seen, ...]
    refer_to: tuple[str, ...]
    reasons: list[dict[str, Any]]
    screens: int


@query(Permission.ELIGIBILITY_SCREEN)
def fit(access: Access, *, enquiry_id: int, now: datetime) -> FitPage:
    """The factors of fit of this enquiry. Raises NotFound."""
    way = way_of(access, enquiry_id=enquiry_id, now=now, asks_next=False)
    policy = load(FIT, way.head.today)
    screens = admissions.screens_of(access, subject=way.head.subject)
    latest = next(iter(screens), None)
    reasons = list(latest.reasons) if latest else []
    return FitPage(
        way=way,
        factors=tuple(
            Factor(rule.id, rule.says, bool(rule.get("never_counts")))
            for rule in policy.rules.values()
            if rule.get("factor")
        ),
        screen=latest,
        outcome=OUTCOMES.get(latest.outcome, latest.outcome) if latest else "",
        seen_factors=tuple(_seen(one) for one in reasons if "answer" in one["facts"] and "concern" in one["facts"]),
        refer_to=_refer_to(latest, way.head.today),
        reasons=reasons,
        screens=len(screens),
    )


def _seen(reason: dict[str, Any]) -> Seen:
    facts = reason["facts"]
    answer = "yes" if facts["answer"] else "no"
    return Seen(reason["says"], answer, facts.get("response") or "", bool(facts["concern"]))


def _refer_to(screen: EligibilityScreen | None, on: date) -> tuple[str, ...]:
    """Where else to look, where the outcome is not an admission now."""
    policy = load(FIT, on)
    if screen is None:
        return ()
    if screen.outcome == "emergency":
        return tuple(policy.rule("emergency")["refer_to"])
    if screen.outcome == "defer":
        age = screen.facts.get("age", 0)
        consent = screen.facts.get("consent_unresolved")
        rule = policy.rule("consent" if consent else "ages")
        if consent:
            return tuple(rule["refer_to"])
        return tuple(rule["refer_younger_to" if age < rule["adult"] else "refer_older_to"])
    return ()


@dataclass(frozen=True)
class Need:
    """One line of the checklist: what, whether it is there, what stands in the way, and where to do it."""

    name: str
    met: bool
    says: str
    address: str
    to_do: str


@dataclass(frozen=True)
class AdmissionPage:
    """The checklist before the first day."""

    way: Way
    needs: tuple[Need, ...]
    ready: bool
    reasons: tuple[Reason, ...]
    decision: PlacementDecision | None
    chart: str
    also: tuple[Need, ...]

    @property
    def missing(self) -> int:
        """How many lines are still open."""
        return sum(not one.met for one in self.needs)


@query(Permission.ADMIT)
def checklist(access: Access, *, enquiry_id: int, now: datetime) -> AdmissionPage:
    """What stands before the first day, were it today. Raises NotFound."""
    way = way_of(access, enquiry_id=enquiry_id, now=now, asks_next=False)
    head = way.head
    decision = placement.decision_of(access, subject=head.subject)
    ruling = admissions.may_be_admitted(
        access, subject=head.subject, program=way.enquiry.program, on=head.today, decision=decision
    )
    against = {} if ruling.answer else {one.rule.rpartition("#")[2]: one.says for one in ruling.reasons}
    papers = len(kinds(load(PAPERS, head.today), "admission"))
    person = way.person_id
    level = built("chart-assessment", person)
    paper = built("chart-papers", person)
    may_describe = allowed(access.roles, Permission.PERSON_WRITE)
    who = built("enquiry-person", way.enquiry.pk) if may_describe else ""
    needs = [
        _need("A level of care, confirmed by a licensed clinician", against, ("level-confirmed",), level, "Assess"),
        _need("The level is given here", against, ("level-given", "medication-continues"), level, "Look"),
        _need("Date of birth, and an age the program takes", against, ("age-known", "ages"), who, "Fill in"),
        _need("Consent for treatment, payment and operations", against, ("tpo",), paper, "Sign"),
        _need(f"The {papers} papers of intake", against, ("papers",), paper, "Sign"),
    ]
    if "level-confirmed" in against:
        needs = [one for one in needs if one.says or one.name != "The level is given here"]
    for rule, name in (("one-stay", "No other open stay"), ("program-runs", "The program runs"), ("alive", "")):
        if rule in against:
            needs.append(Need(name or "A death is recorded", False, against[rule], "", ""))
    known = {"level-confirmed", "level-given", "medication-continues", "age-known", "ages", "tpo", "papers"}
    known |= {"one-stay", "program-runs", "alive"}
    needs += [Need("Something else", False, says, "", "") for rule, says in against.items() if rule not in known]
    return AdmissionPage(
        way=way,
        needs=tuple(needs),
        ready=bool(ruling.answer) and not way.closed,
        reasons=ruling.reasons,
        decision=decision,
        chart=built("person", person),
        also=_beside(access, way),
    )


def _need(name: str, against: dict[str, str], rules: tuple[str, ...], address: str, to_do: str) -> Need:
    says = " ".join(against[rule] for rule in rules if rule in against)
    return Need(name, not says, says, address, to_do)


def _beside(access: Access, way: Way) -> tuple[Need, ...]:
    """What does not hold an admission and is still worth a look."""
    found = []
    if allowed(access.roles, Permission.SAFETY_CHECK):
        checked = bool(admissions.safety_checks_of(access, subject=way.head.subject))
        address = built("enquiry-safety", way.enquiry.pk)
        found.append(Need("A safety check", checked, "" if checked else "None yet.", address, "Check"))
    if allowed(access.roles, Permission.ELIGIBILITY_SCREEN):
        screened = bool(admissions.screens_of(access, subject=way.head.subject))
        address = built("enquiry-fit", way.enquiry.pk)
        found.append(Need("Factors of fit", screened, "" if screened else "Not looked at yet.", address, "Look"))
    return tuple(found)
