"""Forms about who pays: the plan, what it said, the referral, estimates and fees."""

from __future__ import annotations

from typing import Any

from django import forms

from stepwell.doors.forms.fields import HouseForm, YesNo
from stepwell.doors.staff.admissions.forms import offer

METHODS = [
    ("phone", "By phone"),
    ("portal", "On the plan's website"),
    ("271", "Electronic answer"),
    ("card", "Card only"),
]


def _yes_no(label: str, help_text: str = "") -> YesNo:
    return YesNo(label=label, required=False, help_text=help_text)


def _money(label: str, help_text: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_value=9_999_999, decimal_places=2, help_text=help_text
    )


def _percent(label: str) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, min_value=0, max_value=100, decimal_places=2)


def _visits(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=366)


class Plan(HouseForm):
    """A health plan, from the card. options: payers as (policy, name)."""

    payer = forms.ChoiceField(label="Health plan")
    plan_name = forms.CharField(label="Name of the plan on the card", max_length=120)
    member_id = forms.CharField(label="Member number", max_length=40)
    group_number = forms.CharField(label="Group number", max_length=40, required=False)
    since = forms.DateField(label="In force since")

    def __init__(self, *args: Any, payers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "payer", payers)


class Answer(HouseForm):
    """What the plan said. What it did not say is left open and shown as unverified."""

    method = forms.ChoiceField(label="How was the plan asked?", choices=METHODS, widget=forms.RadioSelect)
    active = _yes_no("Is the plan active?")
    in_network = _yes_no("Are we in its network?")
    authorization_required = _yes_no("Does it want an authorization before the first day?")
    referral_required = _yes_no("Does it want a referral?")
    deductible_left = _money("Deductible still open, dollars")
    out_of_pocket_left = _money("Out-of-pocket maximum still open, dollars")
    copay = _money("Copay a day, dollars", "A plan has a copay or a coinsurance; one is enough.")
    coinsurance_percent = _percent("Coinsurance, percent")
    visit_limit = _visits("Most visits a year")
    medical_copay = _money("Copay with medical care, dollars")
    medical_coinsurance_percent = _percent("Coinsurance with medical care, percent")
    medical_visit_limit = _visits("Most medical visits a year")
    medical_authorization_required = _yes_no("Does medical outpatient care need an authorization?")

    def found(self) -> dict[str, Any]:
        """What was said, by the names a verification keeps."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "method" and value is not None}
        return {name: value if isinstance(value, bool | int) else str(value) for name, value in said.items()}


class Referral(HouseForm):
    """A referral as it came in."""

    from_whom = forms.CharField(label="Who refers the person", max_length=120)
    number = forms.CharField(label="The plan's number for it", max_length=40, required=False)


class Cost(HouseForm):
    """The planned weeks. options: who pays as (value, label)."""

    pays = forms.ChoiceField(label="Who pays", widget=forms.RadioSelect)
    starts_on = forms.DateField(label="First day")
    weeks = forms.IntegerField(label="Weeks", min_value=1, max_value=104)
    days_per_week = forms.IntegerField(label="Days a week", min_value=1, max_value=7)
    a_day = _money("Price a day for someone who pays themselves, dollars", "Left out: the full fee.")

    def __init__(self, *args: Any, payers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "pays", payers)


class Fee(HouseForm):
    """The sliding fee by income and household."""

    income = forms.DecimalField(
        label="Income of the household a year, dollars", min_value=0, max_value=9_999_999, decimal_places=2
    )
    household = forms.IntegerField(label="People in the household", min_value=1, max_value=50)
    state = forms.CharField(label="State, two letters", min_length=2, max_length=2)
    proof = forms.CharField(label="What was shown", max_length=200, help_text="For example: two pay slips.")


class Instalments(HouseForm):
    """Paying in monthly parts, without interest."""

    total = forms.DecimalField(label="What is owed, dollars", min_value=0, max_value=9_999_999, decimal_places=2)
    parts = forms.IntegerField(label="In how many monthly parts", min_value=1, max_value=120)
    first_on = forms.DateField(label="First part due on")
