"""What makes a plan for a crisis: any words of the person's own, of a length somebody reads in a crisis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy

#: The parts that are words; whom they call is a list beside them.
PARTS: Final = ("warning_signs", "what_helps", "safe_places", "wants", "does_not_want")


@dataclass(frozen=True)
class Wishes:
    """The parts by their names in PARTS, and whom the person calls: name and phone, in their order."""

    parts: Mapping[str, str]
    people: tuple[tuple[str, str], ...] = ()


def plan_faults(wishes: Wishes, policy: Policy) -> Ruling[tuple[str, ...]]:
    """The ids of the rules it breaks, none when it may be kept. policy: emergencies/crisis-plan."""
    rule = policy.rule("parts")
    reasons: list[Reason] = []
    if not wishes.people and not any(text.strip() for text in wishes.parts.values()):
        reasons.append(policy.reason("something", {"would_change": "words in any part"}))
    longest = max((len(text) for text in wishes.parts.values()), default=0)
    if longest > rule["at_most_characters"] or len(wishes.people) > rule["at_most_people"]:
        says = f"Each part has {rule['at_most_characters']} characters at most, and {rule['at_most_people']} people."
        reasons.append(policy.reason("parts", {"longest": longest, "people": len(wishes.people)}, says=says))
    return Ruling(tuple(reason.rule.rpartition("#")[2] for reason in reasons), tuple(reasons))
