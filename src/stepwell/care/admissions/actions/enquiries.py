"""Taking an enquiry: the person is protected from here on, and somebody calls them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from stepwell.care.admissions.events import EnquiryMade
from stepwell.care.admissions.models import Enquiry, EnquiryStep
from stepwell.care.admissions.rules.answering import answer_due
from stepwell.care.admissions.rules.lifecycle import ADMITTED, CLOSED, STATES
from stepwell.care.admissions.site import by_clock, site_running
from stepwell.care.admissions.steps import is_closed, move
from stepwell.care.scheduling import actions as scheduling
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Operator
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotAllowed
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.people.models import Person, Relation
    from stepwell.registry.programs.models import Program

FIRST_CONTACT = "enquiries/first-contact"
BY_WHOM = ("self", "relative", "referrer")
WAYS = ("phone", "text", "email", "web", "in_person", "letter", "fax")
_CONSENT_KEYS = {"signed_by", "method", "expires_on"}


@action(Permission.ENQUIRY_WRITE)
def enquire(
    access: Access,
    *,
    program: Program,
    at: datetime,
    by_whom: str,
    way: str,
    first_name: str,
    last_name: str,
    called: str = "",
    wish: str = "",
    reach: Sequence[Mapping[str, Any]] = (),
    asked_by: Mapping[str, Any] | None = None,
    contact_consent: Mapping[str, Any] | None = None,
    person: Person | None = None,
    answer_by: datetime | None = None,
) -> Enquiry:
    """Take a first contact and put the call back on Today. Announces EnquiryMade.

    by_whom: self, relative or referrer. way: by which the contact came, one of WAYS. reach: safe ways to reach the
    person, each {kind, value, leave_message}. asked_by: {name, how_related, phone, email, organization} of the one
    who asks for somebody else. contact_consent: {signed_by, method, expires_on} of the person's own narrow consent to
    be called back and, where somebody asked for them, to a word with that one about this enquiry; None without it.
    person: somebody known who asks again; their names stay as they are. answer_by: the moment they asked to be called
    by, where it is later than the policy's, or sooner because somebody is in danger.
    Raises BadInput, and NotAllowed for a consent that is not the person's. Source: enquiries/first-contact.
    """
    _check(by_whom, way, reach, asked_by)
    local = by_clock(at, site_running(access, program))
    policy = load(FIRST_CONTACT, local.date())
    person = person or people.register(access, first_name=first_name, last_name=last_name, called=called)
    _reach_by(access, person, reach, local.date())
    relation = None
    if asked_by is not None:
        relation = people.relate(access, subject=person.subject, kind=by_whom, on=local.date(), **asked_by)
    if contact_consent is not None:
        _agree(access, person, relation, local, contact_consent, policy)
    always = programs.rules_of(access, program=program, on=local.date()).reachable_always
    enquiry = Enquiry.objects.create(
        subject=person.subject,
        at=at,
        by_whom=by_whom,
        asked_by=relation,
        way=way,
        program=program,
        wish=wish,
        taken_by=access.name,
        answer_due_at=answer_by or answer_due(local, always, policy),
    )
    _ask_to_call_back(access, enquiry, relation, contact_consent is not None)
    announce(EnquiryMade(enquiry.pk, person.subject_id))
    return enquiry


@action(Permission.ENQUIRY_WRITE)
def move_enquiry(access: Access, *, enquiry: Enquiry, state: str, at: datetime, says: str = "") -> EnquiryStep:
    """Write where the enquiry got to. state: contacted, benefits, intake_booked, routed_elsewhere or withdrawn.

    says: where to, when it is routed elsewhere. A way back in stays open. Seats that are held for the person are free
    for others once the last of their enquiries is closed. Raises BadInput, Conflict for a pair that is not legal; to be
    admitted is the word of `admit` alone.
    """
    if state not in STATES:
        raise BadInput("state", f"An enquiry is one of {', '.join(STATES)}.")
    if state == ADMITTED:
        raise BadInput("state", "Admit the person; the enquiry follows by itself.")
    if state == "routed_elsewhere" and not says.strip():
        raise BadInput("says", "Write where the person was routed to, and who goes with them.")
    step = move(access, enquiry, state, at, says)
    others = Enquiry.objects.filter(subject=enquiry.subject).exclude(pk=enquiry.pk)
    if state in CLOSED and all(is_closed(one) for one in others):
        # The house does it: who answers enquiries need not be one who gives seats.
        house, why = Access.system(access.operator_id), f"The enquiry is closed ({access.name})."
        scheduling.release_holds(house, subject=enquiry.subject, at=at, why=why)
    return step


def _check(by_whom: str, way: str, reach: Sequence[Mapping[str, Any]], asked_by: Mapping[str, Any] | None) -> None:
    if by_whom not in BY_WHOM:
        raise BadInput("by_whom", f"Whoever asks is one of {', '.join(BY_WHOM)}.")
    if way not in WAYS:
        raise BadInput("way", f"A first contact comes by one of {', '.join(WAYS)}.")
    if (by_whom == "self") != (asked_by is None):
        raise BadInput("asked_by", "Write who asks when it is not the person, and nobody when it is.")
    known = {"name", "how_related", "phone", "email", "organization"}
    if asked_by is not None and (not asked_by.get("name") or not asked_by.keys() <= known):
        raise BadInput("asked_by", f"Write at least the name; known are {', '.join(sorted(known))}.")
    for place, safe in enumerate(reach):
        if not {"kind", "value", "leave_message"} <= safe.keys() <= {"kind", "value", "leave_message", "note"}:
            raise BadInput(f"reach[{place}]", "A safe way has a kind, a value and whether to leave a message.")
    if not reach and not (asked_by and (asked_by.get("phone") or asked_by.get("email"))):
        raise BadInput("reach", "Ask for at least one safe way to call back.")


def _agree(
    access: Access,
    person: Person,
    relation: Relation | None,
    at: datetime,
    given: Mapping[str, Any],
    policy: Policy,
) -> None:
    """Keep the person's narrow consent: this enquiry, the ways they named, and the one who asked for them."""
    rule = policy.rule("contact-consent")
    patient = f"{person.first_name} {person.last_name}"
    signed_by = str(given.get("signed_by") or ("" if relation else patient))
    method = str(given.get("method", "typed"))
    if not given.keys() <= _CONSENT_KEYS or method not in rule["methods"]:
        says = (
            f"A contact consent has {', '.join(sorted(_CONSENT_KEYS))}; method is one of {', '.join(rule['methods'])}."
        )
        raise BadInput("contact_consent", says)
    if relation is not None and signed_by.strip().casefold() in ("", relation.name.strip().casefold()):
        facts = {"signed_by": signed_by, "would_change": "the person's own word; leave the consent out until then"}
        raise NotAllowed((policy.reason("only-the-person", facts),))
    on = at.date()
    consents.grant(
        access,
        subject=person.subject,
        kind="contact",
        patient=patient,
        discloser=Operator.objects.get(pk=access.operator_id).name,
        recipients=[patient, *([relation.name] if relation else [])],
        purposes=rule["purposes"],
        categories=rule["categories"],
        signed_by=signed_by,
        signed_at=at,
        starts_on=on,
        relation_id=relation.pk if relation else None,
        expires_on=given.get("expires_on") or on + timedelta(days=rule["lasts_days"]),
        method=method,
        form_version=f"{policy.ref}#contact-consent",
    )


def _reach_by(access: Access, person: Person, reach: Sequence[Mapping[str, Any]], on: date) -> None:
    """Keep the safe ways that are not known yet."""
    known = {(way.kind, way.value) for way in of_people.reach_ways(access, subject=person.subject, on=on)}
    for safe in (one for one in reach if (one["kind"], one["value"]) not in known):
        people.reach_by(access, subject=person.subject, on=on, **safe)


def _ask_to_call_back(access: Access, enquiry: Enquiry, relation: Relation | None, agreed: bool) -> None:
    jobs.ask_for(
        access,
        subject=enquiry.subject,
        kind="call-back",
        says=_call_back(relation, agreed),
        for_role=Role.COORDINATOR,
        due_at=enquiry.answer_due_at,
        about=f"enquiry:{enquiry.pk}",
    )


def _call_back(relation: Relation | None, agreed: bool) -> str:
    if relation is None:
        return "Call back about an enquiry."
    if agreed:
        return f"Call back about an enquiry; a word with {relation.name} is agreed to."
    return f"Call back about an enquiry; tell {relation.name} nothing about the person without their consent."
