"""A review packet on paper: sentences that point to their records, and the list of these. Data in, PDF out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepwell.foundation.documents.pdf import render
from stepwell.foundation.gate.consents import SHORT_NOTICE
from stepwell.office.utilization.rules.packet import Evidence

if TYPE_CHECKING:
    from stepwell.office.utilization.queries import Packet
    from stepwell.registry.people.models import Person
    from stepwell.registry.programs.models import Site

KINDS = {
    "authorization": "Authorization",
    "level_span": "Level of care, stay",
    "week": "Attendance of the week, stay",
    "diagnosis": "Diagnosis",
    "assessment": "Assessment",
    "measure": "Measure",
    "objective": "Objective of the plan",
    "plan": "Plan",
    "test_result": "Result of a drug test",
    "test": "Drug test",
    "medication": "Medication",
    "stay_review": "Review of the stay",
}


def packet_pdf(packet: Packet, *, person: Person, site: Site, member_id: str, number: str) -> bytes:
    """The packet as PDF. number: the authorization's as the payer gave it, or ""."""
    numbered: dict[Evidence, int] = {}
    for section in packet.sections:
        for sentence in section.sentences:
            for record in sentence.evidence:
                numbered.setdefault(record, len(numbered) + 1)
    lines = [site.street.title(), f"{site.city.title()}, {site.state} {site.zip_code[:5]}", site.phone]
    return render(
        "packet",
        {
            "title": "Concurrent review",
            "letterhead": {"name": site.name, "lines": lines},
            "notice": SHORT_NOTICE,
            "about": [
                ["Name", f"{person.first_name} {person.last_name}"],
                *([["Born", person.birth_date.isoformat()]] if person.birth_date else []),
                ["Plan", f"{packet.plan_name}, member {member_id}"],
                *([["Authorization", number]] if number else []),
                ["As of", packet.on.isoformat()],
            ],
            "sections": [
                {
                    "heading": section.heading,
                    "sentences": [
                        {"says": one.says, "evidence": [numbered[record] for record in one.evidence]}
                        for one in section.sentences
                    ],
                    "gaps": list(section.gaps),
                }
                for section in packet.sections
            ],
            "evidence_heading": "Where each sentence comes from",
            "evidence": [
                {"number": place, "says": f"{KINDS.get(one.kind, one.kind)} {one.id}, {one.on.isoformat()}"}
                for one, place in numbered.items()
            ],
        },
    )
