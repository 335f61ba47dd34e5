"""What a simulated time comes to, week by week and in sum."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

from stepwell.doors.cli.demonstration import days, story
from stepwell.doors.cli.demonstration.scene import Scene
from stepwell.foundation.gate.access import Access, Purpose
from stepwell.foundation.gate.roles import Role
from stepwell.office.claims import queries as claims
from stepwell.office.reports import queries as reports
from stepwell.office.utilization import queries as utilization

LEFT = "left: "


def simulated(program: str, weeks: int, clients: int, seed: int, ends: date) -> dict[str, Any]:
    """Live through the weeks and count. Seconds are of the clock on the wall."""
    setting = story.Setting(story.moment(ends), weeks, seed, clients, scripted=False)
    began = time.perf_counter()
    scene = story.scene_of(program, story.opened(program, setting), setting)
    census: list[dict[str, Any]] = []

    def after(on: date) -> None:
        if on.weekday() == 6 and on >= scene.first:
            census.append(_week(scene, on))

    days.live(scene, after)
    seconds = time.perf_counter() - began
    return {
        "program": program, "weeks": weeks, "seed": seed, "census": census, **_summed(scene),
        "seconds": round(seconds, 1), "weeks_a_minute": round(60 * weeks / seconds, 1),
        "client_days_a_second": round(_client_days(scene) / seconds, 1),
    }  # fmt: skip


def _week(scene: Scene, on: date) -> dict[str, Any]:
    """How many were there on the Sunday, and how many seats of the week after it are free."""
    here = [one for one in scene.clients if one.is_treated(on)]
    taken = sum(len(one.blocks) for one in here)
    return {"on": on.isoformat(), "people": len(here), "seats_free": 12 * len(scene.blocks) - taken}


def _summed(scene: Scene) -> dict[str, Any]:
    access = Access(scene.clinic.operator.pk, frozenset({Role.SYSTEM}), Purpose.OPERATIONS, name="Simulator")
    stays = [one for one in scene.clients if one.episode is not None]
    ruled = [day for one in stays for day in claims.days(access, episode=one.stay)]
    came = reports.attendance(access, from_on=scene.first, to_on=scene.last)
    outcomes = reports.outcomes(access, program=scene.clinic.program, from_on=scene.first, to_on=scene.last)
    left = {name.removeprefix(LEFT): number for name, number in sorted(scene.told.items()) if name.startswith(LEFT)}
    return {
        "enquiries": scene.told.get("enquiries", 0),
        "admissions": len(stays),
        "refused": len(scene.refusals),
        "weeks_with_hours_kept": {"kept": came.hours.count, "of": came.hours.of},
        "days_billable": sum(day.billable for day in ruled),
        "days_held": sum(bool(day.held) for day in ruled),
        "claims": scene.told.get("claims", 0),
        "authorizations_run_out": _run_out(scene, access),
        "left": left,
        "completion": {one.id: {"value": one.value, "of": one.denominator} for one in outcomes.figures},
    }


def _run_out(scene: Scene, access: Access) -> int:
    """Stays whose last unit was used up, or whose last day had come, when they ended or when the time was over."""
    count = 0
    for client in scene.clients:
        if client.episode is None or client.authorization is None:
            continue
        on = client.way.leaves_on if client.ended and client.way.leaves_on else scene.last
        stands = utilization.ledger(access, authorization=client.authorization, on=on).answer
        count += not stands.units_left
    return count


def _client_days(scene: Scene) -> int:
    return sum(
        (
            (one.way.leaves_on if one.ended and one.way.leaves_on else scene.last)
            - one.episode.admitted_on
            + timedelta(days=1)
        ).days
        for one in scene.clients
        if one.episode is not None
    )
