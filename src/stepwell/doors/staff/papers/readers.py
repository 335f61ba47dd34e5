"""Who may open which kind of document."""

from __future__ import annotations

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed

#: Any other kind asks for the permission to read notes.
READS = {
    "paper": Permission.EPISODE_READ,
    "letter": Permission.EPISODE_READ,
    "claim": Permission.BILLING_READ,
}


def may_open(access: Access, kind: str) -> bool:
    """Whether one of the access's roles may open documents of the kind."""
    return allowed(access.roles, READS.get(kind, Permission.NOTE_READ))
