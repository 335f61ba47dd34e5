"""Forms as people fill them in: every field says whether it may be left out, and faults stand beside it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

#: No day of a life or a stay lies outside; what lies at the ends of the calendar cannot be counted on from.
YEARS = (1900, 2100)


def in_our_time(day: date | datetime) -> None:
    """Raises ValidationError for a day that nobody means."""
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise ValidationError(f"Write a day between {YEARS[0]} and {YEARS[1]}.")


class HouseForm(forms.Form):
    """One column, one question a field. Give each field a label a person would say, and a help text where it helps."""

    template_name = "forms/fields.html"
    use_required_attribute = True
    error_css_class = "wrong"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs.setdefault("rows", 3)
                field.widget.attrs.pop("cols", None)
            if isinstance(field, forms.DateField | forms.DateTimeField):
                field.validators = [*field.validators, in_our_time]
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date", **field.widget.attrs}, format="%Y-%m-%d")
            elif isinstance(field, forms.TimeField):
                field.widget = forms.TimeInput(attrs={"type": "time", **field.widget.attrs}, format="%H:%M")
            elif isinstance(field, forms.DateTimeField):
                field.widget = forms.DateTimeInput(
                    attrs={"type": "datetime-local", **field.widget.attrs}, format="%Y-%m-%dT%H:%M"
                )


#: A yes or no that must be answered: an unticked box is no answer.
YES_NO = [("yes", "Yes"), ("no", "No")]


class YesNo(forms.TypedChoiceField):
    """Two radio buttons; the value is True or False, or None where it may stay open."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", YES_NO)
        kwargs.setdefault("coerce", lambda said: said == "yes")
        kwargs.setdefault("empty_value", None)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
