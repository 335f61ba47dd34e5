"""Ordering a drug test, each step of it, its results and their review: clinical information, never a verdict.

Nothing here can touch a stay: the only thing that follows from a test is a review task.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, cast, get_args

from stepwell.care.testing.models import DrugTest, TestResult, TestStep
from stepwell.care.testing.rules.results import Interpretation, Reading, ResultFacts, consequence, may_follow, read
from stepwell.care.testing.rules.wording import WITHOUT_RESULT, Found, with_results, without_result
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs import queries as of_jobs
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Staff

POLICY = "testing/drug-tests"
REVIEW = "review-test"
Method = Literal["presumptive", "definitive"]
#: Steps that have an action of their own: a result is read, a review says what was talked about.
BY_THEMSELVES = ("presumptive", "definitive", "reviewed", "discussed")


@action(Permission.TEST_ORDER)
def order(access: Access, *, episode: Episode, by: Staff, due_on: date, panel: Sequence[str], why: str) -> DrugTest:
    """Order a test for a day of an open stay. panel: analytes chosen for this person, at least one. why: the purpose.

    The order is the row itself; its first step is what happens next. Raises BadInput, Conflict.
    """
    if episode.ended_on is not None:
        raise Conflict("The stay has ended; a test is ordered in an open stay.")
    if due_on < episode.admitted_on:
        raise BadInput("due_on", f"The stay began on {episode.admitted_on:%Y-%m-%d}; choose that day or a later one.")
    if isinstance(panel, str) or not panel or not all(0 < len(one.strip()) <= 40 for one in panel):
        raise BadInput("panel", "Name at least one substance to look for, each in at most 40 characters.")
    if not 0 < len(why.strip()) <= 200:
        raise BadInput("why", "Say in at most 200 characters why this test helps the client.")
    analytes = list(dict.fromkeys(panel))
    return DrugTest.objects.create(
        subject=episode.subject, episode=episode, ordered_by=by, due_on=due_on, panel=analytes, why=why
    )


@action(Permission.TEST_COLLECT)
def step(access: Access, *, test: DrugTest, state: str, at: datetime, note: str = "") -> TestStep:
    """Write the next step: notified, collected, sent, refused, unable, no_show or invalid.

    Refused, unable, no_show and invalid go to a clinician's review. Raises BadInput, NotAllowed with what may follow.
    Source: testing/drug-tests.
    """
    if state in BY_THEMSELVES:
        raise BadInput("state", "Record a result as a result and a review as a review.")
    policy = load(POLICY, at.date())
    row = _write_step(access, test, state, at, note, policy)
    if state in WITHOUT_RESULT:
        _ask_for_review(access, test, without_result(state), at, policy)
    return row


@action(Permission.TEST_ORDER)
def result(
    access: Access,
    *,
    test: DrugTest,
    analyte: str,
    method: str,
    cut_off: Decimal | int | None,
    unit: str,
    detected: bool,
    lab: str,
    at: datetime,
    prescribed: Sequence[str],
) -> TestResult:
    """Record what a laboratory found of one analyte. method: presumptive or definitive. cut_off: None where the
    laboratory reports none; then the policy's. prescribed: what the person takes as prescribed.

    Leaves exactly one open review task, worded as certain as the method, due no later than one that was open already.
    Raises BadInput, Conflict, NotAllowed. Source: testing/drug-tests.
    """
    if method not in get_args(Method):
        raise BadInput("method", "The method is presumptive (a screen) or definitive (a confirmation).")
    if not 0 < len(analyte.strip()) <= 40:
        raise BadInput("analyte", "Name the substance in at most 40 characters.")
    if TestResult.objects.filter(test=test, analyte__iexact=analyte, method=method).exists():
        raise Conflict(f"The {method} result for {analyte} is here already.")
    policy = load(POLICY, at.date())
    if _state(test) != method:  # further analytes of the same report stand in the same step
        _write_step(access, test, method, at, "", policy)
    reading = read(ResultFacts(analyte, cast(Method, method), detected, tuple(prescribed)), policy).answer
    row = TestResult.objects.create(
        subject=test.subject,
        test=test,
        analyte=analyte,
        method=method,
        cut_off=_cut_off(analyte, method, cut_off, policy),
        unit=unit,
        detected=detected,
        interpretation=reading.interpretation,
        lab=lab,
        at=at,
    )
    _ask_for_review(access, test, with_results(_found(test)), at, policy)
    return row


@action(Permission.TEST_REVIEW)
def review(access: Access, *, test: DrugTest, at: datetime, says: str) -> TestStep:
    """Look at what came of a test and say what was made of it; finishes the task. Raises BadInput, NotAllowed."""
    return _reviewed(access, test, "reviewed", at, says)


@action(Permission.TEST_REVIEW)
def discuss(access: Access, *, test: DrugTest, at: datetime, says: str) -> TestStep:
    """Talk a reviewed test over with the person, when that comes later. Raises BadInput, NotAllowed."""
    return _reviewed(access, test, "discussed", at, says)


def _reviewed(access: Access, test: DrugTest, state: str, at: datetime, says: str) -> TestStep:
    if not says.strip():
        raise BadInput("says", "Say in a sentence what was talked about or decided.")
    row = _write_step(access, test, state, at, says, load(POLICY, at.date()))
    jobs.finish_about(access, subject=test.subject, kind=REVIEW, about=_about(test), at=at, outcome=says)
    return row


def _write_step(access: Access, test: DrugTest, state: str, at: datetime, note: str, policy: Policy) -> TestStep:
    last = TestStep.objects.filter(test=test).order_by("id").last()
    ruling = may_follow(_state(test), state, policy)
    if not ruling.answer:
        allowed = ", ".join(map(str, ruling.reasons[0].facts["would_change"])) or "nothing"
        raise NotAllowed(ruling.reasons, f"The test is {_state(test)}; what may follow is: {allowed}.")
    if last is not None and at < last.at:
        raise BadInput("at", f"That lies before the test was {last.state}; check the time.")
    if len(note) > 300:
        raise BadInput("note", "Say it in at most 300 characters.")
    return TestStep.objects.create(subject=test.subject, test=test, state=state, at=at, by=access.name, note=note)


def _state(test: DrugTest) -> str:
    """Where a test stands: its last step; ordered as long as there is none."""
    last = TestStep.objects.filter(test=test).order_by("id").last()
    return last.state if last else "ordered"


def _cut_off(analyte: str, method: str, told: Decimal | int | None, policy: Policy) -> Decimal:
    known = {name.lower(): cut_offs for name, cut_offs in policy.rule("cut-offs")["analytes"].items()}
    found = told if told is not None else known.get(analyte.lower(), {}).get(method)
    if found is None:
        raise BadInput("cut_off", f"No cut-off is known for {analyte}; ask the laboratory for theirs.")
    if found < 0:
        raise BadInput("cut_off", "A cut-off is zero or more.")
    return Decimal(found)


def _found(test: DrugTest) -> list[Found]:
    """The last reading of each analyte: a confirmation stands in for the screen before it."""
    rows = {row.analyte.lower(): row for row in TestResult.objects.filter(test=test).order_by("id")}
    return [
        Found(row.analyte, Reading(cast(Interpretation, row.interpretation), row.method == "definitive"))
        for row in rows.values()
    ]


def _ask_for_review(access: Access, test: DrugTest, says: str, at: datetime, policy: Policy) -> None:
    """Exactly one open task whose words are of now; what was due earlier stays due then."""
    due_at = at + timedelta(hours=consequence(policy).answer.review_within_hours)
    open_now = [
        task
        for task in of_jobs.open_about(access, subject=test.subject)
        if task.kind == REVIEW and task.about == _about(test)
    ]
    for task in open_now:
        due_at = min(due_at, task.due_at)
        jobs.finish(access, task=task, at=at, outcome="Another result came; see the newer task.")
    jobs.ask_for(
        access,
        subject=test.subject,
        kind=REVIEW,
        says=says,
        for_role=Role.CLINICIAN,
        due_at=due_at,
        about=_about(test),
    )


def _about(test: DrugTest) -> str:
    return f"test:{test.pk}"
