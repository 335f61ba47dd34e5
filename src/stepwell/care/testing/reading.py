"""What a test asks for next: its clinical words and the steps that may follow. Takes what queries read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from stepwell.care.testing.rules.results import Interpretation, Reading
from stepwell.care.testing.rules.wording import WITHOUT_RESULT, Found, with_results, without_result
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.care.testing.queries import Course

POLICY = "testing/drug-tests"


def what_follows(course: Course) -> str:
    """What is to be done about a test, in clinical words no surer than the method; empty while it is under way."""
    latest = {row.analyte.lower(): row for row in course.results}
    if latest:
        return with_results(
            [
                Found(row.analyte, Reading(cast(Interpretation, row.interpretation), row.method == "definitive"))
                for row in latest.values()
            ]
        )
    return without_result(course.state) if course.state in WITHOUT_RESULT else ""


def next_steps(course: Course, on: date) -> list[str]:
    """The steps that may follow where a test stands."""
    return list(load(POLICY, on).rule("steps")["may_follow"].get(course.state, ()))
