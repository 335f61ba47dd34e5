"""What is known of one person, to be filled in or mended."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stepwell.doors.staff.people.forms import Details as Form
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@dataclass(frozen=True)
class Details:
    """What the form starts from. version: changes with any of the values."""

    head: Head
    values: dict[str, Any]

    @property
    def version(self) -> str:
        """A short mark of the values, as they are now."""
        return hashlib.sha256(repr(sorted(self.values.items())).encode()).hexdigest()[:20]

    @property
    def shown(self) -> dict[str, str]:
        """The values by their labels, for whoever was overtaken."""
        return {str(Form.base_fields[name].label): str(value or "not known") for name, value in self.values.items()}


@query(Permission.PERSON_WRITE)
def details(access: Access, *, person_id: int, now: datetime) -> Details:
    """Gather the page. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    return Details(head, {name: getattr(head.person, name) for name in Form.base_fields})
