"""The way back from a claim: who was there for how long, which note says so, and why it was done at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from stepwell.care.plans import queries as plans
from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.queries import Behind
from stepwell.foundation.gate.access import Access
from stepwell.office.claims.models import Claim, ClaimLine
from stepwell.office.utilization import queries as utilization


@dataclass(frozen=True)
class Step:
    """One station: what kind of thing, its number, and a line about it. session: of minutes and notes, where it was."""

    kind: str
    id: str | int
    says: str
    session: int | None = None

    @property
    def told(self) -> dict[str, object]:
        """As it is printed."""
        return {"kind": self.kind, "id": self.id, "says": self.says}


def walk(access: Access, claim: Claim, lines: Sequence[ClaimLine]) -> Iterator[Step]:
    """Every station from the claim to the consent; a station may come up more than once."""
    payer = claim.coverage.plan_name
    yield Step(
        "claim", claim.claim_id, f"{claim.form} to {payer}, {claim.total} dollars, made {claim.made_at:%Y-%m-%d}"
    )
    evidence: list[tuple[ClaimLine, list[int]]] = []
    for line in lines:
        yield Step(
            "line",
            f"{claim.claim_id}-{line.number}",
            f"{line.on} {line.code}, units {line.units}, {line.charge} dollars",
        )
        day = line.attended_day
        if day is not None:
            yield Step("attended-day", day.pk, f"{day.on}: {day.minutes} minutes, ruled by {day.contract_ref}")
        evidence.append((line, _participations(line)))
    behind = sessions.evidence_of(access, participation_ids=[one for _, of in evidence for one in of])
    cited = {row.note.objective_id for row in behind.values() if row.note is not None and row.note.objective_id}
    threads = plans.threads(access, objective_ids=sorted(cited)) if cited else {}
    for _, participations in evidence:
        for participation_id in participations:
            yield from _of_participation(behind[participation_id], threads)
    if claim.authorization_id is not None:
        yield _authorization(access, claim.authorization_id)
    else:
        yield from _of_the_stay(access, claim)
    yield Step(
        "consent", claim.consent_id, f"Signed {claim.consent.signed_at:%Y-%m-%d} for {_list(claim.consent.purposes)}"
    )


def _participations(line: ClaimLine) -> list[int]:
    """The sessions behind a line: its own, or those of its day that counted."""
    if line.participation_id is not None:
        return [line.participation_id]
    services = line.attended_day.facts["services"] if line.attended_day else []
    counted = [one["participation"] for one in services if one["countable"] and one["minutes"] > 0]
    return list(dict.fromkeys(counted))


def _of_participation(row: Behind, threads: Mapping[int, plans.Thread]) -> Iterator[Step]:
    """threads: of every objective a note cites; most notes of a claim cite the same one.

    Billing sees that a note is signed, by whom and what for, never its text.
    """
    for number, minutes in row.stretches:
        yield Step("minutes", number, f"{minutes} minutes of {row.kind} on {row.on}", row.session_id)
    note = row.note
    if note is None:
        return
    says = f"Signed by {note.author}, {note.credential}, {note.signed_at:%Y-%m-%d}"
    yield Step("note", note.note_id, says, row.session_id)
    if note.objective_id is not None:
        yield from _stations(threads[note.objective_id])


def _stations(thread: plans.Thread) -> Iterator[Step]:
    yield Step("objective", thread.objective_id, thread.objective)
    yield Step("goal", thread.goal_id, thread.goal)
    yield Step("problem", thread.problem_id, thread.problem)
    if thread.diagnosis_id:
        yield Step("diagnosis", thread.diagnosis_id, thread.diagnosis)
    if thread.assessment_id:
        yield Step("assessment", thread.assessment_id, "The assessment that found it")


def _authorization(access: Access, authorization_id: int) -> Step:
    row = utilization.authorization_by_id(access, authorization_id=authorization_id)
    grant = utilization.grant_of(access, authorization=row)
    said = f"{grant.number}, {grant.units} days from {grant.span_from} to {grant.span_to}" if grant else row.code
    return Step("authorization", row.pk, said)


def _of_the_stay(access: Access, claim: Claim) -> Iterator[Step]:
    """A code beside the day needs no authorization of its own; the one the stay stood under on the day is told."""
    row = utilization.standing_on(access, episode=claim.episode, on=claim.from_on)
    if row is not None:
        yield Step("authorization", row.pk, "Of the stay on that day; this code asks for none of its own")


def _list(words: Sequence[str]) -> str:
    return ", ".join(words)
