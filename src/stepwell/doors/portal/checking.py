"""Check-ins: which are due, one of them as it is asked, keeping the answers, help at once where they tell of danger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from stepwell.care.measures import queries as measures
from stepwell.doors.portal.mine import Me, behalf, me_of
from stepwell.doors.portal.today import PAGES, check_ins
from stepwell.doors.staff.assessment.giving import given_now
from stepwell.doors.staff.assessment.questionnaire import Questionnaire, questionnaire
from stepwell.doors.staff.assessment.saying import flags_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.policy.loading import load

#: About so many questions a minute.
PACE = 6


@dataclass(frozen=True)
class Entry:
    """A questionnaire of the list. minutes: about how long it takes."""

    asked: Questionnaire
    due: bool
    last: datetime | None
    minutes: int


@dataclass(frozen=True)
class CheckIns:
    """What the list prints."""

    me: Me
    due: tuple[Entry, ...]
    done: tuple[Entry, ...]


@query(Permission.OWN_READ)
def check_ins_page(access: Access, *, now: datetime) -> CheckIns:
    """What is due, and when the others were answered last."""
    me = me_of(access, now=now)
    names = [row["name"] for row in load(PAGES, me.today).rule("check-ins")["instruments"]]
    last = measures.last_answered(access, subject=me.subject)
    due = check_ins(access, me)
    entries = [_entry(name, me, name in due, last.get(name)) for name in names]
    return CheckIns(
        me, tuple(one for one in entries if one.due), tuple(one for one in entries if not one.due and one.last)
    )


@query(Permission.OWN_READ)
def one(access: Access, *, name: str, now: datetime) -> tuple[Me, Questionnaire]:
    """A questionnaire in the reader's language. Raises NotFound for one a client does not answer alone."""
    me = me_of(access, now=now)
    names = [row["name"] for row in load(PAGES, me.today).rule("check-ins")["instruments"]]
    if name not in names or me.stay is None:
        raise NotFound
    return me, questionnaire(name, me.today, me.language)


@action(Permission.OWN_WRITE)
def answer(access: Access, *, name: str, answers: Mapping[str, str], now: datetime) -> bool:
    """Answered a check-in. True where the answers tell of danger: then somebody is asked to call at once.

    Raises NotFound, BadInput.
    """
    me, asked = one(access, name=name, now=now)
    own = behalf(access)
    row = given_now(own, asked, answers, subject=me.subject, at=now, given_by=f"{me.person.name}, at home"[:120])
    if not any(flag.kind == "danger" for flag in flags_of(row)):
        return False
    rule = load(PAGES, me.today).rule("danger")
    jobs.ask_for(
        own,
        subject=me.subject,
        kind=rule["task"],
        says=rule.says,
        for_role=rule["for_role"],
        due_at=now + timedelta(minutes=rule["within_minutes"]),
        about=f"measure:{row.pk}",
    )
    return True


def _entry(name: str, me: Me, due: bool, last: datetime | None) -> Entry:
    asked = questionnaire(name, me.today, me.language)
    return Entry(asked, due, last, max(1, round(len(asked.questions) / PACE)))
