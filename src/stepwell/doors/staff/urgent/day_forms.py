"""Forms of a day that goes differently: sessions, staff who are away, calls, leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from stepwell.doors.forms.fields import HouseForm, YesNo
from stepwell.doors.staff.admissions.forms import offer
from stepwell.doors.staff.urgent.forms import few_words

Choices = Sequence[tuple[Any, str]]
WORDS = [("unplanned", "Not planned"), ("planned", "Planned"), ("training", "Training")]
REASONS = [("hospital", "Hospital"), ("jail", "Jail"), ("family", "Family"), ("other", "Something else")]


def reason() -> forms.CharField:
    """The reason of a change, as the record keeps it."""
    return forms.CharField(label="Why", max_length=200, help_text="Nothing about anybody's health.")


class Called(HouseForm):
    """How a call ended. options: ways that are safe."""

    way = forms.ChoiceField(label="How did you try?", widget=forms.RadioSelect)
    reached = YesNo(label="Did you reach them?")
    says = few_words("How did it go?", most=500)

    def __init__(self, *args: Any, ways: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "way", ways)
        self.fields["way"].initial = ways[0][0]


class CallOff(HouseForm):
    """A session that does not take place."""

    why = reason()
    make_up = forms.BooleanField(label="Offer everybody another time this week", required=False, initial=True)


class Move(HouseForm):
    """What is different today; what is left as it is stays. options: rooms, staff as (number, name)."""

    starts = forms.TimeField(label="Starts")
    ends = forms.TimeField(label="Ends")
    mode = forms.ChoiceField(
        label="How", choices=[("in_person", "In person"), ("video", "By video")], widget=forms.RadioSelect
    )
    room = forms.TypedChoiceField(label="Room", coerce=int, empty_value=None, required=False)
    leader = forms.TypedChoiceField(label="Led by", coerce=int)
    why = reason()

    def __init__(self, *args: Any, rooms: Choices, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "room", [("", "No room"), *rooms])
        offer(self, "leader", staff)


class Split(HouseForm):
    """Some go on in a session of their own. options: roster, rooms, staff as (number, name)."""

    going = forms.TypedMultipleChoiceField(
        label="Who goes to the other room?", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    since = forms.TimeField(label="From", help_text="Minutes before it stay where they are, minutes after it follow.")
    leader = forms.TypedChoiceField(label="Led by", coerce=int)
    room = forms.TypedChoiceField(label="Room", coerce=int, empty_value=None, required=False)
    why = reason()

    def __init__(self, *args: Any, roster: Choices, rooms: Choices, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["going"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = list(roster)
        offer(self, "room", [("", "No room"), *rooms])
        offer(self, "leader", staff)


class Join(HouseForm):
    """Everybody goes on in another session. options: others as (key, name), staff as (number, name)."""

    into = forms.ChoiceField(label="They go on in", widget=forms.RadioSelect)
    since = forms.TimeField(label="From", help_text="At its start: it is called off, and everybody goes along.")
    co_leader = forms.TypedChoiceField(
        label="A second leader there", coerce=int, empty_value=None, required=False,
        help_text="Where so many people want one.",
    )  # fmt: skip
    why = reason()

    def __init__(self, *args: Any, others: Choices, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "into", others)
        offer(self, "co_leader", [("", "Nobody more"), *staff])


class Away(HouseForm):
    """Somebody of the staff is away. options: staff as (number, name)."""

    staff = forms.TypedChoiceField(label="Who is away?", coerce=int)
    word = forms.ChoiceField(
        label="In one word", choices=WORDS, widget=forms.RadioSelect, initial="unplanned",
        help_text="Never why: nothing about health is kept.",
    )  # fmt: skip
    from_on = forms.DateField(label="From day")
    from_at = forms.TimeField(label="From time")
    until_on = forms.DateField(label="Until day")
    until_at = forms.TimeField(label="Until time")

    def __init__(self, *args: Any, staff: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "staff", [("", "Choose"), *staff])


class LeaveBegins(HouseForm):
    """Away for a while."""

    on = forms.DateField(label="Away from")
    reason = forms.ChoiceField(label="For", choices=REASONS, widget=forms.RadioSelect)
    note = few_words("A note for the team", most=300)


class LeaveEnds(HouseForm):
    """Back again."""

    on = forms.DateField(label="Back on", help_text="The day they are here again.")
