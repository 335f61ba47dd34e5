"""What a visitor may write: who asks, how to reach them safely, and one question more by the kind of request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stepwell.doors.public import words
from stepwell.doors.public.rules.promise import SOON

#: Kinds of requests; each is an address of its own.
CALL, BENEFITS, VISIT, HOLD = "call", "benefits", "visit", "hold"

WHO = [("self", _("For myself")), ("relative", _("For somebody I care about"))]
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
WAYS = [("phone", _("Call me")), ("text", _("Send me a text message"))]
WHEN = [
    (SOON, _("As soon as you can")),
    ("morning", _("In the morning, 9 to 12")),
    ("afternoon", _("In the afternoon, 12 to 5")),
    ("evening", _("In the evening, 5 to 8")),
]
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


class Line(forms.CharField):
    """One line of text, without signs that cannot be seen."""

    def to_python(self, value: Any) -> str:
        return " ".join(_CONTROL.sub(" ", str(super().to_python(value) or "")).split())


class Lines(forms.CharField):
    """Words over several lines, without signs that cannot be seen."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return _CONTROL.sub(" ", str(super().to_python(value) or "")).strip()


class Request(forms.Form):
    """The questions of every request. A required question that was left out is named beside it and on top."""

    program = forms.ChoiceField(label=_("Which clinic?"))
    part = forms.ChoiceField(label=_("At which time of day?"), widget=forms.RadioSelect)
    who = forms.ChoiceField(label=_("Who is this for?"), choices=WHO, widget=forms.RadioSelect)
    first_name = Line(
        label=_("First name of the person who needs help"),
        max_length=80,
        help_text=_("The name they like to be called by is enough."),
    )
    last_name = Line(label=_("Last name"), max_length=80, required=False)
    your_name = Line(
        label=_("Your own name, if you ask for somebody else"),
        max_length=120,
        required=False,
        help_text=_(
            "We call you, not them. Nobody can agree for another person: "
            "we tell you nothing about them without their word."
        ),
    )
    how_related = Line(label=_("How do you know them?"), max_length=60, required=False)
    way = forms.ChoiceField(label=_("How shall we reach you?"), choices=WAYS, widget=forms.RadioSelect, initial="phone")
    phone = Line(label=_("Phone number"), max_length=30, help_text=_("Ten digits. A number only you answer is best."))
    message = forms.ChoiceField(
        label=_("If you do not answer, is it safe to leave a message?"), choices=YES_NO, widget=forms.RadioSelect
    )
    when = forms.ChoiceField(label=_("When?"), choices=WHEN, widget=forms.RadioSelect, initial=SOON)
    plan = Line(label=_("Insurance company and plan, as on the card"), max_length=120)
    member = Line(
        label=_("Member number"),
        max_length=40,
        required=False,
        help_text=_("You can also tell us on the phone."),
    )
    visit = Line(
        label=_("Which day or time would suit you?"),
        max_length=200,
        required=False,
        help_text=_("For example: a weekday after 3. We agree on the hour when we call."),
    )
    words = Lines(
        label=_("Is there anything we should know?"),
        max_length=1000,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        programs: Sequence[tuple[str, str]],
        parts: Sequence[tuple[str, Any]] = (),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.kind = kind
        one, several = self.fields["program"], len(programs) > 1
        assert isinstance(one, forms.ChoiceField)
        one.choices = [("", _("Choose a clinic")), *programs] if several else list(programs)
        part = self.fields["part"]
        assert isinstance(part, forms.ChoiceField)
        part.choices = self.times_of_day = list(parts)
        left_out = {BENEFITS: {"part", "visit"}, CALL: {"part", "plan", "member", "visit"}}.get(kind, set())
        left_out |= {VISIT: {"part", "plan", "member"}, HOLD: {"plan", "member", "visit"}}.get(kind, set())
        left_out |= set() if several else {"program"}
        for name in left_out:
            del self.fields[name]
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs = {"rows": 3}
        self._say_what_is_missing()
        self.fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "tel"}
        self.fields["phone"].widget.input_type = "tel"

    def _say_what_is_missing(self) -> None:
        for field in self.fields.values():
            field.error_messages["required"] = _("Please answer this.")
            if "invalid_choice" in field.error_messages:
                field.error_messages["invalid_choice"] = _("Please choose one of these.")

    def clean_phone(self) -> str:
        """Ten digits as people write them: 714-555-0100."""
        digits = re.sub(r"[^0-9]", "", self.cleaned_data["phone"])
        digits = digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
        if len(digits) != 10 or not digits.isascii():
            raise forms.ValidationError(_("Write a phone number with ten digits, such as 714-555-0100."))
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"

    def clean(self) -> dict[str, Any]:
        """Somebody who asks for another person says who they are."""
        given = super().clean() or {}
        if given.get("who") == "relative" and not given.get("your_name") and "your_name" not in self.errors:
            self.add_error("your_name", _("Please write your own name, so that we know whom we call."))
        return given


def parts_of(keys: Sequence[tuple[str, int]]) -> list[tuple[str, words.Word]]:
    """Parts of the day with room, as answers. keys: (key, seats)."""
    return [(key, words.PARTS.get(key, key)) for key, seats in keys if seats > 0]
