"""Whether a medication meets a known allergy."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy


def meets_allergy(drug: str, allergies: Iterable[str], policy: Policy) -> Ruling[tuple[str, ...]]:
    """The allergies whose first word stands in the medication's name, in any letters. policy: medications/allergies.

    Nothing found is no proof that it is safe: names differ, and the prescriber decides.
    """
    words = set(re.findall(r"[^\W\d_]+", drug.lower()))
    found = tuple(one for one in allergies if (re.findall(r"[^\W\d_]+", one.lower()) or [""])[0] in words)
    facts = {"drug": drug, "allergic_to": list(found), "would_change": "another medication, or the prescriber's reason"}
    return Ruling(found, (policy.reason("known-allergy", facts),) if found else ())
