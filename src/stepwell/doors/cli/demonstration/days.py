"""One clinic, day by day: each day is one transaction, in the order in which a day goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from stepwell.doors.cli.demonstration import (
    arriving,
    asking,
    assessing,
    caring,
    changing,
    desk,
    happening,
    leaving,
    meeting,
    paying,
)
from stepwell.doors.cli.demonstration.clock import telling
from stepwell.doors.cli.demonstration.cohort import LEAD
from stepwell.doors.cli.demonstration.plainly import plainly
from stepwell.doors.cli.demonstration.scene import Client, Scene
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import together
from stepwell.foundation.jobs.events import reacting_within
from stepwell.foundation.policy.loading import unchanged


def live(scene: Scene, after: Callable[[date], None] | None = None) -> None:
    """Go through every day from the first call to the last day. after: called with each day when it is over."""
    scene.last_block = last_block(scene)
    with unchanged(), plainly(), telling(scene.clock):
        on = scene.first - timedelta(days=LEAD)
        while on <= scene.last:
            scene.clock.on(on, 0, 1)
            with (
                together(Access.system(scene.clinic.operator.pk), "doors.cli.demonstration.day", savepoints=False),
                reacting_within(),
            ):
                _day(scene, on)
            if after is not None:
                after(on)
            on += timedelta(days=1)


def last_block(scene: Scene) -> tuple[date, int] | None:
    """The last block that was over when the story ends: its day and part of the day."""
    for back in range(8):
        on = scene.last - timedelta(days=back)
        for block in sorted(scene.blocks, key=lambda one: -one.daypart):
            ends = block.groups[-1].ends
            if block.weekday == on.weekday() and scene.clock.at(on, ends.hour, ends.minute) <= scene.now:
                return on, block.daypart
    return None


def _day(scene: Scene, on: date) -> None:
    if on >= scene.first:
        desk.nightly(scene, on)
    if on.weekday() < 5:
        _front_desk(scene, on)
    here = [one for one in scene.clients if one.is_treated(on)]
    if on.weekday() < 5:
        _morning(scene, here, on)
    if on == scene.last and scene.rich:
        happening.ill_today(scene)
    meets = [one for one in scene.blocks if one.weekday == on.weekday() and on >= scene.first]
    for block in sorted(meets, key=lambda one: one.daypart):
        with scene.going_on("meets"):
            meeting.hold(scene, block, on)
    if scene.scripted:
        happening.at_the_clinic(scene, on)
    _afterwards(scene, here, on)
    desk.tidy(scene, on)


def _front_desk(scene: Scene, on: date) -> None:
    """Calls, benefits, intakes and admissions of the day; whoever planned them for the weekend comes on Friday."""
    waiting = [one for one in scene.clients if not one.ended and one.episode is None and one.way.asks_on <= on]
    for minute, client in enumerate(one for one in waiting if one.way.asks_on == on):
        with scene.going_on("asks", client):
            asking.ask(scene, client, 11 * minute)
    for minute, client in enumerate(waiting):
        with scene.going_on("comes nearer", client):
            _onward(scene, client, on, 7 * minute)


def _onward(scene: Scene, client: Client, on: date, minute: int) -> None:
    way, ends = client.way, client.way.ends
    if (
        way.asks_on == on
        and ends != "is new"
        and "contacted" not in client.stages
        and scene.clock.at(on, 13) <= scene.now
    ):
        asking.call_back(scene, client, minute)
    if (
        "contacted" in client.stages
        and way.benefits_on <= on
        and "benefits" not in client.stages
        and ends != "is contacted"
    ):
        asking.benefits(scene, client, minute)
    if way.admit_on is None:
        if not ends.startswith("is ") and on >= way.intake_on and "benefits" in client.stages:
            asking.end(scene, client)
        return
    if "benefits" in client.stages and way.intake_on <= on and client.decision is None and _is_over(scene, client):
        assessing.assess(scene, client)
    if client.decision is not None and way.admit_on <= on and client.episode is None and on >= scene.first:
        arriving.admit(scene, client)


def _is_over(scene: Scene, client: Client) -> bool:
    """Whether the intake has taken place by now; who was given no hour is seen when there is one."""
    return client.appointment is None or client.appointment.at + timedelta(minutes=asking.INTAKE_MINUTES) <= scene.now


def _morning(scene: Scene, here: list[Client], on: date) -> None:
    """Before the groups: tests, check-ups, measures, reviews, what the payers say."""
    comes = {block.weekday for block in scene.blocks}
    for client in here:
        with scene.going_on("begins the day", client):
            _before_groups(scene, client, on, comes)


def _before_groups(scene: Scene, client: Client, on: date, comes: set[int]) -> None:
    paying.renew(scene, client, on)
    happening.leaves_by_chance(scene, client, on)
    if not client.is_treated(on) or on.weekday() not in comes:
        return
    happening.happen(scene, client, on)
    if not client.is_treated(on) or all(block.weekday != on.weekday() for block in client.blocks):
        return
    if scene.clock.at(on, 9, 30) > scene.now:
        return
    caring.measure(scene, client, on)
    caring.weekly(scene, client, on)
    caring.medicate(scene, client, on)
    caring.review_plan(scene, client, on)
    changing.look(scene, client, on)


def _afterwards(scene: Scene, here: list[Client], on: date) -> None:
    """After the groups: sessions alone, units used, discharges, follow-up, and every other Monday the claims."""
    for client in here:
        if client.is_treated(on) and any(block.weekday == on.weekday() for block in client.blocks):
            with scene.going_on("ends the day", client):
                paying.attended(scene, client, on)
                if on.weekday() < 5 and client.objectives and _wants_to_talk(scene, client, on):
                    meeting.alone(scene, client, on)
    for client in scene.clients:
        if client.episode is not None and (
            leaving.is_waited_for(client, on) if client.ended else _is_going(client, on)
        ):
            with scene.going_on("leaves", client):
                _leaves(scene, client, on)
    if on.weekday() == 0 and paying.is_billing_day(scene, on):
        for client in scene.clients:
            with scene.going_on("is claimed for", client):
                paying.bill(scene, client, on)


def _leaves(scene: Scene, client: Client, on: date) -> None:
    if client.ended:
        leaving.look_after(scene, client, on)
        return
    if scene.clock.at(on, 17) <= scene.now:
        leaving.leave(scene, client, on)


def _is_going(client: Client, on: date) -> bool:
    return client.way.leaves_on is not None and client.way.leaves_on <= on and client.is_treated(on)


def _wants_to_talk(scene: Scene, client: Client, on: date) -> bool:
    return client.last_alone is None or (on - client.last_alone).days >= scene.days_between_talks - 1
