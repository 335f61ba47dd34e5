"""Reading what instruments found, what changed, and what a sitting still owes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby, pairwise

from django.db.models import Max
from django.utils.timezone import localdate

from stepwell.care.measures.models import Measure
from stepwell.care.measures.rules.change import Change
from stepwell.care.measures.rules.change import change as changed
from stepwell.care.measures.rules.scales import ScaleScore
from stepwell.care.measures.rules.sums import Score
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.policy.loading import load

OPENS = "open-"


@query(Permission.NOTE_READ)
def history(access: Access, *, subject: Subject, instrument: str) -> list[Measure]:
    """Every giving of an instrument to the person, the oldest first."""
    return list(Measure.objects.filter(subject=subject, instrument=instrument).order_by("at", "id"))


@query(Permission.NOTE_READ)
def change(access: Access, *, subject: Subject, instrument: str) -> Change | None:
    """From the first giving to the last, by the policy of the last; None when there are fewer than two."""
    rows = list(Measure.objects.filter(subject=subject, instrument=instrument).order_by("at", "id"))
    if len(rows) < 2:
        return None
    policy = load(f"instruments/{instrument}", rows[-1].at.date())
    return changed(_score(rows[0]), _score(rows[-1]), policy).answer


@query(Permission.MEASURE_GIVE)
def open_sitting(access: Access, *, subject: Subject) -> list[str]:
    """Ids of the instruments that a sitting of the person still owes, the longest due first."""
    kinds = [task.kind for task in jobs.open_about(access, subject=subject) if task.about.startswith("sitting:")]
    return list(dict.fromkeys(kind.removeprefix(OPENS) for kind in kinds))


def _score(row: Measure) -> Score | ScaleScore:
    """The row as the rule scored it."""
    flags = tuple(row.flags)
    if row.scores is not None:
        return ScaleScore(None, None, flags, row.scores)
    return Score(None if row.score is None else int(row.score), row.band or None, flags)


@query(Permission.NOTE_READ)
def worsenings_in_a_row(access: Access, *, subject: Subject, since: date) -> int:
    """How often in a row, up to now, an instrument got reliably worse from one giving to the next; the worst of all.

    since: givings before that day are not looked at. Instruments are never averaged with each other.
    """
    given = all_given(access, subject=subject)
    rows = sorted((row for row in given if localdate(row.at) >= since), key=lambda row: row.instrument)
    return max((_run(list(same)) for _, same in groupby(rows, key=lambda row: row.instrument)), default=0)


@query(Permission.REPORT_READ)
def givings_of(access: Access, *, subject_ids: Sequence[int], from_on: date, to_on: date) -> list[Measure]:
    """Givings with a total score of many people from a day to a day, in one read: for counting change."""
    rows = Measure.objects.filter(subject__in=subject_ids, at__date__range=(from_on, to_on), score__isnull=False)
    return list(rows.order_by("instrument", "subject_id", "at", "id"))


@query(Permission.REPORT_READ)
def change_between(access: Access, *, first: Measure, last: Measure) -> Change:
    """From one giving to another of the same instrument, by the policy of the later one."""
    return changed(_score(first), _score(last), load(f"instruments/{last.instrument}", last.at.date())).answer


@query(Permission.MEASURE_GIVE)
def last_answered(access: Access, *, subject: Subject) -> dict[str, datetime]:
    """When each instrument was last given to the person; nothing of what was answered. One read."""
    rows = Measure.objects.filter(subject=subject).values("instrument").annotate(last=Max("at"))
    return {row["instrument"]: row["last"] for row in rows}


@query(Permission.NOTE_READ)
def instruments_given(access: Access, *, subject: Subject) -> list[str]:
    """Ids of the instruments the person was given, sorted."""
    return sorted(set(Measure.objects.filter(subject=subject).values_list("instrument", flat=True)))


def _run(rows: list[Measure]) -> int:
    """The worsenings at the end of one instrument's givings."""
    run = 0
    for before, after in pairwise(rows):
        found = changed(_score(before), _score(after), load(f"instruments/{after.instrument}", after.at.date())).answer
        run = run + 1 if found.direction == "worse" and found.reliable else 0
    return run


@query(Permission.NOTE_READ)
def flagged(access: Access, *, subject: Subject, since: date) -> list[Measure]:
    """Givings since the day that raised a flag, the latest first."""
    return list(Measure.objects.filter(subject=subject, at__date__gte=since).exclude(flags=[]).order_by("-at", "-id"))


@query(Permission.NOTE_READ, once=True)
def all_given(access: Access, *, subject: Subject) -> list[Measure]:
    """Every giving of every instrument to the person, the oldest first: one read for a page that shows several."""
    return list(Measure.objects.filter(subject=subject).order_by("at", "id"))


@query(Permission.NOTE_READ)
def measure_by_id(access: Access, *, measure_id: int) -> Measure:
    """One giving. Raises NotFound."""
    found = Measure.objects.select_related("subject").filter(pk=measure_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.NOTE_READ)
def changed_from(access: Access, *, first: Measure, last: Measure) -> Change:
    """From one giving to a later one of the same instrument and person, by the policy of the later one."""
    return changed(_score(first), _score(last), load(f"instruments/{last.instrument}", last.at.date())).answer
