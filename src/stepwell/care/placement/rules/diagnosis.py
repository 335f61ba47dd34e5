"""From DSM-5 criteria to a severity and an ICD-10-CM code; for other disorders the codes to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from stepwell.foundation.kernel.facts import STRICT, BadFacts
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy

Severity = Literal["mild", "moderate", "severe"]
Remission = Literal["early", "sustained"]


@dataclass(frozen=True)
class SubstanceFacts:
    """What was found for one substance.

    substance: as in the policy ("alcohol", "stimulant"). criteria: ids met in the last twelve months.
    taken_as_prescribed: the use is a medication as its prescriber ordered it. worst_severity and
    months_without_criteria (craving excepted): set for a past disorder, both or none. product: of nicotine.
    """

    __pydantic_config__ = STRICT
    substance: str
    criteria: tuple[str, ...] = ()
    taken_as_prescribed: bool = False
    worst_severity: Severity | None = None
    months_without_criteria: int | None = None
    maintenance_therapy: bool = False
    controlled_environment: bool = False
    product: str | None = None


@dataclass(frozen=True)
class Diagnosis:
    """severity: None for no disorder. code: ICD-10-CM, None where there is none. counted: criteria that count.
    remission and specifiers: of a past disorder. A clinician diagnoses; this is a suggestion."""

    severity: Severity | None
    code: str | None
    counted: int
    remission: Remission | None = None
    specifiers: tuple[str, ...] = ()


def substance_diagnosis(facts: SubstanceFacts, policy: Policy) -> Ruling[Diagnosis]:
    """Severity and code for one substance. policy: diagnosis/substance-use.

    Raises BadFacts at "substance", "criteria[2]", "product" or "months_without_criteria".
    """
    codes = _codes(facts, policy)
    left_out = tuple(_not_counted(facts, codes, policy))
    ignored = {criterion for reason in left_out for criterion in reason.facts["not_counted"]}
    counted = tuple(dict.fromkeys(one for one in facts.criteria if one not in ignored))
    remission = _remission(facts, counted, policy)
    if remission and facts.worst_severity:
        return _in_remission(facts, remission, facts.worst_severity, codes, len(counted), policy)
    severity = _severity(len(counted), policy)
    code = codes[severity] if severity else None
    seen = {"substance": facts.substance, "counted": list(counted), "severity": severity}
    coded = (policy.reason("codes", {"code": code}),) if code else ()
    return Ruling(Diagnosis(severity, code, len(counted)), (policy.reason("severity", seen), *left_out, *coded))


def _codes(facts: SubstanceFacts, policy: Policy) -> Mapping[str, Any]:
    """The substance's codes, after all facts have been checked."""
    substances: Mapping[str, Mapping[str, Any]] = policy.rule("codes")["substances"]
    if facts.substance not in substances:
        raise BadFacts("substance", f"one of {', '.join(substances)}", facts.substance)
    known = [one["id"] for one in policy.rule("criteria")["criteria"]]
    for place, criterion in enumerate(facts.criteria):
        if criterion not in known:
            raise BadFacts(f"criteria[{place}]", f"one of {', '.join(known)}", criterion)
    if (facts.months_without_criteria is None) != (facts.worst_severity is None):
        expected = "months and worst severity together, for a past disorder"
        raise BadFacts("months_without_criteria", expected, facts.months_without_criteria)
    return {**substances[facts.substance], **_of_product(facts, policy)}


def _of_product(facts: SubstanceFacts, policy: Policy) -> Mapping[str, Any]:
    if facts.product is None:
        return {}
    products = policy.rule("nicotine")["products"] if facts.substance == "nicotine" else {}
    if facts.product not in products:
        raise BadFacts("product", f"one of {', '.join(products)}" if products else "none", facts.product)
    of_product = products[facts.product]
    active = of_product["active"]
    return {"moderate": active, "severe": active, "remission": of_product["remission"]}


def _not_counted(facts: SubstanceFacts, codes: Mapping[str, Any], policy: Policy) -> Iterable[Reason]:
    """Why criteria that were found do not count."""
    rules = {"as-prescribed": facts.taken_as_prescribed, "no-withdrawal": bool(codes.get("no_withdrawal"))}
    for rule, holds in rules.items():
        found = [one for one in facts.criteria if one in policy.rule(rule)["not_counted"]]
        if holds and found:
            yield policy.reason(rule, {"not_counted": found})


def _severity(counted: int, policy: Policy) -> Severity | None:
    bands = policy.rule("severity")["bands"]
    found = next((one["severity"] for one in bands if one["from"] <= counted <= one["to"]), None)
    return cast("Severity | None", found)


def _remission(facts: SubstanceFacts, counted: tuple[str, ...], policy: Policy) -> Remission | None:
    """Early or sustained; None while any criterion but craving is met, or too soon."""
    rule = policy.rule("remission")
    months = facts.months_without_criteria
    if months is None or set(counted) - set(rule["except"]) or months < rule["early_months"]:
        return None
    return "sustained" if months >= rule["sustained_months"] else "early"


def _in_remission(
    facts: SubstanceFacts,
    remission: Remission,
    worst: Severity,
    codes: Mapping[str, Any],
    counted: int,
    policy: Policy,
) -> Ruling[Diagnosis]:
    code = codes["mild_remission" if worst == "mild" else "remission"]
    specifiers = (
        *(["on maintenance therapy"] if facts.maintenance_therapy else []),
        *(["in a controlled environment"] if facts.controlled_environment else []),
    )
    seen = {"months": facts.months_without_criteria, "worst_severity": worst, "remission": remission}
    coded = policy.reason("codes", {"code": code}) if code else policy.reason("nicotine", {"code": None})
    answer = Diagnosis(worst, code, counted, remission, specifiers)
    return Ruling(answer, (policy.reason("remission", seen), coded))


def one_code_per_substance(codes: Iterable[str], policy: Policy) -> Ruling[tuple[str, ...]]:
    """The codes of a chart, the milder one left out where dependence of the same substance stands beside it."""
    given = tuple(dict.fromkeys(codes))
    table = policy.rule("codes")["substances"].values()
    dependence = {one[key]: one for one in table for key in ("moderate", "remission")}
    drop = {
        of[key] for code, of in dependence.items() if code in given for key in ("mild", "mild_remission") if of[key]
    }
    kept = tuple(code for code in given if code not in drop)
    left_out = [code for code in given if code in drop]
    return Ruling(kept, (policy.reason("one-code", {"left_out": left_out}),) if left_out else ())


def code_choices(disorder: str, policy: Policy) -> Mapping[str, str]:
    """The codes of a disorder with short labels, to choose from. policy: diagnosis/mental-health.

    Raises BadFacts at "disorder".
    """
    known = [rule.id for rule in policy.rules.values() if rule.get("choices")]
    if disorder not in known:
        raise BadFacts("disorder", f"one of {', '.join(known)}", disorder)
    codes: Mapping[str, str] = policy.rule(disorder)["codes"]
    return codes


def may_choose_code(disorder: str, code: str, policy: Policy) -> Ruling[bool]:
    """Whether a code is among those of a disorder. Raises BadFacts at "disorder"."""
    codes = code_choices(disorder, policy)
    facts = {"disorder": disorder, "code": code}
    if code in codes:
        return Ruling(True, (policy.reason("clinician-chooses", facts),))
    return Ruling(False, (policy.reason("no-choice", facts | {"would_change": list(codes)}),))
