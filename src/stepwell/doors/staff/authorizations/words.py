"""How authorizations, deadlines and reviews are said to people."""

from __future__ import annotations

from stepwell.office.utilization.rules.ledger_facts import Status

#: Status: its word and the kind of its chip.
STATUS: dict[Status, tuple[str, str]] = {
    "not_required": ("None needed", "calm"),
    "active": ("Active", "met"),
    "paused": ("Paused by a leave", "calm"),
    "upcoming": ("Begins later", "told"),
    "pended": ("Payer wants more", "due"),
    "requested": ("Asked for", "told"),
    "appealed": ("Under appeal", "told"),
    "exhausted": ("All units used", "due"),
    "expired": ("Ended", "due"),
    "denied": ("Denied", "due"),
    "not_requested": ("Not asked for", "due"),
}
DEADLINES = {
    "payer_answer": "Ask the payer for its answer",
    "send_more": "Send what the payer wants",
    "peer_to_peer": "Ask for a peer-to-peer talk",
    "internal_appeal": "Internal appeal must be in",
    "appeal_answer": "Ask for the answer to the appeal",
}
EVENTS = {
    "requested": "Asked for",
    "pended": "The payer wants more",
    "granted": "Granted",
    "denied": "Denied",
    "appealed": "Appealed",
    "overturned": "Granted after the appeal",
    "reviewed": "Reviewed with the payer",
}
WAYS = [
    ("portal", "On the payer's portal"),
    ("fax", "By fax"),
    ("phone", "Read out on the phone"),
    ("mail", "By mail"),
    ("file", "As a file"),
]
#: The records a sentence or a claim's step comes from, and the page of the chart where they stand.
RECORD_PAGES = {
    "diagnosis": "chart-assessment",
    "assessment": "chart-assessment",
    "measure": "chart-measures",
    "objective": "chart-plan",
    "goal": "chart-plan",
    "problem": "chart-plan",
    "plan": "chart-plan",
    "test_result": "chart-tests",
    "test": "chart-tests",
    "medication": "chart-health",
    "level_span": "chart-timeline",
    "week": "chart-timeline",
    "stay_review": "chart-timeline",
    "consent": "chart-papers",
}
RECORDS = {
    "authorization": "authorization",
    "level_span": "level of care",
    "week": "attendance",
    "diagnosis": "diagnosis",
    "assessment": "assessment",
    "measure": "measure",
    "objective": "objective",
    "plan": "plan",
    "test_result": "result",
    "test": "test",
    "medication": "medication",
    "stay_review": "review of the stay",
}
