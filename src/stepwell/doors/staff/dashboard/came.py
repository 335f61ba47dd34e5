"""Who came, and whether the hours were kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from stepwell.doors.drawing.bars import Bar, BarChart
from stepwell.doors.staff.dashboard.asking import DASHBOARD, Asked, asked
from stepwell.doors.staff.dashboard.part import Block, Part, Rows, Told, about, few_said, percent, short
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load
from stepwell.office.reports import queries as reports
from stepwell.office.reports.rules.counting import Basis, Share, WeekShare, few


@query(Permission.REPORT_READ)
def attendance(access: Access, *, given: Mapping[str, str], now: datetime) -> Part:
    """Show rate and hours kept, over the period and week by week."""
    question = asked(access, given=given, now=now)
    found = reports.attendance(access, from_on=question.from_on, to_on=question.to_on, site_id=question.site_id)
    if not (found.show.of or found.hours.of):
        return Part("attendance", "Attendance", question, (), "No session was expected in this period.")
    policy = load(DASHBOARD, question.to_on)
    blocks = (
        _weekly("Show rate", found.show_basis, found.show, found.show_weeks, question, policy),
        _weekly("Weeks with the hours kept", found.hours_basis, found.hours, found.hours_weeks, question, policy),
    )
    return Part("attendance", "Attendance", question, blocks)


def _weekly(
    title: str, basis: Basis, whole: Share, weeks: Sequence[WeekShare], question: Asked, policy: Policy
) -> Block:
    rows = tuple(
        (
            f"{week.monday:%b} {week.monday.day}, {week.monday.year}",
            str(week.share.count),
            str(week.share.of),
            percent(week.share, few(week.share.of, policy)),
        )
        for week in weeks
    )
    return Block(
        figures=(Told(title, percent(whole, basis.few), f"{whole.count} of {whole.of} {basis.what}"),),
        bars=_chart(title, basis, weeks, question, policy) if basis.n else None,
        instead=about(title, basis, question, basis.what),
        rows=Rows(f"{title}, by week", ("Week of", "Kept", f"Of {basis.what}", "Rate"), rows),
        few=few_said(basis),
        left_out=basis.left_out,
        rule=basis.rule,
    )


def _chart(title: str, basis: Basis, weeks: Sequence[WeekShare], question: Asked, policy: Policy) -> BarChart:
    """Rates where some week has enough to be one, else the counts themselves."""
    if any(week.share.of and not few(week.share.of, policy) for week in weeks):
        bars = tuple(_bar(week, policy) for week in weeks)
        return BarChart(about(title, basis, question, "%"), (title,), bars, standing=True, most=100)
    counts = tuple(
        Bar(short(week.monday), (week.share.count, week.share.of - week.share.count), "none") for week in weeks
    )
    return BarChart(
        about(f"{title}, in counts", basis, question, basis.what), ("kept", "not kept"), counts, standing=True
    )


def _bar(week: WeekShare, policy: Policy) -> Bar:
    """A week's bar; without a rate where too few are counted."""
    label, share = short(week.monday), week.share
    if share.share is None:
        return Bar(label, (None,), "none")
    if few(share.of, policy):
        return Bar(label, (None,), f"{share.count} of {share.of}")
    return Bar(label, (round(share.share * 100),))
