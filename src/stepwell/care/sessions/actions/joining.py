"""Who else is in a session, and joining one by video."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.plans import queries as plans
from stepwell.care.sessions.leading import kind_of
from stepwell.care.sessions.models import Guest, Participation
from stepwell.care.sessions.provider import VIDEO
from stepwell.care.sessions.rules.joining import VideoFacts, may_join
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotAllowed
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.foundation.gate.models import Consent
    from stepwell.registry.people.models import Relation

FAMILY = "family"


@action(Permission.SESSION_WRITE)
def bring_guest(access: Access, *, participation: Participation, relation: Relation, consent: Consent | None) -> Guest:
    """A relative takes part in a family session, by a consent in force on its day that names them for "family".

    Raises NotAllowed without one, BadInput in another kind of session: there sit people who did not agree to it.
    """
    session = participation.session
    if session.kind != FAMILY:
        raise BadInput("participation", "Relatives take part in family sessions. Schedule one.")
    if relation.subject_id != participation.subject_id:
        raise BadInput("relation", "This is not somebody around that person.")
    in_force = {one.pk: one for one in consents.in_force(access, subject=participation.subject, on=session.on)}
    named = in_force.get(consent.pk) if consent is not None else None
    if named is None or named.relation_id != relation.pk or FAMILY not in named.purposes:
        raise NotAllowed((_no_consent(relation, session.on),))
    row, _ = Guest.objects.get_or_create(
        participation=participation,
        relation=relation,
        consent=named,
        defaults={"operator_id": access.operator_id, "subject_id": participation.subject_id},
    )
    return row


@action(Permission.SESSION_WRITE)
def check_video(
    access: Access,
    *,
    participation: Participation,
    location_state: str,
    callback: str,
    telehealth_consent_on: date | None,
) -> Ruling[bool]:
    """Look at whether somebody may join by video and keep what was found, whatever it is.

    location_state: two letters, where the person is now. callback: a number to call when the line drops.
    telehealth_consent_on: the day they agreed to video sessions in writing. What was found before stays under
    "earlier". Raises BadInput when the session is not by video.
    """
    session = participation.session
    if session.mode != "video":
        raise BadInput("participation", "This session is not by video. Schedule it so first.")
    state = location_state.strip().upper()
    held = people.credentials(access, staff=session.leader, on=session.on, state=state) if state else []
    kind = kind_of(access, program=session.program, kind=session.kind, on=session.on)
    leads = plans.leads(access, staff=session.leader, lead=kind.lead, on=session.on, state=state)
    facts = VideoFacts(
        on=session.on,
        consent_on=telehealth_consent_on,
        state=state,
        callback=callback,
        licences=tuple(one.kind for one in held),
        suitable=bool(held) and leads.answer,
    )
    ruling = may_join(facts, load(VIDEO, session.on))
    before = participation.licence_check
    earlier = before.pop("earlier", []) + ([before] if before else [])
    # What was typed may be anything; the columns hold a state and a number, the check holds the rest.
    participation.location_state = state if len(state) == 2 else ""
    participation.callback = callback[:30]
    participation.licence_check = {
        "answer": ruling.answer,
        "leader": session.leader_id,
        "state": state,
        "on": session.on.isoformat(),
        "consent_on": telehealth_consent_on.isoformat() if telehealth_consent_on else None,
        "reasons": [asdict(reason) for reason in ruling.reasons],
        "earlier": earlier,
    }
    participation.save()
    return ruling


def _join_by_video(
    access: Access,
    *,
    participation: Participation,
    location_state: str,
    callback: str,
    telehealth_consent_on: date | None,
) -> Participation:
    """Join a session by video: consent, place, number and the leader's licence there are checked and kept.

    Raises NotAllowed saying what would help, after what was found is kept: a refusal inside of the gate would undo
    it, so this stands outside and check_video inside. Parameters as in check_video.
    """
    ruling = check_video(
        access,
        participation=participation,
        location_state=location_state,
        callback=callback,
        telehealth_consent_on=telehealth_consent_on,
    )
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)
    return participation


join_by_video = _join_by_video


def _no_consent(relation: Relation, on: date) -> Reason:
    return Reason(
        "care/sessions#family-consent",
        f"No consent in force on {on.isoformat()} names {relation.name} for family sessions. Ask the person for one.",
        "42 CFR Part 2, section 2.31",
        {"relation": relation.pk, "on": on.isoformat(), "would_change": "a consent that names them for family"},
    )
