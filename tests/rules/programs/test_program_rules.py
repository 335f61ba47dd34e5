"""A program's rules, typed: what each page makes of them, what contradicts, what a sixth program needs."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.foundation.policy.document import Policy, Rule, Source
from stepwell.foundation.policy.folders import Folder
from stepwell.foundation.policy.loading import load
from stepwell.registry.programs.rules.merging import ProgramPolicy
from stepwell.registry.programs.rules.program import FIELD_POLICY, RULE_OF, program_rules
from stepwell.registry.programs.rules.shapes import Span
from tests.policies.folder import policy_text, write
from tests.rules.programs.programs import MAY, PROGRAMS, rules_of

HOURS = """
name                          days  day   week  weeks
american-addiction-institute  3-5   2-3   9-19  3-52
renaissance-recovery          3-5   2-4   9-19  12-16
aliya                         3-5   2-3   9-19  8-10
trust-socal                   3-5   3-4   9-19  8-16
clinic-732                    3-5   3-5   9-19  6-12
"""


@pytest.mark.parametrize("row", HOURS.strip().splitlines()[1:])
def test_days_hours_and_length(row: str) -> None:
    name, *expected = row.split()
    rules = rules_of(name)
    found = (rules.days_per_week, rules.hours_per_day, rules.hours_per_week, rules.weeks)
    assert [f"{one.min}-{one.max}" for one in found] == expected


WARNINGS = {
    "american-addiction-institute": {
        "name-differs", "daily-is-read-as-weekdays", "early-days-may-reach-next-level",
        "week-may-fall-below-floor", "few-weeks-against-90-days", "day-long-start-against-work",
        "cost-is-per-policy",
    },
    "renaissance-recovery": {
        "licence-follows-the-client", "detox-depends-on-the-site", "week-may-reach-next-level",
        "week-below-own-minimum", "curriculum-below-weekly-hours",
        "earlier-treatment-never-counts-against", "dated-statement", "coverage-is-per-plan", "two-names",
        "health-as-a-factor-yet-treated",
    },
    "aliya": {
        "not-every-center-has-the-program", "lodging-outside-the-level", "outpatient-lodging-differs",
        "up-to-may-fall-below-floor", "about-nine-is-the-floor", "daytime-against-work",
        "coverage-is-per-plan", "weeks-under-90-days",
    },
    "trust-socal": {
        "week-may-reach-next-level", "block-below-day", "severity-informs-only",
        "not-necessarily-is-read-as-never", "medicare-only-in-certain-settings",
        "reviews-are-not-seamless", "coverage-said-two-ways",
    },
    "clinic-732": {
        "step-down-or-first", "week-passes-next-level", "co-occurring-both-ways", "reasons-never-refuse",
        "coverage-is-per-plan", "some-centers-only", "no-stable-home-against-sober-living",
        "weeks-under-90-days",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMS)
def test_contradictions_are_named(name: str) -> None:
    warnings = rules_of(name).warnings
    assert {warning.name for warning in warnings} == WARNINGS[name]
    assert all(warning.says and f"programs/{name}/iop@1#" in warning.rule for warning in warnings)


@pytest.mark.parametrize("name", PROGRAMS)
def test_days_and_hours_that_miss_the_week_carry_a_warning(name: str) -> None:
    rules = rules_of(name)
    days, day, week = rules.days_per_week, rules.hours_per_day, rules.hours_per_week
    least, most = days.min * day.min, days.max * day.max  # type: ignore[operator]
    warned = {warning.rule.partition("#")[2] for warning in rules.warnings}
    if least < week.min or most > week.max:  # type: ignore[operator]
        assert warned & {"hours-per-day", "hours-per-week"}
    assert (week.min, week.max, rules.next_level_from_hours) == (9, 19, 20)


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_phases_stay_within_the_week_of_their_level(name: str) -> None:
    rules = rules_of(name)
    for phase in rules.phases:
        hours = phase.hours_per_week
        floor, ceiling = (9, 19) if phase.level == "2.1" else (1, 8)
        assert floor <= hours.min <= hours.max <= ceiling, phase.key  # type: ignore[operator]
        if phase.next:
            assert phase.next in {one.key for one in rules.phases}
            assert phase.to_next is not None
            assert phase.to_next.clinician_approves


@pytest.mark.parametrize("name", PROGRAMS)
def test_nothing_refuses_and_no_result_discharges(name: str) -> None:
    rules = rules_of(name)
    assert rules.fit_factors.use == rules.other_starts.use == "inform"
    assert rules.fit_factors.factors
    assert rules.other_starts.factors
    assert rules.testing.stance == "clinical_information"
    assert not rules.testing.result_alone_discharges
    assert rules.ages.min == 18


@pytest.mark.parametrize("name", PROGRAMS)
def test_motivation_and_family_come_at_intake_and_at_each_review(name: str) -> None:
    rules = rules_of(name)
    assert rules.motivation_at == rules.family_at == ("intake", "review")
    assert rules.family_invited_to_intake


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_site_with_the_program_has_prices_and_a_room(name: str) -> None:
    rules = rules_of(name)
    for site in rules.sites:
        assert site.state in rules.states
        assert site.rooms
        if "iop" in site.services:
            assert rules.price(site.key, "iop-day", MAY)
        assert "555-01" in site.phone
        assert "Example" in site.street or "Sample" in site.street


def test_prices_are_dated_and_never_guessed() -> None:
    rules = rules_of("american-addiction-institute")
    assert rules.price("orange", "iop-day", date(2026, 6, 30)) == Decimal("340.00")
    assert rules.price("orange", "iop-day", date(2026, 7, 1)) == Decimal("350.00")
    assert rules.price("orange", "iop-day", date(2025, 12, 31)) is None
    assert rules.price("orange", "massage", MAY) is None


def test_the_demonstration_clinics_are_fictional_and_say_so() -> None:
    clinics = {name: rules_of(name).clinic for name in PROGRAMS}
    assert [clinic.name for clinic in clinics.values()] == [
        "Lantern Cove",
        "Harbor Steps",
        "Meridian Care Network",
        "Fountain Grove",
        "Shoreline Wellness",
    ]
    for name, clinic in clinics.items():
        says = rules_of(name).reason("clinic").says
        assert clinic.restates in says or clinic.restates.lower() in says.lower()
        assert "no affiliation" in says
        assert _luhn(f"80840{clinic.npi}")


def test_the_day_parts_by_the_clock() -> None:
    found = [(part.key, part.starts, part.ends) for part in rules_of("trust-socal").dayparts]
    assert found == [
        ("morning", time(9), time(12)),
        ("afternoon", time(13), time(16)),
        ("evening", time(18), time(21)),
    ]
    assert [part.key for part in rules_of("aliya").dayparts] == ["morning", "afternoon"]


def test_holistic_options_count_only_when_a_therapist_leads_and_the_plan_names_them() -> None:
    options = rules_of("aliya").holistic
    assert len(options) == 9
    assert not any(option.counts for option in options)
    assert {option.counts_when for option in options} == {("therapist_led", "on_plan")}
    kinds = {kind.kind: kind for kind in rules_of("aliya").session_kinds}
    assert kinds["holistic"].offered
    assert not kinds["mutual_help"].counts
    assert not kinds["drug_test"].counts
    assert kinds["group"].counts


def test_the_matrix_model_has_its_sessions() -> None:
    (matrix,) = rules_of("renaissance-recovery").curricula
    counts = {session.key: (session.count, session.minutes) for session in matrix.sessions}
    assert counts["relapse_prevention"] == (32, 90)
    assert counts["early_recovery"] == (8, 50)
    assert "stimulants" in matrix.suits
    assert "twelve_step" in matrix.parts


def test_medicare_pays_only_in_certain_settings() -> None:
    payers = {payer.key: payer for payer in rules_of("trust-socal").payers.payers}
    assert payers["medicare"].only_settings == ("hospital", "cmhc", "rhc", "fqhc", "otp")
    assert payers["medi-cal"].only_settings == ()


def test_tests_are_never_rarer_than_the_floor() -> None:
    testing = rules_of("trust-socal").testing
    floor = dict(testing.floor_per_four_weeks)
    assert all(number >= floor[phase] for phase, number in testing.per_four_weeks)
    assert testing.tests_in_four_weeks("early") == 8
    assert testing.tests_in_four_weeks("a phase without a number") == 8


def test_a_reason_names_the_page_or_the_field() -> None:
    rules = rules_of("clinic-732")
    page, field = rules.reason("hours_per_day", {"hours": 5}), rules.reason("follow_up_days")
    assert page.rule == "programs/clinic-732/iop@1#hours-per-day"
    assert page.facts == {"hours": 5}
    assert field.rule == "programs/field/iop@1#follow-up"
    assert not rules.is_field_default("hours_per_day")
    assert rules.is_field_default("follow_up_days")
    with pytest.raises(KeyError):
        rules.reason("no_such_field")


def test_every_field_has_a_rule_behind_it() -> None:
    rules = rules_of("aliya")
    for field in RULE_OF:
        assert getattr(rules, field) is not None, field
        assert rules.reason(field).says


def test_a_sixth_program_needs_only_what_it_says_itself(tmp_path: Path) -> None:
    write(tmp_path / "evergreen.yaml", policy_text())
    ours = load("programs/evergreen/iop", MAY, [Folder(tmp_path, str(tmp_path))])
    rules = program_rules(ours, load(FIELD_POLICY, MAY))
    assert rules.days_per_week == Span(3, 5)
    assert not rules.is_field_default("days_per_week")
    assert rules.hours_per_week == Span(9, 19)
    assert rules.is_field_default("hours_per_week")
    assert rules.sites
    assert rules.is_field_default("sites")


def test_a_value_that_a_rule_leaves_out_is_the_fields(tmp_path: Path) -> None:
    rule = '  - {id: hours-per-week, says: "Ten to fifteen.", hours_per_week: {min: 10, max: 15}}\n'
    write(tmp_path / "evergreen.yaml", policy_text(rules=rule))
    ours = load("programs/evergreen/iop", MAY, [Folder(tmp_path, str(tmp_path))])
    rules = program_rules(ours, load(FIELD_POLICY, MAY))
    assert (rules.hours_per_week, rules.next_level_from_hours) == (Span(10, 15), 20)


IDS = st.sets(st.sampled_from("abcdefgh"), max_size=8)


@given(own=IDS, field=IDS)
def test_the_own_rule_always_speaks_and_none_is_lost(own: set[str], field: set[str]) -> None:
    read = ProgramPolicy(_policy("own", own), _policy("field", field))
    spoken = [(policy.id, rule.id) for policy, rule in read.all()]
    assert {rule_id for _, rule_id in spoken} == own | field
    assert len(spoken) == len(own | field)
    assert all((who == "own") == (rule_id in own) for who, rule_id in spoken)
    assert all(read.is_silent(rule_id) == (rule_id not in own) for rule_id in own | field)


def _policy(name: str, ids: set[str]) -> Policy:
    source = Source("A publisher, 'A page'", "operator")
    rules = {one: Rule(one, f"{name} says {one}.", source, {}) for one in ids}
    return Policy(name, 1, "released", MAY, None, rules)


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
