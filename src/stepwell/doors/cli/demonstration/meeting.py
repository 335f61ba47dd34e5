"""Sessions: groups of a block held, who came and who did not, notes signed; individual and family sessions beside."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.doors.cli.demonstration import house
from stepwell.doors.cli.demonstration.chances import Chances
from stepwell.doors.cli.demonstration.scene import Block, Client, Scene, credential_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.roles import Role

RISK = "No thoughts of harm voiced; safety plan unchanged."
#: Minutes after midnight for sessions beside the blocks, by the part of the day of the block.
BESIDE = (
    (13 * 60, 14 * 60, 15 * 60, 8 * 60),
    (9 * 60, 10 * 60, 11 * 60, 17 * 60),
    (14 * 60, 15 * 60, 16 * 60, 13 * 60),
)


def hold(scene: Scene, block: Block, on: date) -> None:
    """Hold the block's groups one after the other, as far as they are over by the end of the story."""
    coming: dict[int, str] = {}
    for number, group in enumerate(block.groups):
        ends = scene.clock.at(on, group.ends.hour, group.ends.minute)
        if ends > scene.now:
            return
        scene.clock.to(scene.clock.at(on, group.starts.hour, group.starts.minute))
        _meet(scene, block, number, on, coming)


def _meet(scene: Scene, block: Block, number: int, on: date, coming: dict[int, str]) -> None:
    leader = block.leaders[number]
    act, by_subject = scene.by(Role.COUNSELOR, leader), {one.subject.pk: one for one in _in_treatment(scene)}
    session = sessions.hold_group(act, group=block.groups[number], on=on)
    there = []
    for row in of_sessions.roster(act, session=session):
        client = by_subject.get(row.subject_id)
        if client is None or row.outcome != "expected":
            continue
        if number == 0:
            coming[client.number] = _comes(scene, client, on)
        outcome = coming.get(client.number, "attended")
        if outcome == "attended":
            there.append((client, row))
        else:
            _missed(scene, client, row, session, outcome, number, leader)
    _were_there(scene, act, session, there, number)
    if not there:
        return
    scene.clock.to(session.ends_at)
    if _notes_wait(scene, block, number, on):
        return
    _sign(scene, session, leader, there)


def _in_treatment(scene: Scene) -> list[Client]:
    return [one for one in scene.clients if one.episode is not None and not one.ended]


def _comes(scene: Scene, client: Client, on: date) -> str:
    """attended, no_show, or the word of an excuse."""
    draw = client.draw.of("comes", on)
    if client.way.leaves == "left-early" and client.way.leaves_on is not None and (client.way.leaves_on - on).days < 6:
        return "no_show"
    if "misses-now" in client.way.script and scene.before_end(4) < on < scene.last:
        return "no_show"
    if not draw.yes(scene.rates.missed):
        return "attended"
    return draw.weighed(scene.rates.own["excuses"]) if draw.yes(scene.rates.own["excused_of_missed"]) else "no_show"


def _were_there(scene: Scene, act: Access, session: Any, there: list[tuple[Client, Any]], number: int) -> None:
    """Write down who was there and from when. number: of the session in its block."""
    stretches = []
    for client, row in there:
        late = client.draw.of("late", session.on, number).yes(0.06)
        starts = session.starts_at + timedelta(minutes=12) if late else session.starts_at
        stretches.append((row, starts, session.ends_at))
        scene.count("attended")
    if stretches:
        sessions.record_presences(act, session=session, there=stretches)


def _missed(scene: Scene, client: Client, row: Any, session: Any, outcome: str, number: int, leader: int) -> None:
    """Write down that somebody was not there, and how they were reached."""
    act = scene.by(Role.COUNSELOR, leader)
    at = scene.clock.to(session.starts_at + timedelta(minutes=20))
    if outcome == "no_show":
        sessions.record_outcome(act, participation=row, outcome="no_show", at=at)
        scene.count("no_shows")
        if number == 0 and session.on < scene.before_end(0):
            _reach_out(scene, client, row, at)
    else:
        sessions.record_outcome(act, participation=row, outcome="excused", why=outcome, at=at)
        scene.count("excused")


def _reach_out(scene: Scene, client: Client, row: Any, at: datetime) -> None:
    if "misses-now" in client.way.script and at.date() > scene.before_end(4):
        return
    reached = client.draw.of("reached", at.date()).yes(scene.rates.own["reached_after_absence"])
    sessions.reach_out(
        scene.by(Role.COUNSELOR, client.number % 2),
        episode=client.stay,
        about=f"participation:{row.pk}",
        way="phone",
        at=at + timedelta(minutes=40),
        reached=reached,
        says="Overslept after a long shift; comes next time." if reached else "Nobody answered; will try again.",
    )
    scene.count("outreach")


def _notes_wait(scene: Scene, block: Block, number: int, on: date) -> bool:
    """The last notes of the last block before now are not written yet, so that somebody has them on Today."""
    return scene.last_block == (on, block.daypart) and number == len(block.groups) - 1


def _sign(scene: Scene, session: Any, number: int, there: list[tuple[Client, Any]]) -> None:
    act, by = scene.by(Role.COUNSELOR, number), scene.staff(Role.COUNSELOR, number)
    at = scene.clock.to(session.ends_at + timedelta(minutes=5))
    sessions.sign_shared(
        act, session=session, by=by, credential="CADC", at=at,
        text={"topic": session.topic, "done": "Introductions, a round, the topic, a close.", "format": "round"},
    )  # fmt: skip
    used: set[str] = set()
    for place, (client, row) in enumerate(there):
        part = sign_own(scene, client, row, (Role.COUNSELOR, number), at + timedelta(minutes=place), used)
        scene.count("notes")
        draw = client.draw.of("amends", session.on, number)
        if draw.yes(scene.rates.own["amended_note"]) or client.has("note-amended"):
            sessions.amend_own(
                act,
                part=part,
                by=by,
                credential="CADC",
                at=scene.clock.to(at + timedelta(hours=1)),
                text={**part.text, "next": f"{part.text['next']} And a call to somebody close."},
                why="The next step was missing the call.",
            )
            scene.count("amended")


def sign_own(
    scene: Scene, client: Client, row: Any, signer: tuple[Role, int], at: datetime, used: set[str] | None = None
) -> Any:
    """The person's own part, toward an objective of the plan in force; before there is one it is part of intake."""
    draw = client.draw.of("says", at.date(), at.hour)
    objective = client.objectives[signer[0] == Role.CLINICIAN] if client.objectives else None
    return sessions.sign_own(
        scene.by(*signer),
        participation=row,
        by=scene.staff(*signer),
        credential=credential_of(*signer),
        at=at,
        text={"response": _response(scene, draw, set() if used is None else used), "next": scene.words("next", draw)},
        objective=objective,
        exception="" if objective else "intake",
        risk=RISK,
    )


def _response(scene: Scene, draw: Chances, used: set[str]) -> str:
    """Three sentences; the middle one is nobody else's in the same session."""
    for _ in range(20):
        middle = scene.words("worked", draw)
        if middle not in used:
            break
    used.add(middle)
    return f"{scene.words('began', draw)} {middle} {scene.words('ended', draw)}"


def alone(scene: Scene, client: Client, on: date, kind: str = "individual") -> Any:
    """A session with the clinician, or with the relative there, before or after the client's block of the day."""
    which = client.number % 2
    minutes = 50 if kind == "individual" else 60
    minute = house.slot(scene, f"{Role.CLINICIAN}{which}", on, BESIDE[client.blocks[0].daypart], minutes)
    starts = scene.clock.at(on, minute // 60, minute % 60) if minute is not None else None
    if starts is None or starts + timedelta(minutes=minutes) > scene.now or _in_block(client, on, minute or 0):
        return None
    mode = "video" if kind in scene.rules.teletherapy_kinds and scene.rules.teletherapy and which == 0 else "in_person"
    act, leader = scene.by(Role.CLINICIAN, which), scene.staff(Role.CLINICIAN, which)
    session = sessions.schedule(
        act,
        program=scene.clinic.program,
        kind=kind,
        starts_at=starts,
        minutes=minutes,
        leader=leader,
        episodes=[client.stay],
        room=scene.clinic.rooms[1] if which == 0 and mode == "in_person" else None,
        mode=mode,
        topic="What matters now" if kind == "individual" else "How to help without watching",
        modality="MI" if kind == "individual" else "family",
    )
    (row,) = of_sessions.roster(act, session=session)
    if kind == "family" and client.relative is not None:
        sessions.bring_guest(act, participation=row, relation=client.relative, consent=client.consents["relative"])
    if mode == "video":
        sessions.join_by_video(
            act, participation=row, location_state=scene.clinic.site.state, callback=client.way.who.phone,
            telehealth_consent_on=client.episode.admitted_on if client.episode else None,
        )  # fmt: skip
    sessions.record_presence(act, participation=row, starts=session.starts_at, ends=session.ends_at)
    at = scene.clock.to(session.ends_at + timedelta(minutes=5))
    sessions.sign_shared(
        act, session=session, by=leader, credential=credential_of(Role.CLINICIAN, which), at=at,
        text={"topic": session.topic, "done": "A talk."},
    )  # fmt: skip
    sign_own(scene, client, row, (Role.CLINICIAN, which), at)
    scene.count(f"{kind} sessions")
    client.last_alone = on
    return session


def _in_block(client: Client, on: date, minute: int) -> bool:
    for block in client.blocks:
        if block.weekday == on.weekday():
            first, last = block.groups[0].starts, block.groups[-1].ends
            if first.hour * 60 - 60 < minute < last.hour * 60:
                return True
    return False
