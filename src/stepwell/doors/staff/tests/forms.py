"""Ordering a test, its steps, what the laboratory found, the review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from stepwell.doors.forms.fields import HouseForm, YesNo

STEPS = {
    "notified": "Told to come",
    "collected": "Collected",
    "sent": "Sent to the laboratory",
    "refused": "Did not want to give it",
    "unable": "Could not give it",
    "no_show": "Did not come",
    "invalid": "The specimen cannot be used",
}
METHODS = {"presumptive": "A screen: it suggests", "definitive": "A confirmation: it names the substance"}


class Order(HouseForm):
    """What to look for, on which day, and why it helps."""

    panel = forms.MultipleChoiceField(label="Look for", widget=forms.CheckboxSelectMultiple)
    other = forms.CharField(label="Something else", max_length=40, required=False)
    due_on = forms.DateField(label="On which day")
    why = forms.CharField(label="Why this test helps them", max_length=200, widget=forms.Textarea)

    def __init__(self, *args: Any, analytes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "panel", [(one, one[0].upper() + one[1:]) for one in analytes])
        self.fields["panel"].required = False

    def clean(self) -> dict[str, Any]:
        """One substance at least, chosen or written."""
        given = super().clean() or {}
        if not given.get("panel") and not given.get("other", "").strip():
            self.add_error("panel", "Choose at least one, or write something else.")
        return given


class Step(HouseForm):
    """What happened."""

    state = forms.ChoiceField(label="What happened", widget=forms.RadioSelect)
    note = forms.CharField(label="In words", max_length=300, required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, states: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "state", [(one, STEPS[one]) for one in states])


class Result(HouseForm):
    """What a laboratory found of one substance."""

    analyte = forms.CharField(label="Substance", max_length=40)
    method = forms.ChoiceField(label="By", widget=forms.RadioSelect)
    detected = YesNo(label="Was it found?")
    cut_off = forms.DecimalField(
        label="Cut-off", required=False, min_value=0, decimal_places=2, max_digits=8,
        help_text="As the laboratory reports it; open for the usual one.",
    )  # fmt: skip
    unit = forms.CharField(label="Unit", max_length=12, initial="ng/mL")
    lab = forms.CharField(label="Laboratory or cup", max_length=120)

    def __init__(self, *args: Any, methods: Sequence[str], panel: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "method", [(one, METHODS[one]) for one in methods])
        if panel:
            self.fields["analyte"] = forms.ChoiceField(label="Substance", choices=[(one, one) for one in panel])


class Review(HouseForm):
    """What was talked over."""

    says = forms.CharField(
        label="What was talked over or decided",
        max_length=300,
        widget=forms.Textarea,
        help_text="A result is information. By itself it never ends treatment.",
    )


def _choose(form: forms.BaseForm, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
