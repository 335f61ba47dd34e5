"""Finding whose health plan a member number is."""

from __future__ import annotations

import re

from django.db.models.functions import Upper

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.coverage.models import Coverage

#: Fewer characters would find many people at once.
LEAST = 5


@query(Permission.COVERAGE_READ)
def members(access: Access, *, member_id: str, limit: int = 20) -> list[int]:
    """Numbers of the subjects whose member number begins so, at most `limit`. One read. Fewer than five characters
    find nobody."""
    asked = re.sub(r"[^0-9A-Z]", "", member_id.upper())
    if len(asked) < LEAST:
        return []
    rows = Coverage.objects.annotate(number=Upper("member_id")).filter(number__startswith=asked, ended_on=None)
    found = sorted(set(rows.values_list("subject_id", flat=True)[:limit]))
    concerns(*found)
    return found
