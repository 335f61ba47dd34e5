"""The level of care: what ratings come to, why, what would change it, who confirmed what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from stepwell.care.placement import queries as placement
from stepwell.care.placement.models import Assessment, PlacementDecision
from stepwell.care.placement.rules.placement import Placement
from stepwell.care.placement.rules.screens import Rated, Screen
from stepwell.doors.staff.assessment.saying import changes_of, level_of
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.doors.staff.shell.said import said
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load


@dataclass(frozen=True)
class Traced:
    """One level of care, and why it is or is not the one."""

    level: str
    says: str
    admitted: bool


@dataclass(frozen=True)
class Result:
    """What ratings come to. level: empty while it is open. why: the sentence. trace: every level with its reason."""

    level: str
    says: str
    provisional: bool
    reasons: tuple[dict[str, Any], ...]
    trace: tuple[Traced, ...]
    changes: tuple[str, ...]
    code: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Decided:
    """A confirmed level: calculated, recommended, actual."""

    row: PlacementDecision
    recommended: str
    selected: str
    actual: str
    differs: bool
    reason: str
    changes: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class Placing:
    """The page of the twelve ratings."""

    head: Head
    assessment: Assessment
    screens: tuple[Screen, ...]
    result: Result
    credentials: tuple[str, ...]
    may_confirm: bool
    levels: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...]


def result_of(ruling: Ruling[Placement], screens: Sequence[Screen]) -> Result:
    """A ruling as it is shown."""
    found, reasons = ruling.answer, tuple(asdict(reason) for reason in ruling.reasons)
    level = level_of(found.level, coe=found.coe, bio=found.bio, rr=found.rr)
    says = f"{level} is recommended." if level else "No level yet: not everything is rated."
    if found.level and found.provisional:
        says += " Provisional: something has to be evaluated first."
    return Result(
        level,
        says,
        found.provisional,
        tuple(one for one in reasons if "admitted" not in one["facts"] and "would_change" not in one["facts"])
        or reasons,
        tuple(_trace(reasons)),
        tuple(changes_of(reasons, _asks(screens))),
        found.level or "",
    )


def decided(row: PlacementDecision | None, screens: Sequence[Screen]) -> Decided | None:
    """A stored decision as it is shown."""
    if row is None:
        return None
    recommended = level_of(row.recommended, coe=row.coe, bio=row.bio, rr=row.rr)
    differs = (row.selected, row.actual) != (row.recommended, row.recommended)
    return Decided(
        row,
        recommended,
        level_of(row.selected),
        level_of(row.actual),
        differs,
        said(row.reason_code) if differs else "",
        tuple(changes_of(row.reasons, _asks(screens))),
        f"{recommended} was recommended; {level_of(row.actual)} was confirmed by {row.confirmed_by.name}, "
        f"{row.credential}.",
    )


@query(Permission.ASSESSMENT_WRITE)
def placing(access: Access, *, person_id: int, now: datetime) -> Placing:
    """The ratings of the assessment that is open, what they come to, and with which licenses the caller may confirm.

    Raises NotFound where no assessment is open.
    """
    head = head_of(access, person_id=person_id, now=now)
    assessment = open_assessment(access, head)
    screens = placement.screens(access, on=head.today)
    confirms = allowed(access.roles, Permission.LEVEL_CONFIRM)
    holds = (
        placement.confirming_credentials(access, staff_id=access.staff_id, on=head.today)
        if confirms and access.staff_id
        else []
    )
    policy = load(placement.CRITERIA, head.today)
    return Placing(
        head,
        assessment,
        screens,
        looked_at(access, head.age, assessment.ratings, assessment.remission, screens, head.today),
        tuple(holds),
        confirms,
        tuple((one["level"], level_of(one["level"])) for one in policy.rule("levels")["levels"]),
        tuple((code, said(code).capitalize()) for code in policy.rule("R7")["reason_codes"]),
    )


@query(Permission.ASSESSMENT_WRITE)
def previewed(
    access: Access, *, person_id: int, ratings: Mapping[str, str], remission: bool | None, now: datetime
) -> Result:
    """What the level would be with these ratings in place of the kept ones; nothing is written. Raises NotFound.

    remission: None keeps what the assessment says.
    """
    head = head_of(access, person_id=person_id, now=now)
    assessment = open_assessment(access, head)
    screens = placement.screens(access, on=head.today)
    both = {of: token for of, token in {**assessment.ratings, **ratings}.items() if token}
    well = assessment.remission if remission is None else remission
    return looked_at(access, head.age, both, well, screens, head.today)


def open_assessment(access: Access, head: Head) -> Assessment:
    """The latest assessment on which no level is confirmed yet. Raises NotFound."""
    rows = placement.assessments_of(access, subject=head.subject)
    found = next((row for row in rows if row.completed_on is None), None)
    if found is None:
        raise NotFound
    return found


def looked_at(
    access: Access, age: int | None, ratings: Mapping[str, str], remission: bool, screens: Sequence[Screen], on: date
) -> Result:
    """The result, or in its place what keeps it from being found."""
    if age is None:
        return _without("The date of birth is needed first: the criteria are for adults.")
    try:
        ruling = placement.preview(access, ratings=ratings, remission=remission, age=age, on=on)
    except BadInput as fault:
        return _without(fault.says)
    return result_of(ruling, screens)


def _without(fault: str) -> Result:
    return Result("", fault, False, (), (), (), fault=fault)


def _asks(screens: Sequence[Screen]) -> dict[str, Rated]:
    return {one.id: one for screen in screens for one in screen.subdimensions}


def _trace(reasons: Sequence[Mapping[str, Any]]) -> list[Traced]:
    return [
        Traced(level_of(reason["facts"]["level"]), reason["says"], bool(reason["facts"]["admitted"]))
        for reason in reasons
        if "admitted" in reason["facts"]
    ]
