"""Changes of a stay: fewer days, a step down, a step up, a leave; decided at a review by a clinician."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from stepwell.care.transitions import actions as transitions
from stepwell.doors.cli.demonstration import house
from stepwell.doors.cli.demonstration.arriving import hours
from stepwell.doors.cli.demonstration.scene import Block, Client, Scene, credential_of
from stepwell.foundation.gate.roles import Role
from stepwell.registry.episodes import actions as episodes

LOW, MIDDLE = "1.5", "2.1"


def look(scene: Scene, client: Client, on: date) -> None:
    """The reviews that are due for somebody on the day."""
    if client.episode is None or (on - client.episode.admitted_on).days < 1:
        return
    since, left = (
        (on - client.episode.admitted_on).days,
        (client.way.leaves_on - on).days if client.way.leaves_on else 99,
    )
    if (
        client.level == MIDDLE
        and client.days > 3
        and "thinned" not in client.stages
        and (since >= 24 or "thins" in client.way.script)
    ):
        thin(scene, client, on)
    elif (
        client.level == MIDDLE
        and client.way.leaves == "completed"
        and since >= 28
        and left <= 14
        and "down" not in client.stages
    ):
        step_down(scene, client, on)
    elif client.level == MIDDLE and since >= 20 and "continued" not in client.stages:
        client.stages.add("continued")
        _review(scene, client, on, "continue", "Goals in reach, not yet met.")


def thin(scene: Scene, client: Client, on: date) -> None:
    """Fewer days at the same level: Saturday is free again."""
    fewer = [block for block in client.blocks if block.weekday != house.SATURDAY]
    if len(fewer) == len(client.blocks):
        return
    client.stages.add("thinned")
    _review(scene, client, on, "thin", "Steady; fewer days as the phase says.", fewer, MIDDLE)
    scene.count("thinned")


def step_down(scene: Scene, client: Client, on: date) -> None:
    """One evening a week at the level below, with one session of it."""
    client.stages.add("down")
    _review(scene, client, on, "step_down", "Steady for weeks; the relapse plan stands.", client.blocks[:1], LOW)
    scene.count("stepped down")


def step_up(scene: Scene, client: Client, on: date) -> None:
    """Back to more days after a hard week."""
    client.stages.add("up")
    _review(scene, client, on, "step_up", "A return to use; wants more days and has asked for them.", None, MIDDLE)
    scene.count("stepped up")


def _review(
    scene: Scene, client: Client, on: date, decided: str, why: str, blocks: list[Block] | None = None, level: str = ""
) -> Any:
    which = client.number % 2
    more: dict[str, Any] = {}
    if decided != "continue":
        days = len(blocks) if blocks is not None else 3
        more = {
            "level": level, "days_per_week": days,
            "weekly_hours": hours(days) if level == MIDDLE else Decimal("3.0"),
        }  # fmt: skip
    scene.clock.to(scene.clock.at(on, 12))
    review = transitions.review_stay(
        scene.by(Role.CLINICIAN, which), episode=client.stay, on=on, by=scene.staff(Role.CLINICIAN, which),
        credential=credential_of(Role.CLINICIAN, which), decided=decided, why=why, **more,
    )  # fmt: skip
    if decided == "step_up":
        client.blocks, client.level = house.blocks_for(scene, client)[:3], level
        house.rejoin(scene, client)
    elif blocks is not None:
        house.keep_blocks(scene, client, blocks, "fewer days as planned")
        client.level = level
    client.days = len(client.blocks)
    scene.count("stay reviews")
    return review


def go_on_leave(scene: Scene, client: Client, on: date, reason: str, until: date | None) -> None:
    """Away for some days; back by a day, or still away at the end."""
    leave = episodes.begin_leave(
        scene.by(Role.CASE_MANAGER), episode=client.stay, reason=reason, on=on, note="Agreed with the team."
    )
    client.away_from, client.away_until = on, until
    client.consents["leave"] = leave
    scene.count("leaves")


def come_back(scene: Scene, client: Client, on: date) -> None:
    """The leave ends on the day."""
    episodes.end_leave(scene.by(Role.CASE_MANAGER), leave=client.consents.pop("leave"), on=on)
