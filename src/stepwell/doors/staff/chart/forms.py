"""People around somebody, ways to reach them, and a death, as forms."""

from __future__ import annotations

from typing import Any

from django import forms

from stepwell.doors.forms.fields import HouseForm, YesNo

KINDS = [("relative", "Relative"), ("partner", "Partner"), ("outside_clinician", "Clinician of their own"),
         ("referrer", "Who referred them"), ("emergency_contact", "Emergency contact"),
         ("other", "Somebody else")]  # fmt: skip
WAYS = [("phone", "Phone call"), ("text", "Text message"), ("email", "Email"), ("letter", "Letter")]


class Relating(HouseForm):
    """Somebody around the person."""

    kind = forms.ChoiceField(label="Who they are", choices=KINDS, widget=forms.RadioSelect)
    name = forms.CharField(label="Name", max_length=120)
    how_related = forms.CharField(
        label="How they are related", max_length=60, required=False, help_text="As sister, therapist, sponsor."
    )
    organization = forms.CharField(label="Office or company", max_length=120, required=False)
    phone = forms.CharField(label="Phone", max_length=30, required=False)
    email = forms.EmailField(label="Email", max_length=120, required=False)


class Reaching(HouseForm):
    """A way that is safe."""

    kind = forms.ChoiceField(label="How", choices=WAYS, widget=forms.RadioSelect)
    value = forms.CharField(label="Number or address", max_length=200)
    leave_message = YesNo(label="May a message be left there?", help_text="Ask: who else may hear or read it?")
    note = forms.CharField(label="When, or what to mind", max_length=200, required=False)


class Ending(HouseForm):
    """One press; nothing to fill in."""


class Dying(HouseForm):
    """A death, confirmed twice: by who it was heard from, and by the last name."""

    on = forms.DateField(label="Day of death", help_text="As far as it is known.")
    sure = forms.BooleanField(label="I heard it from somebody who knows, and the team has been told")
    last_name = forms.CharField(label="Write their last name once more", max_length=80)

    def __init__(self, *args: Any, last_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._last_name = last_name
        self.fields["last_name"].widget.attrs["autocomplete"] = "off"

    def clean_last_name(self) -> str:
        """The very name, whatever its case."""
        given = str(self.cleaned_data["last_name"]).strip()
        if given.casefold() != self._last_name.strip().casefold():
            raise forms.ValidationError("This is not the last name of the person on this page. Look who is open here.")
        return given
