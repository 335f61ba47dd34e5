"""What staff carry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse

from stepwell.doors.drawing.bars import Bar, BarChart
from stepwell.doors.staff.dashboard.asking import Asked, asked
from stepwell.doors.staff.dashboard.part import Block, Part, Rows, Told, about
from stepwell.doors.staff.shell.said import said
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.office.reports import queries as reports
from stepwell.office.reports.queries import StaffLoad, StaffMember


@query(Permission.REPORT_READ)
def staff(access: Access, *, given: Mapping[str, str], now: datetime) -> Part:
    """People, groups and unsigned parts of everybody who carries something, as of now and at every site."""
    question = asked(access, given=given, now=now)
    found = reports.staff_load(access, on=question.today, at=now)
    empty = "" if found.members else "Nobody on staff carries people or groups yet."
    blocks = () if empty else (_load(found, question, now),)
    return Part("staff", "Staff load", question, blocks, empty, ((reverse("staff"), "Staff and credentials"),))


def _load(found: StaffLoad, question: Asked, now: datetime) -> Block:
    bars = tuple(
        Bar(one.name, (one.caseload, max(0, one.caseload_max - one.caseload)))
        for one in sorted(found.members, key=lambda one: (-one.caseload, one.name))
        if one.caseload or one.caseload_max
    )
    waiting = sum(one.unsigned for one in found.members)
    said_of = about("People carried, and room up to the agreed most", found.basis, question, "people")
    rows = tuple(_row(one, now, question) for one in found.members)
    columns = ("Name", "Role", "People", "Room for", "Groups a week", "Parts to sign", "Oldest")
    return Block(
        figures=(
            Told("Staff who carry something", str(found.basis.n), "at every site"),
            Told("Parts of notes to sign", str(waiting)),
        ),
        bars=BarChart(said_of, ("people", "room"), bars) if bars else None,
        instead=said_of,
        rows=Rows(
            "Staff load, who has waited longest first",
            columns,
            rows,
            tuple(reverse("staff-member", args=[one.staff_id]) for one in found.members),
        ),
        rule=found.basis.rule,
    )


def _row(one: StaffMember, now: datetime, question: Asked) -> tuple[str, ...]:
    room = str(one.caseload_max - one.caseload) if one.caseload_max else "carries none"
    oldest = ""
    if one.oldest:
        days = (question.today - one.oldest.astimezone(question.zone).date()).days
        oldest = f"{days} days ago" if days > 1 else ("yesterday" if days == 1 else "today")
    return (
        one.name, said(one.roles), str(one.caseload), room, str(one.groups_a_week), str(one.unsigned), oldest or "none"
    )  # fmt: skip
