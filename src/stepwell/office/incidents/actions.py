"""Writing incident reports: outside the chart, in facts, reviewed and closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotFound
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load
from stepwell.office.incidents.events import IncidentReported
from stepwell.office.incidents.models import ExternalReport, Incident, IncidentPerson, IncidentStep
from stepwell.office.incidents.queries import CLOSED, DEFAULTS, SENT
from stepwell.office.incidents.rules.reporting import IncidentFacts, Owed, owed_outside, review
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Site

PARTS: Final = ("affected", "witness", "involved", "present")
#: What anybody who sees the report may add; findings and the closing are the reviewer's.
STEPS: Final = ("told", "done", "added")
REVIEW: Final = "review-incident"
EXTERNAL: Final = "report-outside"


@dataclass(frozen=True)
class Involved:
    """Somebody involved: a client, a member of staff or a name; part is one of PARTS."""

    part: str
    client: Subject | None = None
    staff: Staff | None = None
    name: str = ""
    says: str = ""


@action(Permission.INCIDENT_WRITE)
def report_incident(
    access: Access,
    *,
    kind: str,
    severity: str,
    at: datetime,
    reported_at: datetime,
    place: str,
    happened: str,
    immediate_action: str = "",
    involved: Sequence[Involved] = (),
    site: Site | None = None,
) -> Incident:
    """Write a report of what happened, in facts. Announces IncidentReported.

    kind, severity: of `queries.choices`. at: when it happened, reported_at: now. site: left out, it is the operator's
    first. Its review and each report that somebody outside is owed are on Today with their deadlines; nothing of it
    stands in a chart. Raises BadInput. Source: incidents/field-defaults.
    """
    _complete(at, reported_at, place, happened, involved)
    site = site or next((each.site for each in programs.programs(access)), None)
    local = reported_at.astimezone(ZoneInfo(site.time_zone)) if site else reported_at
    policy = load(DEFAULTS, local.date())
    facts = IncidentFacts(kind, severity, site.state if site else "", reported_at)
    try:
        owed, read = owed_outside(facts, policy).answer, review(facts, policy).answer
    except BadFacts as fault:
        raise BadInput(fault.path, f"Choose {fault.expected}.") from None
    row = Incident.objects.create(
        file=Subject.objects.create(),
        kind=kind,
        severity=severity,
        at=at,
        reported_at=reported_at,
        site=site,
        place=place.strip(),
        happened=happened.strip(),
        immediate_action=immediate_action.strip(),
        policy_ref=policy.ref,
        author=access.name,
        author_login=access.login_id,
        author_staff=access.staff_id,
    )
    _name(row, involved)
    _ask_outside(access, row, policy, owed)
    says = _review_says(policy, kind)
    _ask(access, row, REVIEW, says, read.for_role, read.due_at, f"incident:{row.pk}")
    announce(IncidentReported(row.pk))
    return row


@action(Permission.INCIDENT_WRITE)
def add_step(
    access: Access, *, incident: Incident, kind: str, at: datetime, says: str = "", who: str = ""
) -> IncidentStep:
    """Add who was told ("told", needs `who`), what was done ("done") or what came to light ("added").

    The author and who may read incidents add; a closed report takes no more. Raises BadInput, NotFound, Conflict.
    """
    if not incident.is_seen_by(access):
        raise NotFound
    if kind not in STEPS:
        raise BadInput("kind", f"A step is one of {', '.join(STEPS)}.")
    if kind == "told" and not who.strip():
        raise BadInput("who", "Write who was told.")
    if not (says.strip() or who.strip()):
        raise BadInput("says", "Write in a few words what was done.")
    _open(incident)
    return _step(access, incident, kind, at, says, who)


@action(Permission.INCIDENT_READ)
def send_report(access: Access, *, external: ExternalReport, at: datetime, says: str, who: str = "") -> IncidentStep:
    """Write down that a report outside was made: how, to whom there, its number. Ends its work.

    Raises BadInput, Conflict when it was sent before.
    """
    if not says.strip():
        raise BadInput("says", "Write how it was sent, and the number or name you were given.")
    incident = external.incident
    try:
        with transaction.atomic():
            row = _step(access, incident, SENT, at, says, who or external.to_whom, external)
    except IntegrityError:
        raise Conflict("This report was written down as sent before.") from None
    about = f"external-report:{external.pk}"
    jobs.finish_about(access, subject=incident.file, kind=EXTERNAL, about=about, at=at, outcome=says.strip()[:300])
    return row


@action(Permission.INCIDENT_READ)
def review_incident(access: Access, *, incident: Incident, at: datetime, findings: str) -> IncidentStep:
    """Write what the review found and what changes; the report stays open until it is closed. Raises BadInput."""
    if not findings.strip():
        raise BadInput("findings", "Write what was found and what changes.")
    _open(incident)
    row = _step(access, incident, "found", at, findings)
    about = f"incident:{incident.pk}"
    jobs.finish_about(access, subject=incident.file, kind=REVIEW, about=about, at=at, outcome="Reviewed.")
    return row


@action(Permission.INCIDENT_READ)
def close_incident(access: Access, *, incident: Incident, at: datetime, says: str) -> IncidentStep:
    """Close a reviewed report once everything owed outside is sent. Raises BadInput, Conflict naming what is left."""
    if not says.strip():
        raise BadInput("says", "Write in a line how it ended.")
    steps = list(IncidentStep.objects.filter(incident=incident))
    if not any(step.kind == "found" for step in steps):
        raise Conflict("Nobody has written findings yet. Review it first.")
    sent = [step.external_id for step in steps if step.external_id is not None]
    owed = ExternalReport.objects.filter(incident=incident).exclude(pk__in=sent).order_by("due_at").first()
    if owed is not None:
        raise Conflict(f"A report to {owed.to_whom} is still owed: write down that it was sent, or why none is due.")
    try:
        with transaction.atomic():
            return _step(access, incident, CLOSED, at, says)
    except IntegrityError:
        raise Conflict("This report is closed.") from None


def _complete(at: datetime, reported_at: datetime, place: str, happened: str, involved: Sequence[Involved]) -> None:
    if at > reported_at:
        raise BadInput("at", "That is still to come. Write when it happened.")
    if not place.strip():
        raise BadInput("place", "Write where it happened.")
    if not happened.strip():
        raise BadInput("happened", "Write what happened, in facts.")
    for each in involved:
        if each.part not in PARTS:
            raise BadInput("involved", f"Somebody is one of {', '.join(PARTS)}.")
        if each.client is None and each.staff is None and not each.name.strip():
            raise BadInput("involved", "Say who it was: a client, a member of staff, or a name.")


def _name(row: Incident, involved: Sequence[Involved]) -> None:
    """Write down who was involved, in the order they were given."""
    for each in involved:
        IncidentPerson.objects.create(
            incident=row, part=each.part, client=each.client, staff=each.staff, name=each.name.strip(), says=each.says
        )


def _ask_outside(access: Access, row: Incident, policy: Policy, owed: Sequence[Owed]) -> None:
    """Each report that somebody outside is owed, on Today with its deadline."""
    for one in owed:
        external = ExternalReport.objects.create(
            incident=row, rule=f"{policy.ref}#{one.rule}", to_whom=one.to_whom, says=one.says, due_at=one.due_at,
            for_role=one.for_role,
        )  # fmt: skip
        _ask(access, row, EXTERNAL, one.says, one.for_role, one.due_at, f"external-report:{external.pk}")


def _review_says(policy: Policy, kind: str) -> str:
    return f"{policy.rule('review').says} Kind: {policy.rule('kinds')['kinds'][kind].lower()}."


def _ask(access: Access, row: Incident, kind: str, says: str, for_role: str, due_at: datetime, about: str) -> None:
    jobs.ask_for(access, subject=row.file, kind=kind, says=says[:300], for_role=for_role, due_at=due_at, about=about)


def _open(incident: Incident) -> None:
    if IncidentStep.objects.filter(incident=incident, kind=CLOSED).exists():
        raise Conflict("This report is closed. Write a new one and name this one in it.")


def _step(
    access: Access,
    incident: Incident,
    kind: str,
    at: datetime,
    says: str,
    who: str = "",
    external: ExternalReport | None = None,
) -> IncidentStep:
    return IncidentStep.objects.create(
        incident=incident, external=external, kind=kind, at=at, who=who.strip(), says=says.strip(), by=access.name
    )
