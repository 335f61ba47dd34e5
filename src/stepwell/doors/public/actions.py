"""What a visitor may send: a request to be called, with what belongs to it. It becomes an enquiry like any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from stepwell.care.admissions import actions as admissions
from stepwell.care.admissions.rules.answering import answer_due
from stepwell.care.notices import paging
from stepwell.care.scheduling import actions as scheduling
from stepwell.doors.public.models import Knock, Received
from stepwell.doors.public.queries import FIRST_CONTACT, SITE
from stepwell.doors.public.rules.promise import promised
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.policy.loading import load
from stepwell.registry.coverage import actions as coverage
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.care.admissions.models import Enquiry
    from stepwell.registry.programs.models import Program

#: Where a plan is not one of those the clinic has a contract with, or nobody looked yet.
ANY_PLAN = "payers/default"
#: The name that stands under what came this way.
PUBLIC = "Public site"


@dataclass(frozen=True)
class Asked:
    """What somebody sent. number: the form's own. language: en or es. relative: {name, how_related, phone} of one who
    asks for somebody else, None for the person. reach: {kind, value, leave_message}. when: soon or a part of the day.
    wish: sentences for the coordinator. groups: of a week to hold. dangers: facts of the safety check that they want
    told. plan, member: of an insurance card, as typed."""

    number: str
    program_id: int
    language: str
    first_name: str
    last_name: str
    reach: Mapping[str, object]
    when: str
    wish: str
    relative: Mapping[str, str] | None = None
    groups: tuple[int, ...] = ()
    dangers: tuple[str, ...] = ()
    plan: str = ""
    member: str = ""


@dataclass(frozen=True)
class Kept:
    """What was promised. by: when somebody calls; held_until: how long seats are held, None without."""

    by: datetime
    held_until: datetime | None = None
    again: bool = field(default=False, compare=False)


@action(Permission.PUBLIC_ASK)
def ask(access: Access, *, asked: Asked, at: datetime, answered: bool) -> Kept:
    """Take a request from the public site: an enquiry with its call back, what is held, and what is dangerous.

    Nobody is looked up: whoever is known already is asked for anew, so that no answer can tell who is. Danger pages the
    one on call, where somebody is. answered: somebody is at the desk or on call; only then is danger promised a call
    within minutes. The same form again makes nothing. Raises BadInput, and Conflict where the seats are gone; then
    nothing is kept.
    """
    house = replace(Access.system(access.operator_id), name=PUBLIC)
    program = programs.program_by_id(house, program_id=asked.program_id)
    kept = _promise(house, program, asked, at, answered=answered)
    try:
        with transaction.atomic():
            Received.objects.create(number=asked.number, at=at)
    except IntegrityError:
        return replace(kept, again=True)
    enquiry = _enquiry(house, program, asked, at, kept)
    if asked.language != "en":
        person = of_people.person(house, subject=enquiry.subject)
        people.describe(house, person=person, language=asked.language)
    if asked.groups:
        rule = load(SITE, at.date()).rule("hold")
        scheduling.hold_seats(
            house,
            subject=enquiry.subject,
            group_ids=asked.groups,
            at=at,
            until=kept.held_until or at,
            most_in_a_group=rule["most_in_a_group"],
            key=f"enquiry:{enquiry.pk}",
        )
    if asked.member:
        coverage.add(
            house,
            subject=enquiry.subject,
            payer=ANY_PLAN,
            plan_name=asked.plan,
            member_id=asked.member,
            since=at.astimezone(ZoneInfo(program.site.time_zone)).date(),
        )
    if asked.dangers:
        admissions.check_safety(house, subject=enquiry.subject, facts=dict.fromkeys(asked.dangers, True), at=at)
        within = load(SITE, at.date()).rule("urgent-call")["within_minutes"]
        paging.page(house, enquiry=enquiry, minutes=within, at=at)
    return kept


@action(Permission.PUBLIC_ASK)
def knock(access: Access, *, drawer: int, at: datetime, minutes: int, request: bool) -> None:
    """Count one try, and one request where it is one, in a drawer; a window that has passed begins anew."""
    row, _ = Knock.objects.select_for_update().get_or_create(
        operator_id=access.operator_id, drawer=drawer, defaults={"began_at": at}
    )
    if row.began_at <= at - timedelta(minutes=minutes):
        row.began_at, row.requests, row.tries = at, 0, 0
    row.tries += 1
    row.requests += int(request)
    row.save()


def _promise(house: Access, program: Program, asked: Asked, at: datetime, *, answered: bool) -> Kept:
    local = at.astimezone(ZoneInfo(program.site.time_zone))
    site, first = load(SITE, local.date()), load(FIRST_CONTACT, local.date())
    always = programs.rules_of(house, program=program, on=local.date()).reachable_always
    due = answer_due(local, always, first)
    by = promised(local, asked.when, due, always, site, first)
    if asked.dangers and answered:
        by = min(by, local + timedelta(minutes=site.rule("urgent-call")["within_minutes"]))
    hours = site.rule("hold")["hours"]
    return Kept(by, at + timedelta(hours=hours) if asked.groups else None)


def _enquiry(house: Access, program: Program, asked: Asked, at: datetime, kept: Kept) -> Enquiry:
    """Somebody who asks for themselves agrees by sending; nobody can agree for somebody else."""
    return admissions.enquire(
        house,
        program=program,
        at=at,
        by_whom="relative" if asked.relative else "self",
        way="web",
        first_name=asked.first_name,
        last_name=asked.last_name,
        wish=asked.wish,
        reach=() if asked.relative else (dict(asked.reach),),
        asked_by=dict(asked.relative) if asked.relative else None,
        contact_consent=None
        if asked.relative
        else {"signed_by": f"{asked.first_name} {asked.last_name}", "method": "typed"},
        answer_by=kept.by,
    )
