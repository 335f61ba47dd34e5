"""Forms of the portal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.doors.forms.fields import HouseForm

STATES = (
    "AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR "
    "PA PR RI SC SD TN TX UT VA VT WA WI WV WY"
)


class Excuse(HouseForm):
    """Why somebody cannot come; it may stay empty."""

    why = forms.CharField(
        label=_("Is there something you want to tell us?"),
        help_text=_("You do not have to give a reason."),
        max_length=80,
        required=False,
    )
    whole_day = forms.BooleanField(label=_("I cannot come to my other meetings that day either"), required=False)

    def __init__(self, *args: Any, others: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not others:
            del self.fields["whole_day"]


class Joining(HouseForm):
    """Before a video room opens: where they are, and a number to call back."""

    state = forms.ChoiceField(
        choices=[(one, one) for one in STATES.split()],
        label=_("Where are you now?"),
        help_text=_("So that we can send help if you need it."),
    )
    callback = forms.CharField(
        label=_("A phone number we can call if the line drops"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class PlanSigning(HouseForm):
    """A signature under the plan, typed and perhaps drawn."""

    signed_by = forms.CharField(
        label=_("Your full name"), help_text=_("Typing your name is signing. You may draw it below as well."),
        max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    drawn = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language


class Declining(HouseForm):
    """Why a paper is not signed."""

    reason = forms.CharField(
        label=_("Why do you not want to sign?"), help_text=_("In your own words. It is printed on the paper."),
        max_length=300, widget=forms.Textarea,
    )  # fmt: skip


class Writing(HouseForm):
    """A message to the team."""

    text = forms.CharField(label=_("Your message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class Wishes(HouseForm):
    """What somebody wishes for hard times, in their own words; every part may stay empty."""

    warning_signs = forms.CharField(
        label=_("How I notice that it gets hard"), max_length=2000, required=False, widget=forms.Textarea
    )
    what_helps = forms.CharField(label=_("What helps me"), max_length=2000, required=False, widget=forms.Textarea)
    safe_places = forms.CharField(label=_("Where I feel safe"), max_length=2000, required=False, widget=forms.Textarea)
    people = forms.CharField(
        label=_("Whom I call"), help_text=_("One person a line: name, then phone."), max_length=1500, required=False,
        widget=forms.Textarea,
    )  # fmt: skip
    wants = forms.CharField(
        label=_("What I want my team to do"), max_length=2000, required=False, widget=forms.Textarea
    )
    does_not_want = forms.CharField(
        label=_("What I do not want"), max_length=2000, required=False, widget=forms.Textarea
    )


class Nothing(HouseForm):
    """A form that asks for nothing but the tap."""


class Way(HouseForm):
    """A way to be reached that is safe."""

    kind = forms.ChoiceField(
        label=_("How"),
        choices=[
            ("text", _("Text message")),
            ("phone", _("Phone call")),
            ("email", _("E-mail")),
            ("letter", _("Letter")),
        ],
        widget=forms.RadioSelect,
    )
    value = forms.CharField(label=_("Number or address"), max_length=200)
    leave_message = forms.BooleanField(
        label=_("A message may be left there"), help_text=_("It never says what it is about."), required=False
    )
