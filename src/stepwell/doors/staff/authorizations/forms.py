"""What is asked when something happens with an authorization; each act asks only what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from stepwell.doors.forms.fields import HouseForm
from stepwell.doors.staff.authorizations.words import WAYS


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[Any, str]]) -> None:
    """Give a field of choices what can be chosen now."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class _Said(HouseForm):
    """Something the payer said or was told at a moment."""

    at = forms.DateTimeField(label="When was it said?")

    def clean_at(self) -> Any:
        """Not ahead of now: only what has happened is kept."""
        at = self.cleaned_data["at"]
        if at > timezone.now() + timedelta(minutes=2):
            raise forms.ValidationError("This lies ahead. Write when it was said.")
        return at


def _text(label: str, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=300, required=required, help_text=help_text, widget=forms.Textarea)


def _reviewer() -> forms.CharField:
    return forms.CharField(label="The payer's reviewer", max_length=120, required=False)


class Days(HouseForm):
    """How many days, from when until when."""

    units = forms.IntegerField(
        label="Days (units)", min_value=1, max_value=400, help_text="One unit is one attended day."
    )
    span_from = forms.DateField(label="First day")
    span_to = forms.DateField(label="Last day")

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        given = self.cleaned_data
        if given.get("span_from") and given.get("span_to") and given["span_to"] < given["span_from"]:
            self.add_error("span_to", "The last day cannot be before the first.")
        return given


class Request(Days):
    """Asking a payer for days. options: the person's plans as (number, name)."""

    field_order = ["coverage", "code", "level", "units", "span_from", "span_to"]
    coverage = forms.TypedChoiceField(label="Health plan", coerce=int)
    code = forms.RegexField(
        r"^[A-Z0-9]{3,10}$", label="Code", max_length=10, help_text="As the contract names the day, for example H0015."
    )
    level = forms.ChoiceField(label="Level of care")

    def __init__(self, *args: Any, plans: list[tuple[int, str]], levels: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "coverage", plans)
        _offer(self, "level", levels)


class Pending(_Said):
    """The payer wants more."""

    reason = _text("What does the payer still want?")


class Grant(_Said, Days):
    """The payer grants, or extends: units and span are of the whole."""

    field_order = ["number", "units", "span_from", "span_to", "next_review_on", "reviewer", "at"]
    number = forms.CharField(label="Authorization number", max_length=40)
    next_review_on = forms.DateField(label="Next review", required=False, help_text="Left out: by the contract.")
    reviewer = _reviewer()


class Denial(_Said):
    """The payer says no."""

    field_order = ["reason", "reviewer", "at"]
    reason = _text("The reason the payer gave", help_text="The appeal answers it, so keep the payer's own words.")
    reviewer = _reviewer()


class Appeal(_Said):
    """A denial is appealed."""

    field_order = ["reason", "at"]
    reason = _text("What the appeal says", help_text="Short; the packet carries the evidence.")


class Review(_Said):
    """A concurrent review was held; the grant stands."""

    field_order = ["says", "next_review_on", "reviewer", "at"]
    says = _text("What was agreed", required=False)
    next_review_on = forms.DateField(label="Next review", required=False, help_text="Left out: by the contract.")
    reviewer = _reviewer()


class Packet(HouseForm):
    """What a packet asks for and leaves out. options: its sections as (key, heading)."""

    units = forms.IntegerField(label="More days asked for now", required=False, min_value=1, max_value=400)
    until = forms.DateField(label="Until", required=False)
    leave_out = forms.MultipleChoiceField(
        label="Leave out",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What the payer does not need, or what no consent covers. It is not told at all.",
    )

    def __init__(self, *args: Any, sections: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "leave_out", sections)


class Sending(HouseForm):
    """How a packet goes to the payer."""

    way = forms.ChoiceField(label="How does it go?", choices=WAYS, widget=forms.RadioSelect)
