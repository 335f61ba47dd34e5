"""Whether a plan is stricter with treatment for mind and substance use than with medical care."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from stepwell.foundation.kernel.facts import STRICT, Within
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy
from stepwell.registry.coverage.rules.estimate_facts import Money, Percent


@dataclass(frozen=True)
class Limits:
    """A plan's limits on outpatient care of one kind. visit_limit: a year, None for none. unknown: names of the
    fields nobody has verified; they are not compared."""

    __pydantic_config__ = STRICT
    copay: Money | None = None
    coinsurance_percent: Percent | None = None
    visit_limit: Annotated[int, Within(0, 366)] | None = None
    prior_authorization: bool = False
    unknown: tuple[str, ...] = ()


def parity_flags(behavioral: Limits, medical: Limits, policy: Policy) -> Ruling[tuple[str, ...]]:
    """Where the plan is stricter than with medical care. policy: `fees/parity`. A flag is a question to the plan,
    not a finding of law."""
    reasons = tuple(_stricter(behavioral, medical, policy))
    flags = tuple(reason.rule.rpartition("#")[2] for reason in reasons)
    return Ruling(flags, reasons or (policy.reason("no-stricter"),))


def _stricter(behavioral: Limits, medical: Limits, policy: Policy) -> Iterator[Reason]:
    unknown = {*behavioral.unknown, *medical.unknown}
    for field, rule_id in (("copay", "copay"), ("coinsurance_percent", "coinsurance")):
        ours, theirs = getattr(behavioral, field), getattr(medical, field)
        if field not in unknown and ours is not None and ours > (theirs or 0):
            yield policy.reason(rule_id, {"behavioral": str(ours), "medical": str(theirs or 0)})
    ours, theirs = behavioral.visit_limit, medical.visit_limit
    if "visit_limit" not in unknown and ours is not None and (theirs is None or ours < theirs):
        yield policy.reason("visit-limit", {"behavioral": ours, "medical": theirs})
    stricter = behavioral.prior_authorization and not medical.prior_authorization
    if "prior_authorization" not in unknown and stricter:
        yield policy.reason("prior-authorization", {"behavioral": True, "medical": False})
