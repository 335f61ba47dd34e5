"""The newest version of what somebody wishes for a crisis. Called inside an open gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepwell.care.emergencies.models import CrisisPlan

if TYPE_CHECKING:
    from stepwell.foundation.gate.models import Subject

CRISIS_PLAN = "emergencies/crisis-plan"


def newest_crisis_plan(subject: Subject) -> CrisisPlan | None:
    """The version that counts, or None where nothing is written."""
    return CrisisPlan.objects.filter(subject=subject).order_by("-version").first()
