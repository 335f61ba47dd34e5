"""A payer's terms: lines, services beside the day, the short week, and until when a claim is filed."""

from datetime import date
from decimal import Decimal

import pytest

from stepwell.foundation.policy.loading import load
from stepwell.office.claims.rules.day_facts import Service
from stepwell.office.claims.rules.filing import file_by
from stepwell.office.claims.rules.lines import beside_the_day, line_shape
from stepwell.office.claims.rules.terms import Terms
from stepwell.office.claims.rules.week import WeekFlag, week_flag

ON = date(2026, 3, 2)


def terms(payer: str) -> Terms:
    return Terms(load(f"payers/{payer}", on=ON), load("payers/default", on=ON))


def test_an_institutional_day() -> None:
    line = line_shape("H0015", terms("example-health-plan"))
    assert (line.form, line.revenue_code, line.facility_type, line.place_of_service) == (
        "837I",
        "0906",
        "13",
        None,
    )
    assert line.charge == Decimal("350.00")


def test_a_professional_day_in_the_clinic_and_by_video() -> None:
    there, video = (line_shape("H0015", terms("harbor-mutual"), video=seen) for seen in (False, True))
    assert (there.form, there.place_of_service, there.modifiers) == ("837P", "57", ("HF",))
    assert (video.place_of_service, video.modifiers) == ("10", ("HF", "95"))
    assert there.revenue_code is None


def test_a_code_the_contract_does_not_name_is_not_guessed() -> None:
    with pytest.raises(LookupError, match="H2036"):
        line_shape("H2036", terms("harbor-mutual"))


def test_medicare_lines_carry_their_condition_code() -> None:
    assert line_shape("90853", terms("medicare-hospital-outpatient")).condition_codes == ("92",)


def test_a_reduced_day_says_so_in_its_modifiers() -> None:
    assert line_shape("H0015", terms("meridian-employers"), reduced=True).modifiers == ("HF", "52")


def test_services_beside_the_day_have_their_own_code_and_form() -> None:
    services = (
        Service(90, True, True, "group"),
        Service(20, True, True, "medication"),
        Service(0, True, True, "medication"),
        Service(20, False, True, "medication"),
    )
    (beside,) = beside_the_day(services, terms("example-health-plan"))
    assert (beside.kind, beside.minutes, beside.shape.code, beside.shape.form) == (
        "medication",
        20,
        "99213",
        "837P",
    )
    assert beside_the_day(services, terms("default")) == ()


@pytest.mark.parametrize(
    ("payer", "service_on", "last"),
    [
        ("harbor-mutual", date(2026, 1, 1), date(2026, 4, 1)),
        ("medicare-hospital-outpatient", date(2024, 2, 29), date(2025, 2, 28)),
        ("medicare-hospital-outpatient", date(2026, 1, 15), date(2027, 1, 15)),
        ("lantern-county-medi-cal", date(2026, 1, 5), date(2026, 7, 31)),
        ("lantern-county-medi-cal", date(2026, 8, 31), date(2027, 2, 28)),
        ("default", date(2026, 1, 1), date(2026, 4, 1)),
    ],
)
def test_until_when_a_claim_is_filed(payer: str, service_on: date, last: date) -> None:
    assert file_by(service_on, terms(payer)) == last


@pytest.mark.parametrize(
    ("payer", "days", "minutes", "adolescent", "flag"),
    [
        ("default", 3, 540, False, WeekFlag(False, False)),
        ("default", 2, 540, False, WeekFlag(True, False)),
        ("default", 3, 539, False, WeekFlag(True, False)),
        ("default", 3, 360, True, WeekFlag(False, False)),
        ("default", 3, 359, True, WeekFlag(True, False)),
        ("meridian-employers", 2, 360, False, WeekFlag(True, True)),
        ("meridian-employers", 3, 540, False, WeekFlag(False, False)),
    ],
)
def test_a_short_week_is_flagged_and_takes_days_back_only_where_the_contract_says(
    payer: str, days: int, minutes: int, adolescent: bool, flag: WeekFlag
) -> None:
    assert week_flag(days, minutes, adolescent, terms(payer)).answer == flag
