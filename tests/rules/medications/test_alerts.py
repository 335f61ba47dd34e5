"""Which medications alarm beside each other, and what follows a stop."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.medications.rules.alerts import after_stop, alerts, classes_of
from stepwell.foundation.policy.loading import load
from tests.rules.policy_cases import policy_cases

POLICY = load("medications/alerts", date(2026, 3, 2))
NAMES = [name for names in POLICY.rule("drugs")["classes"].values() for name in names]
OPIOIDS = [name for kind in ("opioid", "opioid-agonist") for name in POLICY.rule("drugs")["classes"][kind]]
OTHERS = ["sertraline", "naloxone nasal spray", "acamprosate", "methylnaltrexone", "lisinopril 10 mg"]
lists = st.lists(st.sampled_from(NAMES + OTHERS), max_size=6)


@pytest.mark.parametrize(("facts", "expect"), policy_cases("medications/alerts"))
def test_the_cases_of_the_policy(facts: dict[str, Any], expect: dict[str, Any]):
    if "stopped" in facts:
        risk = after_stop(facts["for_addiction"], POLICY).answer
        assert (risk.within_hours if risk else None) == expect["overdose_risk_within_hours"]
        return
    found = alerts(facts["drug"], facts["beside"], POLICY).answer
    assert [{"rule": one.rule, "beside": one.beside} for one in found] == expect["alerts"]
    assert any(one.severity == "hard" for one in found) is expect["refused"]


@pytest.mark.parametrize("opioid", OPIOIDS)
@pytest.mark.parametrize("naltrexone", ["Naltrexone 50 mg", "VIVITROL", "naltrexone/bupropion"])
def test_naltrexone_beside_every_opioid_is_hard_either_way_round(naltrexone: str, opioid: str):
    for drug, beside in ((naltrexone, opioid), (opioid, naltrexone)):
        ruling = alerts(drug, [beside], POLICY)
        assert [one.severity for one in ruling.answer] == ["hard"]
        assert ruling.reasons[0].rule == "medications/alerts@1#naltrexone-with-opioid"
        assert "Reach the prescriber" in ruling.reasons[0].says


@pytest.mark.parametrize("drug", OTHERS)
def test_what_only_sounds_alike_belongs_to_no_class(drug: str):
    assert classes_of(drug, POLICY) == frozenset()


@given(st.sampled_from(NAMES + OTHERS), lists, lists)
def test_another_medication_never_takes_an_alert_away(drug: str, beside: list[str], more: list[str]):
    assert set(alerts(drug, beside, POLICY).answer) <= set(alerts(drug, beside + more, POLICY).answer)


@given(st.sampled_from(NAMES + OTHERS), lists, st.randoms())
def test_order_does_not_matter_and_hard_ones_come_first(drug: str, beside: list[str], chance: Any):
    shuffled = chance.sample(beside, len(beside))
    found = alerts(drug, beside, POLICY).answer
    assert alerts(drug, shuffled, POLICY).answer == found
    severities = [one.severity for one in found]
    assert severities == sorted(severities)


@given(st.sampled_from(NAMES + OTHERS), st.sampled_from(NAMES + OTHERS))
def test_two_alarm_whichever_came_first(one: str, other: str):
    there, back = alerts(one, [other], POLICY).answer, alerts(other, [one], POLICY).answer
    assert {alert.rule for alert in there} == {alert.rule for alert in back}


def test_a_stop_has_its_reasons_only_where_it_was_for_addiction():
    assert [reason.rule.partition("#")[2] for reason in after_stop(True, POLICY).reasons] == ["stopped", "naloxone"]
    assert after_stop(False, POLICY).answer is None
