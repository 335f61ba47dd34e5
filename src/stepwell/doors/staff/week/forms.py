"""Forms of the week: a new group, closing one, leaving one."""

from __future__ import annotations

from typing import Any

from django import forms

from stepwell.care.scheduling.rules.seats_facts import DAYS
from stepwell.doors.forms.fields import HouseForm


class NewGroup(HouseForm):
    """A group that meets every week."""

    name = forms.CharField(label="Name", max_length=80)
    weekday = forms.ChoiceField(label="Meets on", choices=[(str(place), day) for place, day in enumerate(DAYS)])
    starts = forms.TimeField(label="From")
    ends = forms.TimeField(label="Until")
    since = forms.DateField(label="First day")
    until = forms.DateField(label="Last day")
    mode = forms.ChoiceField(
        label="How", choices=[("in_person", "In person"), ("video", "By video")], widget=forms.RadioSelect
    )
    topic = forms.CharField(label="Topic", max_length=80, required=False)
    modality = forms.CharField(label="Method", max_length=60, required=False)

    def __init__(self, *args: Any, tracks: Any = (), staff: Any = (), rooms: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["track"] = forms.ChoiceField(label="For whom", choices=[("any", "Everybody"), *tracks])
        self.fields["leader"] = forms.ChoiceField(label="Led by", choices=[("", "Choose"), *staff])
        self.fields["co_leader"] = forms.ChoiceField(
            label="Together with", choices=[("", "Nobody"), *staff], required=False
        )
        self.fields["room"] = forms.ChoiceField(label="Room", choices=[("", "None"), *rooms], required=False)


class Closing(HouseForm):
    """The last day of a group."""

    on = forms.DateField(label="The last day it may meet")


class Leaving(HouseForm):
    """Leaving a group; its meetings stay as they are."""

    on = forms.DateField(label="The first day without it")
    why = forms.CharField(label="Why", max_length=40, help_text="A few words, as “work hours changed”.")
