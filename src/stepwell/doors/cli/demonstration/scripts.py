"""What is sure to happen whatever chance draws: the named cast of the first clinic, and one of everything in each."""

from __future__ import annotations

from datetime import date, timedelta

from stepwell.doors.cli.demonstration import cast
from stepwell.doors.cli.demonstration.cast import Character
from stepwell.doors.cli.demonstration.cohort import Way, weekday

#: Everybody named of the first clinic: who, days before the end of admission, of discharge (None: still there), why,
#: and what happens to them. Days are held to the length of the story.
NAMED: tuple[tuple[Character, int, int | None, str, tuple[str, ...]], ...] = (
    (cast.AMARA, 45, None, "completed", ("family", "consent-revoked", "note-amended")),
    (cast.BEN, 38, None, "completed", ("return-to-use", "units:30")),
    (cast.CLEO, 33, None, "completed", ("up", "medication")),
    (cast.DARIO, 2, None, "completed", ("plan-waits-for-client",)),
    (cast.EDNA, 3, None, "completed", ("plan-waits-for-clinician",)),
    (cast.FINN, 26, None, "completed", ("runs-out", "units:30")),
    (cast.GRETA, 30, None, "completed", ("denied", "units:6")),
    (cast.HAMID, 24, None, "completed", ("leave", "medication")),
    (cast.IRIS, 20, None, "completed", ("misses-now", "voices-harm")),
    (cast.JOAQUIN, 6, None, "completed", ("authorization-waits", "held")),
)
#: Discharges that every clinic sees: the reason, days before the end, days of stay, what happens besides.
LEAVING: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("completed", 1, 49, ("handoff-waits",)),
    ("completed", 9, 52, ()),
    ("left-early", 7, 20, ()),
    ("transferred", 8, 24, ()),
    ("ended-by-program", 6, 30, ()),
)
#: Rarer ones: only the first clinic has them for sure.
RARE: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("other", 5, 26, ()),
    ("incarcerated", 4, 22, ()),
    ("died", 3, 31, ()),
)
#: Where enquiries stand when the story ends: days before the end they asked, and how far they came.
BOARD = ((0, "new"), (0, "contacted"), (1, "benefits"), (2, "booked"), (3, "booked"))


def named(first: date, last: date) -> list[Way]:
    """The named cast of the first clinic."""
    return [
        _way(who, _held(first, last, before), None if left is None else last - timedelta(days=left), why,
             script, first)
        for who, before, left, why, script in NAMED
    ]  # fmt: skip


def leaving(who: list[Character], first: date, last: date, *, rare: bool) -> list[Way]:
    """Those whose discharge is sure."""
    wanted = LEAVING + (RARE if rare else ())
    return [
        _way(one, _held(first, last, before + stay), weekday(last - timedelta(days=before)), reason, script, first)
        for one, (reason, before, stay, script) in zip(who, wanted, strict=False)
    ]


def asking(who: list[Character], last: date) -> list[Way]:
    """Enquiries that are under way at the end; nobody of them has been admitted."""
    found = []
    for one, (before, state) in zip(who, BOARD, strict=True):
        asks = last - timedelta(days=before)
        found.append(
            Way(one, asks, asks + timedelta(days=1), last + timedelta(days=2 + before), None, ends=f"is {state}")
        )
    return found


def _held(first: date, last: date, before: int) -> date:
    """The weekday so many days before the end, never before the first of the story."""
    wanted = weekday(last - timedelta(days=before))
    return max(wanted, first)


def _way(who: Character, admit: date, leaves: date | None, why: str, script: tuple[str, ...], first: date) -> Way:
    intake = weekday(admit - timedelta(days=1))
    asks = weekday(intake - timedelta(days=2))
    return Way(
        who,
        asks,
        min(asks + timedelta(days=1), intake),
        intake,
        admit,
        leaves,
        why if leaves else "",
        "",
        frozenset(script),
    )
