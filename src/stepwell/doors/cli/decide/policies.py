"""The policies an engine needs, in force on the day the facts name."""

from __future__ import annotations

from datetime import UTC, date, datetime

from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import NotInForce, UnknownPolicy, load


def day(on: date | None) -> date:
    """The day asked about; today where the facts name none. The door may look at the clock, rules never
    do."""
    return on or datetime.now(UTC).date()


def in_force(policy_id: str, on: date, at: str = "", named: str = "", dated: str = "on") -> Policy:
    """The policy in force. at and named: where the facts name it and how. dated: where they say the day. Raises
    BadFacts when there is none."""
    try:
        return load(policy_id, on=on)
    except UnknownPolicy as wrong:
        raise BadFacts(at, f"the name of a policy ({wrong.message})", named or policy_id) from None
    except NotInForce:
        raise BadFacts(dated, f"a day on which a version of {policy_id} is in force", on.isoformat()) from None
