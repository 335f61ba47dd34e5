"""How long people stay, how stays end, and whether people got better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from stepwell.doors.drawing.bars import Bar, BarChart
from stepwell.doors.drawing.curves import Curve, CurveChart, CurvePoint
from stepwell.doors.drawing.tables import About
from stepwell.doors.staff.dashboard.asking import Asked, asked
from stepwell.doors.staff.dashboard.part import Block, Part, Rows, Told, about, few_said
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.office.reports import queries as reports
from stepwell.office.reports.queries import Stays
from stepwell.office.reports.rules.counting import Bar as Length
from stepwell.office.reports.rules.outcomes import Figure
from stepwell.registry.programs.rules.rule_words import in_words

CURVES = ("Still in treatment", "Had not left early")
COMPLETION = {
    "completion-discharges": "Completed, of all discharged",
    "completion-or-step-down": "Completed or stepped down, of all discharged",
    "completion-intent-to-treat": "Completed, of everyone admitted",
}


def _read(access: Access, given: Mapping[str, str], now: datetime) -> tuple[Asked, Stays]:
    question = asked(access, given=given, now=now)
    found = reports.stays(access, from_on=question.from_on, to_on=question.to_on, site_id=question.site_id)
    return question, found


@query(Permission.REPORT_READ)
def stays(access: Access, *, given: Mapping[str, str], now: datetime) -> Part:
    """Length of the stays that ended, and two retention curves of those admitted."""
    question, found = _read(access, given, now)
    blocks = (_length(found, question), *(_curve(found, number, question) for number in (0, 1)))
    return Part("stays", "Length of stay and retention", question, blocks)


def _length(found: Stays, question: Asked) -> Block:
    said = about("Length of stay", found.length_basis, question, "stays")
    spread = found.length
    figures: tuple[Told, ...] = ()
    if spread.median is not None:
        between = f"half of them {spread.lower_quarter:g} to {spread.upper_quarter:g} days"
        figures = (Told("Median length", f"{spread.median:g} days", between),)
    return Block(
        figures=figures,
        bars=BarChart(said, ("Stays",), tuple(Bar(_days(bar), (bar.stays,)) for bar in found.bars), standing=True)
        if found.length_basis.n
        else None,
        instead=said,
        few=few_said(found.length_basis),
        left_out=found.length_basis.left_out,
        rule=found.length_basis.rule,
    )


def _days(bar: Length) -> str:
    return f"{bar.over + 1} to {bar.up_to}" if bar.up_to else f"over {bar.over}"


def _curve(found: Stays, number: int, question: Asked) -> Block:
    """A curve is drawn where enough people are counted; the table of counts stands in any case."""
    curve = found.curves[number]
    basis = curve.basis
    said = about(f"Retention: {CURVES[number].lower()}", basis, question, "of people admitted")
    known = [CurvePoint(point.day, point.share, point.at_risk) for point in curve.points if point.share is not None]
    points = (CurvePoint(0, 1, basis.n), *known)
    rows = tuple(
        (f"Day {point.day}", str(point.at_risk), str(point.left), _share(point.share, basis.few))
        for point in curve.points
    )
    columns = ("After", "Seen for so long", "Left before", "Share")
    return Block(
        curve=CurveChart(said, (Curve(CURVES[number], points),)) if known and not basis.few else None,
        instead=said,
        rows=Rows(f"{said.title}, counts", columns, rows) if basis.n else None,
        few=few_said(basis),
        left_out=basis.left_out,
        rule=basis.rule,
    )


def _share(share: float | None, few: str) -> str:
    if share is None:
        return "not seen for so long"
    return "too few" if few else f"{share * 100:.0f}%"


@query(Permission.REPORT_READ)
def completion(access: Access, *, given: Mapping[str, str], now: datetime) -> Part:
    """Completion under its definitions, side by side."""
    question, found = _read(access, given, now)
    said = About(
        "Completion under three definitions",
        "Each bar says what it is counted of; none of them stands alone.",
        "%",
        f"{question.period} · {question.where}",
    )
    figures = [(COMPLETION[figure.id], figure) for figure in found.completion]
    empty = "" if any(figure.denominator for figure in found.completion) else "Nobody came or left in this period."
    return Part("completion", "Completion", question, () if empty else (_figures(said, figures, found),), empty)


@query(Permission.REPORT_READ)
def measures(access: Access, *, given: Mapping[str, str], now: datetime) -> Part:
    """Who reliably improved, instrument by instrument."""
    question, found = _read(access, given, now)
    said = About(
        "Reliable improvement",
        "People whose score changed by more than chance between the first and the last giving of the stay, for the "
        "better; of those with a first and a later score.",
        "%",
        f"{question.period} · {question.where}",
    )
    figures = [(_instrument(figure), figure) for figure in found.measures]
    empty = "" if figures else "Nobody has a first and a later score of one instrument in this period."
    return Part("measures", "Measures", question, () if empty else (_figures(said, figures, found),), empty)


def _instrument(figure: Figure) -> str:
    return in_words(figure.id.removeprefix("reliable-improvement-")).upper()


def _figures(said: About, figures: Sequence[tuple[str, Figure]], found: Stays) -> Block:
    """Shares side by side, each with its own definition, count and who is left out."""
    bars = tuple(_bar(label, figure, found.few_of[figure.id]) for label, figure in figures)
    rows = tuple(
        (
            label,
            figure.says,
            f"{figure.numerator:g} of {figure.denominator}",
            _rate(figure, found.few_of[figure.id]),
            _few(figure, found) or "enough to compare",
            figure.left_out or "nobody",
        )
        for label, figure in figures
    )
    columns = ("", "Definition", "Counted", "Rate", "Enough?", "Left out")
    shown = any(bar.values[0] is not None for bar in bars)
    return Block(
        figures=tuple(
            Told(
                label,
                _rate(figure, found.few_of[figure.id]),
                _few(figure, found) or f"{figure.numerator:g} of {figure.denominator} people",
            )
            for label, figure in figures
        ),
        bars=BarChart(said, ("Share",), bars, most=100) if shown else None,
        instead=said,
        rows=Rows(said.title, columns, rows),
    )


def _few(figure: Figure, found: Stays) -> str:
    return found.few_of[figure.id] if figure.denominator else "Nobody is counted."


def _bar(label: str, figure: Figure, few: str) -> Bar:
    named = f"{label} (n {figure.denominator})"
    if figure.value is None or few:
        return Bar(named, (None,), _rate(figure, few))
    return Bar(named, (round(figure.value * 100),))


def _rate(figure: Figure, few: str) -> str:
    if figure.value is None:
        return "nobody counted"
    return f"{figure.numerator:g} of {figure.denominator}" if few else f"{figure.value * 100:.0f}%"
