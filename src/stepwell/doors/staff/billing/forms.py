"""What is asked for claims."""

from __future__ import annotations

from typing import Any

from django import forms

from stepwell.doors.forms.fields import HouseForm


class Span(HouseForm):
    """From which day to which day claims are made."""

    from_on = forms.DateField(label="First day")
    to_on = forms.DateField(label="Last day", help_text="Both included. Days that are held stay off by themselves.")

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and the span is one of a stay."""
        given = self.cleaned_data
        if given.get("from_on") and given.get("to_on"):
            if given["to_on"] < given["from_on"]:
                self.add_error("to_on", "The last day cannot be before the first.")
            elif (given["to_on"] - given["from_on"]).days > 366:
                self.add_error("to_on", "One year at most. Make claims for a shorter span.")
        return given
