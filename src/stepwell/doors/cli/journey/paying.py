"""Steps 13 to 15: the authorization's ledger, billable days and held ones, claims that walk back to the consent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from stepwell.doors.cli.journey.story import Story
from stepwell.doors.cli.journey.treating import attend_week, sign_own
from stepwell.foundation.documents import queries as documents
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs.worker import drain
from stepwell.office.claims import actions as claims
from stepwell.office.claims import queries as of_claims
from stepwell.office.utilization import queries as of_utilization


def authorization(story: Story) -> None:
    """13. Units, days left, next review; the status is derived."""
    on = story.day(1, 6)
    ledger = of_utilization.ledger(story.by(Role.REVIEWER), authorization=story.authorization, on=on)
    answer = ledger.answer
    story.tell(
        13,
        "authorization",
        on,
        {
            "status": answer.status,
            "units": answer.units,
            "units_used": answer.units_used,
            "units_left": answer.units_left,
            "next_review_on": answer.next_review_due.isoformat() if answer.next_review_due else None,
        },
        ledger.reasons,
    )


def billable_days(story: Story) -> None:
    """14. A day with an unsigned note is held and says why; signed, it is billable. Signing a note rules its day."""
    attended = attend_week(story, 2, unsigned=True)
    last_on = story.day(2, max(group.weekday for group in story.groups))
    biller = story.by(Role.BILLER)
    waiting = claims.rule_day(biller, episode=story.episode, on=last_on, at=story.at(last_on, 22))
    held, reasons = list(waiting.held), list(waiting.reasons)
    response = "Came in tired, stayed, and said at the end that it had been worth it."
    sign_own(story, attended[-1], response, story.at(last_on, 23), 1)
    drain()
    days = of_claims.days(biller, episode=story.episode)
    story.tell(
        14,
        "billable-days",
        last_on,
        {
            "held_first": held,
            "billable": sum(day.billable for day in days),
            "units": sum(day.units for day in days),
            "not_billable": {day.on.isoformat(): day.minutes for day in days if not day.billable},
        },
        reasons,
    )


def claim(story: Story) -> None:
    """15. Claims on both forms, checked before they are written, each walked back to the consent."""
    on = story.day(3, 0)
    made = claims.make_claims(
        story.by(Role.BILLER),
        episode=story.episode,
        from_on=story.episode.admitted_on,
        to_on=on - timedelta(days=1),
        at=story.at(on),
    )
    for row in made:
        story.claims.append(printed_claim(story, row))
    story.tell(
        15,
        "claims",
        on,
        {"claims": [{"id": row.claim_id, "form": row.form, "total": str(row.total)} for row in made]},
        [_consent_reason(row) for row in made],
    )


def printed_claim(story: Story, row: Any) -> dict[str, Any]:
    """A claim as the journey prints it: its form, number, file and the way back."""
    biller = story.by(Role.BILLER)
    trace = of_claims.trace(biller, claim_id=row.claim_id)
    file = documents.content(biller, document_id=row.document_id)
    return {
        "kind": row.form,
        "id": row.claim_id,
        "x12": file.decode("ascii"),
        "trace": [{"kind": each["kind"], "id": each["id"]} for each in trace],
    }


def _consent_reason(row: Any) -> dict[str, Any]:
    return {
        "rule": "gate/consent#covers",
        "says": "A signed consent in force covers disclosing this claim for payment.",
        "source": "42 CFR 2.31, Consent requirements",
        "facts": {"claim": row.claim_id, "consent": row.consent_id, "disclosure": row.disclosure_id},
    }
