"""Forms from the first call to admission: short, in the words one says on the phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from stepwell.doors.forms.fields import HouseForm, YesNo

WHO = [("self", "The person themself"), ("relative", "A relative or friend"), ("referrer", "A referrer")]
REACH = [("phone", "Phone"), ("text", "Text"), ("email", "Email")]
DAYPARTS = [("mornings", "Mornings"), ("afternoons", "Afternoons"), ("evenings", "Evenings"), ("video", "By video")]
OUTCOMES = [
    ("reached", "Spoke with them"),
    ("no_answer", "No answer"),
    ("message_left", "Left a message"),
    ("wrong_number", "Wrong number"),
]


def offer(form: forms.Form, name: str, choices: Sequence[tuple[Any, str]]) -> None:
    """Give a field of choices what can be chosen now."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class NewEnquiry(HouseForm):
    """One screen on the phone. options: programs as (number, name)."""

    by_whom = forms.ChoiceField(label="Who is calling?", choices=WHO, widget=forms.RadioSelect, initial="self")
    asker = forms.CharField(label="Name of the one who calls", max_length=120, required=False)
    how_related = forms.CharField(label="How they know the person", max_length=60, required=False)
    first_name = forms.CharField(label="First name of the person", max_length=80)
    last_name = forms.CharField(label="Last name", max_length=80, required=False)
    same = forms.IntegerField(required=False, widget=forms.HiddenInput)
    wish = forms.CharField(
        label="What would they like?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In their own words.",
    )
    reach = forms.CharField(label="A safe number or address", max_length=200)
    kind = forms.ChoiceField(label="Reach them by", choices=REACH, widget=forms.RadioSelect, initial="phone")
    leave_message = YesNo(label="May we leave a message there?")
    agrees = YesNo(
        label="Does the person agree to be called back about this?",
        help_text="Their own spoken yes, for this enquiry only. “No” when they are not there to say so.",
    )
    program = forms.TypedChoiceField(label="Program", coerce=int)
    times = forms.MultipleChoiceField(
        label="When could they come?", choices=DAYPARTS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, programs: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(programs) <= 4:
            self.fields["program"].widget = forms.RadioSelect()
        offer(self, "program", programs)
        self.fields["program"].initial = programs[0][0] if programs else None

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("by_whom") in ("relative", "referrer") and not given.get("asker"):
            self.add_error("asker", "Write the name of the one who calls.")
        if given.get("kind") == "email" and "@" not in given.get("reach", "@"):
            self.add_error("reach", "This is no email address. Write one, or choose phone.")
        return given


class ContactMade(HouseForm):
    """How a call ended."""

    outcome = forms.ChoiceField(label="How did it end?", choices=OUTCOMES, widget=forms.RadioSelect)
    way = forms.ChoiceField(
        label="By",
        choices=[*REACH, ("letter", "Letter"), ("in_person", "In person")],
        widget=forms.RadioSelect,
        initial="phone",
    )
    says = forms.CharField(
        label="In a few words",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    again_on = forms.DateField(label="Try again on", required=False)
    again_at = forms.TimeField(
        label="At", required=False, help_text="Left out after no answer: the same day within the promised hours."
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("again_on")) != bool(given.get("again_at")):
            self.add_error("again_at", "Write both the day and the time of the next try, or neither.")
        return given


class Who(HouseForm):
    """Who the person is, as far as admission and the plan need it."""

    first_name = forms.CharField(label="First name", max_length=80)
    last_name = forms.CharField(label="Last name", max_length=80)
    called = forms.CharField(label="Wants to be called", max_length=80, required=False)
    pronouns = forms.CharField(label="Pronouns", max_length=40, required=False)
    birth_date = forms.DateField(label="Date of birth", required=False)
    language = forms.ChoiceField(label="Language", choices=[("en", "English"), ("es", "Spanish")])
    sex = forms.ChoiceField(
        label="Sex as the health plan has it",
        choices=[("F", "Female"), ("M", "Male"), ("U", "Not said")],
        widget=forms.RadioSelect,
        help_text="For claims only.",
    )
    street = forms.CharField(label="Street", max_length=120, required=False)
    city = forms.CharField(label="City", max_length=80, required=False)
    state = forms.CharField(label="State, two letters", max_length=2, required=False)
    zip_code = forms.CharField(label="ZIP code", max_length=10, required=False)


class LettingGo(HouseForm):
    """Why seats that were held are free again; it may stay empty."""

    why = forms.CharField(label="Why", max_length=120, required=False, help_text="May stay empty. Staff read it here.")


class Ending(HouseForm):
    """Another way than admission; a way back in stays open."""

    ending = forms.ChoiceField(
        label="What happens now?",
        choices=[("routed_elsewhere", "They go to another place"), ("withdrawn", "They do not want to go on now")],
        widget=forms.RadioSelect,
    )
    where = forms.CharField(
        label="Where to",
        max_length=120,
        required=False,
        help_text="Place and, if you have it, the name of the one who takes them on.",
    )
    why = forms.CharField(label="Why, in their words", max_length=120, required=False)
    handoff = forms.CharField(
        label="The warm handoff",
        max_length=160,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Who goes with them or calls along, and what was agreed. Tell no place anything without a consent.",
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("ending") == "routed_elsewhere":
            for name, says in (("where", "Write where they go."), ("handoff", "Write who goes with them.")):
                if not given.get(name):
                    self.add_error(name, says)
        elif given.get("ending") and not given.get("why"):
            self.add_error("why", "Write in a few words why; it helps when they call again.")
        if not self.errors and len(self.says()) > 300:
            self.add_error("handoff", "Write it a little shorter: 300 characters in all.")
        return given

    def says(self) -> str:
        """One sentence for the record."""
        given = self.cleaned_data
        return ". ".join(given[name].strip().rstrip(".") for name in ("where", "why", "handoff") if given.get(name))


class IntakeTime(HouseForm):
    """One of the offered times, or another. options: slots as (value, label), staff as (number, name)."""

    slot = forms.ChoiceField(label="Offered times", required=False, widget=forms.RadioSelect)
    own_on = forms.DateField(label="Another day", required=False)
    own_at = forms.TimeField(label="At", required=False)
    own_with = forms.TypedChoiceField(label="With", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, slots: list[tuple[str, str]], staff: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "slot", slots)
        offer(self, "own_with", [("", "Choose"), *staff])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        own = [given.get(name) for name in ("own_on", "own_at", "own_with")]
        if any(own) and not all(own):
            self.add_error("own_at", "For another time choose the day, the time and with whom.")
        elif not any(own) and not given.get("slot") and "slot" not in self.errors:
            self.add_error("slot", "Choose a time.")
        return given


class FirstDay(HouseForm):
    """The day of admission."""

    on = forms.DateField(label="First day")


class OnCall(HouseForm):
    """A shift on call. options: staff as (number, name)."""

    staff = forms.TypedChoiceField(label="Who", coerce=int)
    from_on = forms.DateField(label="From")
    from_at = forms.TimeField(label="at")
    until_on = forms.DateField(label="Until")
    until_at = forms.TimeField(label="at")
    phone = forms.CharField(label="Reached at", max_length=30)

    def __init__(self, *args: Any, staff: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "staff", staff)
