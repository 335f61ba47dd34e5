"""Logins of the portal: two clients, one of them in Spanish, somebody close to the first, and somebody who was."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.doors.cli.demonstration import cast
from stepwell.doors.cli.demonstration.cast import Character
from stepwell.doors.cli.demonstration.scene import Client, Scene
from stepwell.foundation.gate import logins
from stepwell.foundation.gate.roles import Role


@dataclass(frozen=True)
class Account:
    """A login by the word before its @. says: what it is printed as. close: one of the people around the client."""

    word: str
    who: Character
    says: str
    close: str = ""


ACCOUNTS = (
    Account("amara", cast.AMARA, "client"),
    Account("joaquin", cast.JOAQUIN, "client, in Spanish"),
    Account("nia", cast.AMARA, "relative", cast.AMARA.relative),
    Account("rex", cast.AMARA, "relative, consent taken back", cast.AMARA.former),
)


def open_for(scene: Scene, client: Client) -> None:
    """The logins of the named ones and of those close to them, on the first day; passwords come when it is told."""
    program = scene.clinic.program.policy_id.split("/")[1]
    around = {one.name: one for one in (client.relative, client.former) if one is not None}
    for account in ACCOUNTS:
        if not scene.rich or account.who != client.way.who:
            continue
        logins.open_login(
            scene.by(Role.COORDINATOR),
            subject=client.subject,
            username=f"{account.word}@{program}",
            name=account.close or client.name,
            relation_id=around[account.close].pk if account.close else None,
        )
        scene.count("portal logins")


def said_of(username: str) -> str:
    """What a login of the portal is printed as; empty for any other."""
    word = username.partition("@")[0]
    return next((one.says for one in ACCOUNTS if one.word == word), "")
