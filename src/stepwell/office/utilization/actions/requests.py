"""Asking payers for days and keeping their answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.policy.loading import load
from stepwell.office.utilization import asking
from stepwell.office.utilization.events import AuthorizationAnswered, AuthorizationAttached
from stepwell.office.utilization.models import Authorization, AuthorizationEvent, UnitUse
from stepwell.office.utilization.rules.deadlines import DEADLINES

if TYPE_CHECKING:
    from stepwell.registry.coverage.models import Coverage
    from stepwell.registry.episodes.models import Episode

#: What may follow what. A grant may be extended, reviewed or taken back; a denial appealed more than once.
FOLLOWS = {
    "": {"requested"},
    "requested": {"pended", "granted", "denied"},
    "pended": {"pended", "granted", "denied"},
    "granted": {"granted", "reviewed", "denied"},
    "reviewed": {"granted", "reviewed", "denied"},
    "denied": {"appealed"},
    "appealed": {"overturned", "denied"},
    "overturned": {"granted", "reviewed", "denied"},
}


@action(Permission.AUTHORIZATION_WRITE)
def request(
    access: Access,
    *,
    subject: Subject,
    coverage: Coverage,
    code: str,
    level: str,
    units: int,
    span_from: date,
    span_to: date,
    at: datetime,
    episode: Episode | None = None,
) -> Authorization:
    """Ask a payer for days of a code at a level of care. `episode` stays empty before admission.

    units: days asked for, 1 or more. span_from, span_to: first and last day asked for.
    """
    _fits(units, span_from, span_to)
    row = Authorization.objects.create(
        subject=subject,
        episode=episode,
        coverage=coverage,
        code=code,
        level=level,
        asked_units=units,
        asked_from=span_from,
        asked_to=span_to,
    )
    _happened(access, row, "requested", at, units=units, span_from=span_from, span_to=span_to)
    about = f"coverage:{coverage.pk}"
    jobs.finish_about(access, subject=subject, kind="request-authorization", about=about, at=at, outcome="Asked for.")
    says = f"Ask {coverage.plan_name} again: {units} days of {code} were asked for and no answer has come."
    asking.ask(access, row, "chase-payer", says, at + _days(at, "request"))
    return row


@action(Permission.AUTHORIZATION_WRITE)
def pend(access: Access, *, authorization: Authorization, at: datetime, reason: str = "") -> AuthorizationEvent:
    """The payer wants more before it answers. reason: what it wants."""
    event = _happened(access, authorization, "pended", at, reason=reason)
    says = f"Send the payer what it still wants: {reason or 'ask what it is'}."
    asking.ask(access, authorization, "answer-payer", says, at + _days(at, "pended"))
    return event


@action(Permission.AUTHORIZATION_WRITE)
def grant(
    access: Access,
    *,
    authorization: Authorization,
    at: datetime,
    number: str,
    units: int,
    span_from: date,
    span_to: date,
    next_review_on: date | None = None,
    reviewer: str = "",
) -> AuthorizationEvent:
    """The payer grants days, or extends what it granted: units and span are then those of the whole.

    Raises BadInput when fewer units are granted than are spent already. reviewer: the payer's, by name.
    """
    return _granted(access, "granted", authorization, at, number, units, span_from, span_to, next_review_on, reviewer)


@action(Permission.AUTHORIZATION_WRITE)
def deny(
    access: Access, *, authorization: Authorization, at: datetime, reason: str, reviewer: str = ""
) -> AuthorizationEvent:
    """The payer says no. reason: its specific reason. A peer-to-peer talk comes first, then the appeal."""
    if not reason.strip():
        raise BadInput("reason", "Write the reason the payer gave: the appeal answers it.")
    event = _happened(access, authorization, "denied", at, reason=reason, reviewer=reviewer)
    _answered(access, authorization, at, "denied")
    rule = load(DEADLINES, at.date()).rule("denied")
    last = at.date() + timedelta(days=rule["internal_appeal_days"])
    says = f"Ask the payer for a peer-to-peer talk about its denial; the internal appeal must be in by {last}."
    asking.ask(access, authorization, "appeal-denial", says, at + timedelta(days=rule["peer_to_peer_days"]))
    return event


@action(Permission.AUTHORIZATION_WRITE)
def appeal(access: Access, *, authorization: Authorization, at: datetime, reason: str = "") -> AuthorizationEvent:
    """Appeal a denial, internally and then externally. reason: what the appeal says."""
    event = _happened(access, authorization, "appealed", at, reason=reason)
    asking.finish(access, authorization, at, "Appealed")
    says = "Ask the payer for its answer to the appeal."
    asking.ask(access, authorization, "chase-payer", says, at + _days(at, "appealed"))
    return event


@action(Permission.AUTHORIZATION_WRITE)
def overturn(
    access: Access,
    *,
    authorization: Authorization,
    at: datetime,
    number: str,
    units: int,
    span_from: date,
    span_to: date,
    next_review_on: date | None = None,
    reviewer: str = "",
) -> AuthorizationEvent:
    """The appeal succeeded: the payer grants after all. As `grant`."""
    return _granted(
        access, "overturned", authorization, at, number, units, span_from, span_to, next_review_on, reviewer
    )


@action(Permission.AUTHORIZATION_WRITE)
def record_review(
    access: Access,
    *,
    authorization: Authorization,
    at: datetime,
    next_review_on: date | None = None,
    reviewer: str = "",
    says: str = "",
) -> AuthorizationEvent:
    """A concurrent review was held with the payer and the grant stands. says: what was agreed."""
    return _happened(
        access, authorization, "reviewed", at, next_review_on=next_review_on, reviewer=reviewer, reason=says
    )


@action(Permission.AUTHORIZATION_WRITE)
def attach_episode(access: Access, *, authorization: Authorization, episode: Episode) -> Authorization:
    """The person was admitted: what was asked for before belongs to the stay from now on."""
    if authorization.episode_id not in (None, episode.pk):
        raise Conflict("This authorization belongs to another stay. Ask for a new one for this stay.")
    if authorization.subject_id != episode.subject_id:
        raise BadInput("episode", "The stay is another person's.")
    authorization.episode = episode
    authorization.save()
    announce(AuthorizationAttached(authorization.pk, episode.pk, episode.subject_id))
    return authorization


def _granted(
    access: Access,
    kind: str,
    authorization: Authorization,
    at: datetime,
    number: str,
    units: int,
    span_from: date,
    span_to: date,
    next_review_on: date | None,
    reviewer: str,
) -> AuthorizationEvent:
    _fits(units, span_from, span_to)
    if not number.strip():
        raise BadInput("number", "Write the number the payer gave; claims carry it.")
    Authorization.objects.select_for_update().get(pk=authorization.pk)
    spent = UnitUse.objects.filter(authorization=authorization, voided_at=None).order_by("-number").first()
    if spent is not None and spent.number > units:
        raise BadInput("units", f"{spent.number} units are spent already; a grant cannot be smaller than that.")
    event = _happened(
        access,
        authorization,
        kind,
        at,
        number=number.strip(),
        units=units,
        span_from=span_from,
        span_to=span_to,
        next_review_on=next_review_on,
        reviewer=reviewer,
    )
    _answered(access, authorization, at, kind)
    return event


def _happened(access: Access, authorization: Authorization, kind: str, at: datetime, **said: Any) -> AuthorizationEvent:
    """Add an event when it may follow the one before. Raises Conflict that says what may follow."""
    last = AuthorizationEvent.objects.filter(authorization=authorization).order_by("-at", "-id").first()
    may = FOLLOWS[last.kind if last else ""]
    if kind not in may:
        stands = last.kind if last else "not asked for"
        raise Conflict(f"This authorization is {stands}; next it can be {' or '.join(sorted(may))}.")
    if last is not None and at < last.at:
        raise BadInput("at", f"The authorization was {last.kind} later than that, on {last.at:%Y-%m-%d}.")
    return AuthorizationEvent.objects.create(
        subject_id=authorization.subject_id, authorization=authorization, kind=kind, at=at, by=access.name, **said
    )


def _answered(access: Access, authorization: Authorization, at: datetime, answer: str) -> None:
    asking.finish(access, authorization, at, f"The payer answered: {answer}")
    announce(AuthorizationAnswered(authorization.pk, authorization.subject_id, answer))


def _fits(units: int, span_from: date, span_to: date) -> None:
    if units < 1:
        raise BadInput("units", "Ask for one day or more.")
    if span_to < span_from:
        raise BadInput("span_to", "The last day cannot be before the first.")


def _days(at: datetime, rule_id: str) -> timedelta:
    return timedelta(days=load(DEADLINES, at.date()).rule(rule_id)["days"])
