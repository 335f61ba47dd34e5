"""The level selected with the person, and who may confirm a level."""

from __future__ import annotations

from collections.abc import Iterator

from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy


def may_select(recommended: str, selected: str, reason_code: str | None, policy: Policy) -> Ruling[bool]:
    """Whether a level other than the recommended one may be selected: with a coded reason, never without.

    reason_code: one of the policy's R7 codes; needed only where the two differ. policy:
    placement/fourth-edition. A text and a plan for the risk belong to the record beside it.
    """
    codes: list[str] = policy.rule("R7")["reason_codes"]
    facts = {"recommended": recommended, "selected": selected, "reason_code": reason_code}
    if selected == recommended:
        return Ruling(True, (policy.reason("R7", facts, says="The selected level is the recommended one."),))
    if reason_code in codes:
        return Ruling(True, (policy.reason("R7", facts),))
    says = f"A level other than the recommended one needs a coded reason: {', '.join(codes)}."
    return Ruling(False, (policy.reason("R7", facts | {"would_change": codes}, says=says),))


def may_confirm(credential: str, policy: Policy, supervised: bool = False) -> Ruling[bool]:
    """Whether someone with this credential may confirm a level of care.

    credential: as "LCSW", in any case; where someone holds several, ask for each. supervised: a licensed
    supervisor cosigns, which an associate needs. policy: placement/who-may. A credential the policy does not
    name may not.
    """
    facts = {"credential": credential, "supervised": supervised}
    for reason, needs_supervision in _naming(credential, policy):
        cited = Reason(reason.rule, reason.says, reason.source, facts)
        return Ruling(supervised or not needs_supervision, (cited,))
    allowed = [name for rule in ("licensed", "licensed-elsewhere") for name in policy.rule(rule)["credentials"]]
    return Ruling(False, (policy.reason("not", facts | {"would_change": allowed}),))


def _naming(credential: str, policy: Policy) -> Iterator[tuple[Reason, bool]]:
    for rule_id in ("licensed", "licensed-elsewhere", "supervised"):
        rule = policy.rule(rule_id)
        if credential.strip().casefold() in {name.casefold() for name in rule["credentials"]}:
            yield policy.reason(rule_id), rule.get("needs") == "supervision"
