"""Forms of sites and staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from stepwell.doors.forms.fields import HouseForm
from stepwell.doors.staff.shell.said import said
from stepwell.foundation.gate.roles import STAFF_ROLES

ROLES = [(str(role), said(role).capitalize()) for role in STAFF_ROLES]
STATE = RegexValidator(r"^[A-Za-z]{2}$", "A state is two letters, such as CA.")
NPI = RegexValidator(r"^\d{10}$", "An NPI has ten digits.")


class Letters(HouseForm):
    """The name at the head of letters."""

    name = forms.CharField(
        label="Name for letters",
        required=False,
        max_length=120,
        help_text="Where the site's own name would tell of treatment, letters carry this one. Left empty, the site's "
        "own name stands.",
    )


class Room(HouseForm):
    """A new room. taken: names of the rooms there are."""

    name = forms.CharField(label="Name", max_length=60, help_text="As it stands on the door.")
    places = forms.IntegerField(label="Places", min_value=1, max_value=500, help_text="How many people may sit in it.")

    def __init__(self, *args: Any, taken: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = {name.casefold() for name in taken}

    def clean_name(self) -> str:
        """One room a name."""
        name = str(self.cleaned_data["name"])
        if name.casefold() in self.taken:
            raise forms.ValidationError("There is a room of this name already.")
        return name


class Hire(HouseForm):
    """Somebody new on staff."""

    name = forms.CharField(label="Name", max_length=120)
    roles = forms.MultipleChoiceField(
        label="What they do",
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
        help_text="One or more. What each may see and do follows from it.",
    )
    on = forms.DateField(label="First day")
    caseload_max = forms.IntegerField(
        label="People they carry at most",
        min_value=0,
        max_value=500,
        help_text="0 for somebody who carries no caseload. The program's own limit still holds.",
    )
    npi = forms.CharField(
        label="NPI", required=False, max_length=10, validators=[NPI], help_text="For claims; ten digits."
    )
    taxonomy = forms.CharField(label="Taxonomy code", required=False, max_length=10, help_text="For claims.")


class Credential(HouseForm):
    """A licence or certificate. kinds: those the team's rules know."""

    kind = forms.ChoiceField(label="Credential", help_text="Which places on a team it opens follows from its class.")
    state = forms.CharField(label="State", max_length=2, validators=[STATE])
    number = forms.CharField(label="Number", max_length=40)
    valid_from = forms.DateField(label="Valid from")
    valid_to = forms.DateField(label="Valid until", help_text="After this day notes can no longer be signed on it.")

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose"), *kinds]

    def clean_state(self) -> str:
        """States are written in capitals."""
        return str(self.cleaned_data["state"]).upper()
