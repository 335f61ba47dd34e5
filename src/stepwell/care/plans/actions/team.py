"""Who treats the person: staff by credential and load, their own clinicians by consent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.plans.events import TeamJoined
from stepwell.care.plans.models import TeamMember
from stepwell.care.plans.queries import TEAM, load_of, suggest_team
from stepwell.care.plans.rules.joining import JoinFacts, may_join, place_of, roles
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.foundation.gate.models import Consent
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Relation, Staff


@action(Permission.PLAN_WRITE)
def join_team(access: Access, *, episode: Episode, role: str, staff: Staff, on: date) -> TeamMember:
    """A member of staff takes a place on the person's team. Announces TeamJoined.

    role: counselor, lpha, clinician, therapist, prescriber, nurse, case_manager or peer, or other words for one of
    them, as "primary counselor"; kept as given. Raises NotAllowed where the credential is not enough on the day or the
    caseload is full, with who has room; BadInput, Conflict. Source: the policy plans/team and the program's caseload.
    """
    team = load(TEAM, on)
    place = place_of(role, team)
    if place is None:
        raise BadInput("role", f"A place on the team is one of {', '.join(roles(team))}.")
    _of_this_stay(episode, on)
    # Two who join the same caseload at once wait for each other here, so that the second counts the first.
    list(TeamMember.objects.select_for_update().filter(staff=staff, until=None))
    if TeamMember.objects.filter(episode=episode, staff=staff, role=role, until=None).exists():
        raise Conflict(f"{staff.name} has this place already.")
    site = programs.site_of(access, program=episode.program)
    rules = programs.rules_of(access, program=episode.program, on=on)
    facts = JoinFacts(
        role=place,
        credentials=tuple(one.kind for one in people.credentials(access, staff=staff, on=on, state=site.state)),
        load=load_of(access, staff=staff, on=on),
        own_maximum=staff.caseload_max,
        program_caseload=rules.caseload,
        room=tuple(
            (one.name, one.load, one.maximum)
            for one in suggest_team(access, episode=episode, on=on, role=place)
            if one.staff_id != staff.pk and one.maximum is not None
        ),
    )
    ruling = may_join(facts, team)
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)
    member = TeamMember.objects.create(subject_id=episode.subject_id, episode=episode, role=role, staff=staff, since=on)
    announce(TeamJoined(member.pk, episode.pk, episode.subject_id))
    return member


@action(Permission.PLAN_WRITE)
def outside_clinician_joins(
    access: Access, *, episode: Episode, outside: Relation, consent: Consent, role: str, on: date
) -> TeamMember:
    """One of the person's own clinicians takes part, where a consent in force names them for treatment.

    role: in words, as "therapist". Raises NotAllowed where the consent does not name them, is over or was taken back.
    """
    _of_this_stay(episode, on)
    if outside.subject_id != episode.subject_id:
        raise BadInput("outside", "This is somebody around another person; choose from this person's own.")
    rule = load(TEAM, on)
    valid = {one.pk for one in consents.in_force(access, subject=episode.subject, on=on)}
    names = consent.relation_id == outside.pk and rule.rule("outside")["purpose"] in consent.purposes
    if consent.pk not in valid or not names:
        facts = {"in_force": consent.pk in valid, "names_them": names, "on": on.isoformat()}
        facts["would_change"] = "a signed consent for treatment that names them"
        raise NotAllowed((rule.reason("outside", facts),))
    if TeamMember.objects.filter(episode=episode, outside=outside, until=None).exists():
        raise Conflict(f"{outside.name} takes part already.")
    member = TeamMember.objects.create(
        subject_id=episode.subject_id, episode=episode, role=role, outside=outside, consent=consent, since=on
    )
    announce(TeamJoined(member.pk, episode.pk, episode.subject_id))
    return member


@action(Permission.PLAN_WRITE)
def leave_team(access: Access, *, member: TeamMember, on: date) -> TeamMember:
    """The place ends; the day is its last."""
    if member.until is not None:
        raise Conflict("This place has ended already.")
    member.until = max(on, member.since)
    member.save()
    return member


def _of_this_stay(episode: Episode, on: date) -> None:
    if on < episode.admitted_on or (episode.ended_on is not None and on > episode.ended_on):
        raise BadInput("on", "The team belongs to the stay: choose a day between admission and its end.")
