"""Entering a video room: where somebody is, a number to call back, the leader's licence there; then the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from stepwell.care.admissions import queries as admissions
from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions import actions, queries
from stepwell.care.sessions.queries import Coming
from stepwell.doors.portal.mine import Me, behalf, house_of
from stepwell.doors.portal.today import may_join
from stepwell.doors.portal.week import one_meeting
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound
from stepwell.registry.people import queries as people

TELEHEALTH = "telehealth-consent"


@dataclass(frozen=True)
class Door:
    """What the page prints. joins: the room may be entered now. checked: where they are was looked at, and it fits.
    consent_on: when they agreed to video in writing, None where they have not."""

    me: Me
    one: Coming
    joins: bool
    checked: bool
    link: str
    state: str
    callback: str
    consent_on: date | None


@query(Permission.OWN_READ)
def door(access: Access, *, key: str, now: datetime) -> Door:
    """Gather the page. Raises NotFound for what is not theirs or not by video."""
    me, one = one_meeting(access, key=key, now=now)
    if one.mode != "video" or not one.stands:
        raise NotFound
    signed = next(
        (
            row
            for row in admissions.papers_of(access, subject=me.subject)
            if row.kind == TELEHEALTH and not row.declined_reason
        ),
        None,
    )
    state, callback, checked = me.person.state or (me.site.state if me.site else ""), "", False
    if one.participation_id is not None:
        row = queries.participation_by_id(access, participation_id=one.participation_id)
        state, callback = row.location_state or state, row.callback
        checked = bool(row.licence_check.get("answer"))
    if not callback:
        ways = people.reach_ways(access, subject=me.subject, on=me.today)
        callback = next((way.value for way in ways if way.kind in ("phone", "text")), "")
    return Door(
        me,
        one,
        may_join(one, me),
        checked,
        one.link,
        state,
        callback,
        signed.at.astimezone(me.zone).date() if signed else None,
    )


def enter(access: Access, page: Door, *, state: str, callback: str, now: datetime) -> None:
    """Look at whether they may join and keep what was found. Raises NotAllowed saying what would help, Conflict while
    the room is not open."""
    one = page.one
    if not page.joins:
        raise Conflict(_("The room is not open yet."))
    number = one.participation_id or _on_the_roster(access, one, now)
    row = queries.participation_by_id(behalf(access), participation_id=number)
    try:
        actions.join_by_video(
            behalf(access),
            participation=row,
            location_state=state,
            callback=callback,
            telehealth_consent_on=page.consent_on,
        )
    except NotAllowed as refused:
        missing = {reason.rule.partition("#")[2] for reason in refused.reasons}
        raise _in_words(missing, page) from None


def _in_words(missing: set[str], page: Door) -> BadInput:
    """What would help, in the reader's language."""
    if "consent" in missing:
        return BadInput("", _("Before the first video meeting we need your agreement. Read and sign it under Papers."))
    if "callback" in missing:
        return BadInput("callback", _("Write a phone number with at least 7 digits."))
    phone = page.me.site.phone if page.me.site else ""
    return BadInput("state", _("Your team may not meet you by video there. Please call {phone}.").format(phone=phone))


def _on_the_roster(access: Access, one: Coming, now: datetime) -> int:
    """The group's roster is written with the first who comes. The house does that: it sees every seat."""
    if one.group_id is None:
        raise NotFound
    house = house_of(access)
    group = scheduling.group_by_id(house, group_id=one.group_id)
    actions.hold_group(house, group=group, on=one.on)
    _, found = one_meeting(access, key=one.key, now=now)
    if found.participation_id is None:
        raise NotFound
    return found.participation_id
