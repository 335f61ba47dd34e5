"""Reading what instruments found, what changed, and what a sitting still owes."""

from __future__ import annotations

from stepwell.care.measures.models import Measure
from stepwell.care.measures.rules.change import Change
from stepwell.care.measures.rules.change import change as changed
from stepwell.care.measures.rules.scales import ScaleScore
from stepwell.care.measures.rules.sums import Score
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
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
