"""Medications, allergies and check-ups, as forms."""

from __future__ import annotations

from typing import Any

from django import forms

from stepwell.doors.forms.fields import HouseForm, YesNo


class Start(HouseForm):
    """A medication from its first day."""

    drug = forms.CharField(label="Medication, with its strength", max_length=120)
    dose = forms.CharField(label="Dose", max_length=60)
    route = forms.CharField(label="How it is taken", max_length=30, initial="by mouth")
    frequency = forms.CharField(label="How often", max_length=60, initial="once a day")
    prescriber = forms.CharField(label="Who prescribes it", max_length=120)
    since = forms.DateField(label="First day")
    for_addiction = YesNo(label="Is it for addiction?")
    next_due_on = forms.DateField(label="Next dose or injection here", required=False)
    why = forms.CharField(label="What it is for", max_length=200, required=False)
    despite_allergy = forms.CharField(
        label="Where an allergy is known: the prescriber's reason", max_length=120, required=False
    )


class Dose(HouseForm):
    """Another dose from a day on."""

    on = forms.DateField(label="From")
    dose = forms.CharField(label="Dose", max_length=60)
    frequency = forms.CharField(label="How often", max_length=60)
    why = forms.CharField(label="Why", max_length=200, widget=forms.Textarea)


class Stop(HouseForm):
    """The last day and why."""

    on = forms.DateField(label="Last day")
    why = forms.CharField(label="Why it ends", max_length=200, widget=forms.Textarea)


class AllergyForm(HouseForm):
    """What they must not be given."""

    to_what = forms.CharField(label="Allergic to", max_length=120)
    reaction = forms.CharField(label="What it did", max_length=200, required=False, widget=forms.Textarea)
    severity = forms.ChoiceField(
        label="How strong",
        choices=[("mild", "Mild"), ("moderate", "Moderate"), ("severe", "Severe"), ("unknown", "Not known")],
        widget=forms.RadioSelect,
    )


class Ending(HouseForm):
    """Why it no longer holds."""

    why = forms.CharField(label="Why it does not hold", max_length=200, widget=forms.Textarea)


class CheckUp(HouseForm):
    """Vital signs and what was found."""

    systolic = forms.IntegerField(label="Blood pressure, upper (mmHg)", required=False, min_value=40, max_value=300)
    diastolic = forms.IntegerField(label="Blood pressure, lower (mmHg)", required=False, min_value=20, max_value=200)
    pulse = forms.IntegerField(label="Pulse (a minute)", required=False, min_value=20, max_value=260)
    breaths = forms.IntegerField(label="Breaths (a minute)", required=False, min_value=2, max_value=80)
    oxygen = forms.IntegerField(label="Oxygen (%)", required=False, min_value=40, max_value=100)
    temperature = forms.DecimalField(
        label="Temperature (°F)", required=False, min_value=80, max_value=115, decimal_places=1
    )
    weight = forms.DecimalField(label="Weight (lb)", required=False, min_value=20, max_value=1000, decimal_places=1)
    findings = forms.CharField(label="What was found", required=False, max_length=4000, widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        """Both pressures or none."""
        given = super().clean() or {}
        if (given.get("systolic") is None) != (given.get("diastolic") is None):
            self.add_error("diastolic", "Write both numbers of the blood pressure.")
        return given

    @staticmethod
    def vitals(given: dict[str, Any]) -> dict[str, Any]:
        """The vital signs that were taken."""
        found = {name: given[name] for name in ("pulse", "breaths", "oxygen") if given.get(name) is not None}
        found |= {name: str(given[name]) for name in ("temperature", "weight") if given.get(name) is not None}
        if given.get("systolic") is not None:
            found = {"blood_pressure": f"{given['systolic']}/{given['diastolic']}", **found}
        return found
