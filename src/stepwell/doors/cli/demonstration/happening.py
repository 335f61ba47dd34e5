"""What happens to the named ones on their days: a family session, a consent taken back, a step up, a leave."""

from __future__ import annotations

from datetime import date, timedelta

from stepwell.care.scheduling import actions as scheduling
from stepwell.doors.cli.demonstration import changing, meeting
from stepwell.doors.cli.demonstration.scene import Client, Scene
from stepwell.foundation.gate.roles import Role
from stepwell.office.grievances import actions as grievances
from stepwell.office.incidents import actions as incidents
from stepwell.registry.people import actions as people


def happen(scene: Scene, client: Client, on: date) -> None:
    """Everything the day holds for somebody by script. Days are counted back from the end of the story."""
    script, before = client.way.script, (scene.last - on).days
    wants = "family" in script and "family done" not in client.stages and client.relative is not None
    if wants and before <= 9 and meeting.alone(scene, client, on, "family") is not None:
        client.stages.add("family done")
    if "consent-revoked" in script and before <= 5 and client.former is not None and client.has("consent-revoked"):
        people.revoke_consent(
            scene.by(Role.CASE_MANAGER), consent=client.consents["former"], at=scene.clock.on(on, 14),
            how="Said so in person: wants to tell the news alone for now.",
        )  # fmt: skip
        scene.count("consents revoked")
    if "up" in script and before <= 10 and "down" not in client.stages:
        changing.step_down(scene, client, on)
    elif "up" in script and before <= 3 and "up done" not in client.stages and "down" in client.stages:
        client.stages.add("up done")
        changing.step_up(scene, client, on)
    if "leave" in script and before <= 2 and client.has("leave"):
        changing.go_on_leave(scene, client, on, "family", None)


def leaves_by_chance(scene: Scene, client: Client, on: date) -> None:
    """Now and then somebody is away for some days and comes back."""
    if client.away_from is not None:
        if client.away_until is not None and client.away_until <= on and "leave" in client.consents:
            changing.come_back(scene, client, on)
        return
    draw = client.draw.of("away", on)
    if draw.yes(0.002) and on < scene.before_end(10):
        changing.go_on_leave(
            scene, client, on, draw.choice(["family", "hospital", "other"]), on + timedelta(days=draw.between(2, 5))
        )


def ill_today(scene: Scene) -> None:
    """The second counselor calls in ill on the last day; their meetings wait for somebody to stand in."""
    on, staff = scene.last, scene.staff(Role.COUNSELOR, 1)
    scheduling.mark_away(
        scene.by(Role.COORDINATOR), staff=staff, starts=scene.clock.at(on, 12, 1), ends=scene.clock.at(on, 23, 59),
        word="unplanned", at=scene.clock.to(min(scene.clock.at(on, 7, 10), scene.now)),
    )  # fmt: skip
    scene.count("staff away")


def at_the_clinic(scene: Scene, on: date) -> None:
    """What is no one person's way: a grievance and an incident report, some days old at the end and under way."""
    here = [one for one in scene.clients if one.is_treated(on)]
    if not here:
        return
    if on == _workday(scene.before_end(4)):
        grievances.receive(
            scene.by(Role.COORDINATOR), kind="place", words="It is cold in the evening room, and I said so twice.",
            raised_by="client", way="spoken", received_at=scene.clock.on(on, 15), client=here[0].subject,
            wish="A heater, or the other room.",
        )  # fmt: skip
        scene.count("grievances")
    if on == _workday(scene.before_end(3)):
        incidents.report_incident(
            scene.by(Role.COUNSELOR), kind="fall", severity="minor", at=scene.clock.at(on, 12, 5),
            reported_at=scene.clock.on(on, 15, 10), place="The hall between the rooms",
            happened="A visitor slipped on a wet floor, sat down for a while and went home. No injury was seen.",
            immediate_action="The floor was dried; a sign was put up.",
            involved=[incidents.Involved("affected", name="A visitor")],
        )  # fmt: skip
        scene.count("incidents")


def _workday(on: date) -> date:
    return on - timedelta(days=max(0, on.weekday() - 4))
