"""Forms of what stands outside the chart: incident reports and grievances; and letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from stepwell.doors.forms.fields import HouseForm
from stepwell.doors.staff.admissions.forms import offer
from stepwell.doors.staff.urgent.forms import few_words
from stepwell.office.grievances.rules.path import THEIRS

Choices = Sequence[tuple[Any, str]]
RAISED_BY = [
    ("client", "The client"),
    ("relative", "A relative"),
    ("other", "Somebody else"),
    ("unnamed", "Somebody who does not want to be named"),
]
WAYS = [("spoken", "Spoken"), ("written", "Written"), ("phone", "By phone"), ("email", "By email")]
LANGUAGES = {"en": "English", "es": "Spanish"}


class Incident(HouseForm):
    """What happened, in facts. options: kinds, severities as (id, name)."""

    kind = forms.ChoiceField(label="What happened?")
    severity = forms.ChoiceField(label="How grave was it?", widget=forms.RadioSelect)
    on = forms.DateField(label="On")
    at = forms.TimeField(label="At")
    place = forms.CharField(label="Where", max_length=200)
    happened = few_words(
        "In facts", required=True, most=6000, help_text="What you saw and heard, in the order it happened. No guesses."
    )
    immediate_action = few_words("What was done at once")
    affected = few_words("Who was affected", help_text="One name a line. Staff by their full name.", most=600)
    witnesses = few_words("Who saw it", help_text="One name a line.", most=600)

    def __init__(self, *args: Any, kinds: Choices, severities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", kinds)
        offer(self, "severity", severities)


class IncidentStep(HouseForm):
    """What is added to a report."""

    kind = forms.ChoiceField(
        label="What?",
        choices=[("told", "Somebody was told"), ("done", "Something was done"), ("added", "Something came to light")],
        widget=forms.RadioSelect,
        initial="added",
    )
    who = forms.CharField(label="Who was told", max_length=160, required=False)
    says = few_words("In a few words")


class Says(HouseForm):
    """Words, and nothing else. options: label."""

    says = few_words("In a few words", required=True, most=4000)

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["says"].label = label


class Grievance(HouseForm):
    """A grievance in the words it was said in. options: kinds as (id, name), staff as (number, name)."""

    words = few_words("In their own words", required=True, most=6000, help_text="As it was said. Nothing is smoothed.")
    wish = few_words("What they wish for")
    kind = forms.ChoiceField(label="What is it about?", widget=forms.RadioSelect)
    raised_by = forms.ChoiceField(label="Who says it?", choices=RAISED_BY, widget=forms.RadioSelect)
    name = forms.CharField(label="Their name, when it is not the client", max_length=120, required=False)
    way = forms.ChoiceField(label="How did it come?", choices=WAYS, widget=forms.RadioSelect, initial="spoken")
    reach = forms.CharField(label="How they wish to be answered", max_length=200, required=False)
    about_staff = forms.TypedChoiceField(
        label="Is it about somebody here?", coerce=int, empty_value=None, required=False,
        help_text="They neither see it nor answer it.",
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Choices, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", kinds)
        offer(self, "about_staff", [("", "Nobody is named"), *staff])


class GrievanceStep(HouseForm):
    """The next step. options: states as (id, name)."""

    state = forms.ChoiceField(label="What happened?", widget=forms.RadioSelect)
    says = few_words("What was told, found or said", required=True, most=4000)
    content = forms.BooleanField(label="They said that they are content", required=False)

    def __init__(self, *args: Any, states: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "state", states)
        # What only they can decide is never chosen beforehand: nothing is withdrawn by a slip.
        self.fields["state"].initial = next((one for one, _ in states if one not in THEIRS), None)
        if "closed" not in dict(states):
            del self.fields["content"]


class Letter(HouseForm):
    """A letter before it is drafted. options: says, purposes, languages as (id, name)."""

    to = forms.ChoiceField(
        label="Who gets it?",
        choices=[("client", "Handed to the person"), ("recipient", "Sent to somebody")],
        widget=forms.RadioSelect,
        initial="client",
        help_text="Handed to the person it needs no consent and stays neutral.",
    )
    recipient = forms.CharField(
        label="Sent to, as the consent names them",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "recipients", "autocomplete": "off"}),
    )
    address = few_words("Their address, a line each", most=400)
    purpose = forms.ChoiceField(label="For", widget=forms.RadioSelect)
    says = forms.MultipleChoiceField(label="It tells", widget=forms.CheckboxSelectMultiple)
    from_on = forms.DateField(label="From day")
    to_on = forms.DateField(label="To day, included", required=False)
    language = forms.ChoiceField(label="Language", widget=forms.RadioSelect)
    addition = few_words("A sentence of your own", most=1200, help_text="No names of others, nothing about treatment.")

    def __init__(self, *args: Any, says: Choices, purposes: Choices, languages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["says"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(says)
        offer(self, "purpose", purposes)
        offer(self, "language", languages)


class Reword(HouseForm):
    """The sentence that is added by hand."""

    addition = few_words("A sentence of your own", most=1200, help_text="No names of others, nothing about treatment.")


class Signature(HouseForm):
    """With which credential. options: credentials as (kind, name)."""

    credential = forms.ChoiceField(label="You sign as", widget=forms.RadioSelect)
    read = forms.BooleanField(label="I have read the letter as it stands")

    def __init__(self, *args: Any, credentials: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "credential", credentials)
        self.fields["credential"].initial = credentials[0][0] if credentials else None


class Void(HouseForm):
    """Why a letter does not hold."""

    why = few_words("Why does it not hold any more?", required=True, most=300)
