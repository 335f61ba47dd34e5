"""Builds the story of one clinic: opens it, plans who comes, lives through the days, and says what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import count, islice
from zoneinfo import ZoneInfo

from stepwell.doors.cli.clinic import Clinic, clinic_of
from stepwell.doors.cli.demonstration import days, house, scripts
from stepwell.doors.cli.demonstration.cast import strangers
from stepwell.doors.cli.demonstration.chances import Chances
from stepwell.doors.cli.demonstration.clock import Clock, telling
from stepwell.doors.cli.demonstration.cohort import LEAD, Wanted, planned
from stepwell.doors.cli.demonstration.rates import rates
from stepwell.doors.cli.demonstration.scene import Client, Scene
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import TrailRow
from stepwell.foundation.gate.opening import opened as opened_gate
from stepwell.registry.programs import queries as programs

SEED = 1
#: The clinic with the named cast, where one of everything is sure to be found.
RICHEST = "trust-socal"


@dataclass(frozen=True)
class Setting:
    """When and how much. now: the moment the story ends at. weeks: how long it is. people: admissions over that time,
    None for the usual census. scripted: whether the sure things happen; a simulation has none."""

    now: datetime
    weeks: int = 12
    seed: int = SEED
    people: int | None = None
    scripted: bool = True


def moment(today: date | None, zone: str = "America/Los_Angeles") -> datetime:
    """The moment a story ends at: now, or half past twelve on a given day by a site's clock."""
    return datetime.now(UTC) if today is None else datetime.combine(today, time(12, 30), ZoneInfo(zone)).astimezone(UTC)


def opened(program: str, setting: Setting) -> Clinic:
    """Open the clinic of a program some days before its first day."""
    zone = ZoneInfo("America/Los_Angeles")
    first = setting.now.astimezone(zone).date() - timedelta(weeks=setting.weeks, days=LEAD + 1)
    with telling(Clock(zone, datetime.combine(first, time(9), zone).astimezone(UTC))):
        return clinic_of(f"programs/{program}/iop", first)


def scene_of(program: str, clinic: Clinic, setting: Setting) -> Scene:
    """Everything before the first day: clock, chance, groups, and who will come when."""
    zone = ZoneInfo(clinic.site.time_zone)
    last = setting.now.astimezone(zone).date()
    first = last - timedelta(weeks=setting.weeks)
    draw, told = Chances(setting.seed, program), rates()
    opening = datetime.combine(first - timedelta(days=LEAD), time(), zone).astimezone(UTC)
    clock = Clock(zone, opening)
    with telling(clock):
        rules = programs.rules_of(Access.system(clinic.operator.pk), program=clinic.program, on=last)
    rich = setting.scripted and program == RICHEST
    scene = Scene(clinic, rules, clock, draw, told, first, last, setting.now, rich, setting.scripted)
    with telling(scene.clock):
        house.open_groups(scene)
    crowd = strangers(draw, last.year - 38, min(len(rules.dayparts), 3))
    ways = []
    if setting.scripted:
        if rich:
            ways += scripts.named(first, last)
        ways += scripts.leaving(list(islice(crowd, 8)), first, last, rare=rich)
        ways += scripts.asking(list(islice(crowd, len(scripts.BOARD))), last)
    own = told.own["censuses"]
    wanted = Wanted(first, last, own["first_day"], own["full"], own["days_until_full"], own["curve"], setting.people)
    numbers = count(1)
    for way in planned(ways, crowd, wanted, draw, told):
        number = next(numbers)
        scene.clients.append(Client(number, way, draw.of("client", number)))
    return scene


def told(program: str, clinic: Clinic, setting: Setting) -> Scene:
    """Live through it; returns the scene as it stands at the end."""
    scene = scene_of(program, clinic, setting)
    days.live(scene)
    return scene


def fingerprint(scene: Scene) -> str:
    """A hash over everything that was done, by whom and when: the same for the same setting, whatever the numbers of
    the rows are."""
    digest = sha256()
    with opened_gate(Access.system(scene.clinic.operator.pk)):
        rows = TrailRow.objects.order_by("id").values_list("at", "actor", "door", "outcome")
        for row in rows.iterator():
            digest.update("|".join(map(str, row)).encode())
    digest.update(repr(sorted(scene.told.items())).encode())
    return digest.hexdigest()
