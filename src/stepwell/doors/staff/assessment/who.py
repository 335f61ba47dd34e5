"""Who writes: a clinician's word is given by somebody on staff, signed in as themselves."""

from __future__ import annotations

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Staff


def signed_in(access: Access) -> Staff:
    """The member of staff behind the login. Raises BadInput where the login belongs to nobody on staff."""
    if access.staff_id is None:
        raise BadInput("", "Your login belongs to nobody on staff yet. Ask your program director to add you.")
    return people.staff_member(access, staff_id=access.staff_id)
