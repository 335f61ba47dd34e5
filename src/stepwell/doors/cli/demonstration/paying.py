"""Authorizations watched and renewed, denied and appealed; claims every other week."""

from __future__ import annotations

from datetime import date, timedelta

from stepwell.doors.cli.demonstration.arriving import is_self_paying
from stepwell.doors.cli.demonstration.asking import CODE
from stepwell.doors.cli.demonstration.scene import Client, Scene
from stepwell.foundation.gate.refusals import NotAllowed
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs.events import apart_with_events
from stepwell.office.claims import actions as claims
from stepwell.office.utilization import actions as utilization

#: Units left at which more days are asked for, and how many then.
ASKS_AT, MORE_UNITS = 4, 12
REVIEWER = "R. Demo, utilization management"


def attended(scene: Scene, client: Client, on: date) -> None:
    """A day was attended: the units go down, and more are asked for in time; with one or two people they are not."""
    client.used += 1
    left = client.granted - client.used
    if client.authorization is None or not client.granted or client.renewing_on or left > ASKS_AT:
        return
    if client.way.script & {"runs-out", "held"} or client.level != "2.1":
        return
    client.renewing_on = on


def renew(scene: Scene, client: Client, on: date) -> None:
    """Ask one day, hear the answer the day after; where it is no, an appeal goes out."""
    if client.renewing_on is None or on <= client.renewing_on or client.coverage is None or client.ended:
        return
    act, at = scene.by(Role.REVIEWER), scene.clock.to(scene.clock.at(on, 9))
    client.renewing_on = None
    span = (on, on + timedelta(weeks=8))
    row = utilization.request(
        act,
        subject=client.subject,
        coverage=client.coverage,
        code=CODE,
        level="2.1",
        units=MORE_UNITS,
        span_from=span[0],
        span_to=span[1],
        at=at,
        episode=client.stay,
    )
    scene.count("renewals")
    if client.has("denied") or client.draw.of("denied", on).yes(0.06):
        utilization.deny(
            act,
            authorization=row,
            at=at + timedelta(hours=4),
            reason="Not shown that fewer hours would not do.",
            reviewer=REVIEWER,
        )
        scene.count("denied")
        utilization.appeal(
            act, authorization=row, at=at + timedelta(hours=6), reason="Two hard weeks; measures attached."
        )
        client.authorization, client.granted, client.used = None, 0, 0
        return
    utilization.grant(
        act,
        authorization=row,
        at=at + timedelta(hours=4),
        number=f"AUTH{client.number:06d}-{on:%m%d}",
        units=MORE_UNITS,
        span_from=span[0],
        span_to=span[1],
        next_review_on=on + timedelta(weeks=2),
        reviewer=REVIEWER,
    )
    client.authorization, client.granted, client.used = row, MORE_UNITS, 0


def is_billing_day(scene: Scene, on: date) -> bool:
    """Claims go out every second Monday in the first clinic, every fourth in the others, and on the last of all."""
    weeks, every = (on - scene.first).days // 7, 2 if scene.rich else 4
    return weeks >= 1 and (weeks % every == every - 1 or on > scene.before_end(7))


def bill(scene: Scene, client: Client, on: date) -> None:
    """Claims of what was attended up to the Sunday before last; a day that is held stays off by itself."""
    if client.episode is None or client.claimed_to is None or is_self_paying(client):
        return
    to_on = on - timedelta(days=on.weekday() + (8 if (on - scene.first).days >= 21 else 1))
    if to_on <= client.claimed_to:
        return
    try:
        with apart_with_events():
            made = claims.make_claims(
                scene.by(Role.BILLER),
                episode=client.stay,
                from_on=client.claimed_to + timedelta(days=1),
                to_on=to_on,
                at=scene.clock.on(on, 10),
            )
    except NotAllowed:
        scene.count("claims stopped by checks")
        return
    client.claimed_to = to_on
    scene.count("claims", len(made))
