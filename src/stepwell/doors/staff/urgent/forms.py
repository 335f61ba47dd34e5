"""Forms of the minutes in which it happens: few fields, neutral words, the time is now unless it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from stepwell.doors.forms.fields import HouseForm
from stepwell.doors.staff.admissions.forms import offer

PLACES = [("site", "Here"), ("video", "On video"), ("elsewhere", "Somewhere else")]
STEPS = [
    ("done", "Something was done"),
    ("said", "Something was said"),
    ("seen", "Something was seen"),
    ("called", "Somebody was called"),
    ("help_arrived", "Help arrived"),
    ("supervisor_told", "The supervisor was told"),
    ("no_naloxone", "Why no naloxone was given"),
    ("correction", "What was written above is wrong"),
]
AFTERWARDS = [
    ("contacted", "Called the person and reached them"),
    ("not_reached", "Called the person, no answer"),
    ("reassessed", "Risk and level were looked at again"),
    ("supervisor_told", "The supervisor was told"),
    ("correction", "What was written above is wrong"),
]
ENDS = [
    ("stayed", "They stayed and are safe"),
    ("hospital", "Taken to a hospital"),
    ("home_with", "Home with somebody"),
    ("police", "Police took over"),
    ("left", "They left"),
    ("died", "They died"),
]
RIDES = {
    "relative": "A relative drives",
    "friend": "A friend drives",
    "taxi": "Taxi",
    "ride_service": "Ride service",
    "staff": "Somebody of the staff",
    "on_foot_with": "On foot, with somebody",
    "ambulance": "Ambulance",
    "stays_until_clear": "Stays until clear",
}
ARRIVAL_STEPS = [
    ("done", "Something was done"),
    ("said", "Something was said"),
    ("naloxone_offered", "Naloxone was offered"),
    ("left_without_ride", "They left without a ride"),
    ("reassessed", "They were seen again"),
    ("withdrawn", "This entry was a mistake"),
]


def few_words(label: str, *, required: bool = False, help_text: str = "", most: int = 2000) -> forms.CharField:
    """A few words of one's own."""
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget, help_text=help_text)


def clock(label: str = "At", help_text: str = "Left out: now.") -> forms.TimeField:
    """The time it happened today; now where it is left out."""
    return forms.TimeField(label=label, required=False, help_text=help_text)


class EmergencySeen(HouseForm):
    """What is seen, in a few words. options: kinds as (id, sentence)."""

    kind = forms.ChoiceField(label="What is it?", widget=forms.RadioSelect)
    place = forms.ChoiceField(label="Where are they?", choices=PLACES, widget=forms.RadioSelect, initial="site")
    address = forms.CharField(label="Street and town, when they are not here", max_length=200, required=False)
    callback = forms.CharField(label="A number to call them back", max_length=30, required=False)
    seen = few_words("What do you see?", required=True, help_text="A few words are enough; more can follow.")

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", kinds)


class EmergencyStep(HouseForm):
    """One thing that was done or said."""

    kind = forms.ChoiceField(label="What?", choices=STEPS, widget=forms.RadioSelect, initial="done")
    who = forms.CharField(label="Who, or who was called or told", max_length=120, required=False)
    says = few_words("In a few words")
    at = clock()


class AfterEmergency(HouseForm):
    """What follows once it has ended."""

    kind = forms.ChoiceField(label="What?", choices=AFTERWARDS, widget=forms.RadioSelect, initial="contacted")
    who = forms.CharField(label="Who", max_length=120, required=False)
    says = few_words("How did it go?")


class Naloxone(HouseForm):
    """Doses at one time, and who gave them."""

    doses = forms.IntegerField(label="Doses at that time", initial=1, min_value=1, max_value=20)
    by_whom = forms.CharField(label="Given by", max_length=120)
    at = clock()
    says = few_words("What did it do?")


class Disclosed(HouseForm):
    """Who of the medical staff was told what. options: kinds as (id, name)."""

    recipient_kind = forms.ChoiceField(label="Who was told?", widget=forms.RadioSelect)
    recipient = forms.CharField(label="Their name or call sign", max_length=100)
    affiliation = forms.CharField(label="Where they work", max_length=100)
    nature = forms.CharField(label="What the emergency is", max_length=200)
    told = few_words("What were they told?", required=True, most=500)
    disclosed_by = forms.CharField(label="Told by", max_length=120, required=False)
    at = clock()

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "recipient_kind", kinds)


class EmergencyEnded(HouseForm):
    """How it ended."""

    how = forms.ChoiceField(label="How did it end?", choices=ENDS, widget=forms.RadioSelect)
    where = forms.CharField(label="Which hospital, or where to", max_length=200, required=False)
    with_whom = forms.CharField(label="Who went with them", max_length=120, required=False)
    at = clock()
    says = few_words("Anything to add")


class Look(HouseForm):
    """One look at somebody who arrived. options: signs as (id, sentence)."""

    seen = forms.MultipleChoiceField(label="What do you see?", required=False, widget=forms.CheckboxSelectMultiple)
    says = few_words("In neutral words", help_text="What you see and hear: “unsteady, words run together”.")
    breath_alcohol = forms.DecimalField(
        label="Breath alcohol, g per 210 L", min_value=0, max_value=1, max_digits=4, decimal_places=3, required=False
    )
    breaths_per_minute = forms.IntegerField(label="Breaths a minute", min_value=0, max_value=99, required=False)
    oxygen_percent = forms.IntegerField(label="Oxygen, %", min_value=0, max_value=100, required=False)
    pulse = forms.IntegerField(label="Pulse", min_value=0, max_value=300, required=False)
    systolic = forms.IntegerField(label="Blood pressure, upper", min_value=0, max_value=320, required=False)

    def __init__(self, *args: Any, signs: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seen"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(signs)

    def vitals(self) -> dict[str, int]:
        """What was measured, by the names of the policy."""
        names = ("breaths_per_minute", "oxygen_percent", "pulse", "systolic")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name) is not None}


class Ride(HouseForm):
    """The way home. options: ways as (id, name)."""

    how = forms.ChoiceField(label="How do they get home?", widget=forms.RadioSelect)
    who = forms.CharField(label="Who goes with them", max_length=120, required=False)
    says = few_words("Anything to add", most=500)

    def __init__(self, *args: Any, ways: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "how", ways)


class ArrivalStep(HouseForm):
    """What was said or done afterwards."""

    kind = forms.ChoiceField(label="What?", choices=ARRIVAL_STEPS, widget=forms.RadioSelect, initial="done")
    who = forms.CharField(label="Who was there", max_length=120, required=False)
    says = few_words("In a few words", required=True)
