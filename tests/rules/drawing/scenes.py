"""Pictures to look at: one of each kind."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from stepwell.doors.drawing.bars import Bar, BarChart
from stepwell.doors.drawing.burning import BurnDown, RunsOut
from stepwell.doors.drawing.cohort import Cohort, CohortWeek
from stepwell.doors.drawing.curves import Curve, CurveChart, CurvePoint
from stepwell.doors.drawing.lines import Band, Line, LineChart
from stepwell.doors.drawing.seats import Seat, SeatRow
from stepwell.doors.drawing.sparks import Sparkline
from stepwell.doors.drawing.stair import Stair, Step
from stepwell.doors.drawing.tables import About

MONDAY = date(2026, 1, 5)
LEVELS = (("2.5", "Partial hospitalization"), ("2.1", "Intensive outpatient"), ("1.5", "Outpatient"))


def on(days: int) -> date:
    """So many days after the first Monday."""
    return MONDAY + timedelta(days=days)


def about(title: str = "Hours kept", unit: str = "h") -> About:
    return About(title, "Attended of planned hours.", unit, "Jan to Mar 2026", 42)


STAIR = Stair(
    steps=(
        Step(on(0), on(21), "2.5", "Partial hospitalization", Decimal(20), 5),
        Step(on(21), on(70), "2.1", "Intensive <outpatient> & more", Decimal(9), 3),
        Step(on(70), None, "1.5", "Outpatient", Decimal(2), 1),
    ),
    attended=(on(0), on(1), on(2), on(22), on(24), on(36)),
    planned=(on(36), on(38), on(43), on(71)),
    away=((on(26), on(33)),),
    today=on(37),
    says="Intensive outpatient since Jan 26, 9 hours a week.",
)
SEATS = SeatRow(
    (
        *(Seat("filled", "Amara"),) * 8,
        Seat("newcomer", "Ben"),
        Seat("kept", "Cam, until Feb 3"),
        Seat("held", "until Nov 3, 18:00"),
    ),
    12,
)
COHORT = Cohort(
    about("People by level", "people"),
    tuple(reversed(LEVELS)),
    tuple(CohortWeek(on(7 * n), (("1.5", n), ("2.1", 9), ("2.5", 5 - n))) for n in range(5)),
    on(30),
)
LINES = LineChart(
    about("PHQ-9", "points"),
    (Line("PHQ-9", ((on(0), 19), (on(14), None), (on(28), 7))), Line("GAD-7", ((on(0), 12), (on(28), Decimal("9.5"))))),
    0,
    27,
    (Band(10, "moderate"), Band(0, "minimal"), Band(5, "mild"), Band(20, "severe")),
)
LYING = BarChart(
    about("Show rate", "%"),
    ("Show rate",),
    (Bar("Monday", (Decimal("86.4"),)), Bar("Saturday", (None,), "fewer than 11 sessions")),
    most=100,
    aim=(80, "aim"),
)
STANDING = BarChart(about(), ("In person", "By video"), (Bar("Jan", (20, 4)), Bar("Feb", (0, 9))), standing=True)
CURVE = CurveChart(
    about("Still in treatment", "%"),
    (
        Curve(
            "Evening", (CurvePoint(0, 1, 40), CurvePoint(30, Decimal("0.8"), 31), CurvePoint(90, Decimal("0.5"), 12))
        ),
        Curve(
            "Daytime", (CurvePoint(0, 1, 30, 1, 1), CurvePoint(60, Decimal("0.7"), 9, Decimal("0.5"), Decimal("0.9")))
        ),
    ),
)
BURN = BurnDown(
    about("Authorization", "days"), 20, on(0), on(60), tuple(on(each) for each in (1, 3, 8, 10)), on(14),
    RunsOut(on(45), on(50), on(58)), on(40),
)  # fmt: skip
SPARK = Sparkline("PHQ-9 fell from 19 to 7.", (("Jan 5", 19), ("Jan 19", 12), ("Feb 2", 7)), "points")

#: The template of each picture, what it is given, and how many pictures (widths) it has.
ALL = {
    "stair": ("{% stair it size='large' %}", STAIR, 3),
    "ribbon": ("{% stair it size='ribbon' %}", STAIR, 1),
    "seats": ("{% seats it %}", SEATS, 1),
    "seats with a table to open": ("{% seats it table='open' %}", SEATS, 1),
    "cohort": ("{% cohort_stair it %}", COHORT, 3),
    "lines": ("{% line_chart it %}", LINES, 3),
    "lying bars": ("{% bar_chart it %}", LYING, 3),
    "standing bars": ("{% bar_chart it %}", STANDING, 3),
    "curve": ("{% step_curve it %}", CURVE, 3),
    "burn-down": ("{% burn_down it %}", BURN, 3),
    "sparkline": ("{% sparkline it %}", SPARK, 1),
}
