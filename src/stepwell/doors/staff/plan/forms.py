"""Small forms of a plan: each part by itself, signing, the team, progress, a review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from stepwell.doors.forms.fields import HouseForm
from stepwell.doors.staff.plan.words import DIMENSIONS, STATUSES
from stepwell.doors.staff.shell.said import said

_STEPS = 4
_Choices = Sequence[tuple[str, str]]


class Frame(HouseForm):
    """Hours, days, the way through levels, the expected end."""

    weekly_hours = forms.DecimalField(label="Hours of treatment a week", min_value=0, max_value=60, decimal_places=1)
    days_per_week = forms.IntegerField(label="Days a week", min_value=1, max_value=7)
    est_end_on = forms.DateField(label="Expected end")
    acknowledged = forms.CharField(
        label="Why the hours leave what the program gives at this level",
        required=False,
        widget=forms.Textarea,
        help_text="Only where they do; it is kept in the plan.",
    )

    def __init__(self, *args: Any, levels: _Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, _STEPS + 1):
            label = "Level now" if place == 1 else f"Then ({place})"
            self.fields[f"level{place}"] = forms.ChoiceField(
                label=label, choices=[("", "Nothing more"), *levels], required=False
            )
            self.fields[f"weeks{place}"] = forms.IntegerField(
                label="for weeks", min_value=1, max_value=104, required=False
            )

    def path(self) -> list[Any]:
        """The way through levels as pairs of fields, a row each."""
        return [(self[f"level{place}"], self[f"weeks{place}"]) for place in range(1, _STEPS + 1)]

    @staticmethod
    def words(given: dict[str, Any]) -> dict[str, Any]:
        """What was given, as the draft keeps it."""
        path = [
            {"level": given[f"level{place}"], "weeks": given[f"weeks{place}"]}
            for place in range(1, _STEPS + 1)
            if given[f"level{place}"]
        ]
        own = {"weekly_hours": str(given["weekly_hours"]), "days_per_week": given["days_per_week"]}
        return {
            **own, "est_end_on": given["est_end_on"].isoformat(), "acknowledged": given["acknowledged"],
            "level_path": path,
        }  # fmt: skip


class Text(HouseForm):
    """Words of the whole plan."""

    text = forms.CharField(label="In words", required=False, widget=forms.Textarea, max_length=4000)

    def __init__(self, *args: Any, label: str = "", help_text: str = "", longest: int = 4000, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label, field.help_text, field.required = label, help_text, False
        self.longest = longest

    def clean_text(self) -> str:
        """Refuse what the record has no room for."""
        given: str = self.cleaned_data["text"]
        if len(given) > self.longest:
            raise forms.ValidationError(f"Say it in at most {self.longest} characters.")
        return given


class Problem(HouseForm):
    """A problem with the evidence for it."""

    says = forms.CharField(label="The problem, as the person would say it", max_length=300, widget=forms.Textarea)
    evidence = forms.CharField(label="What was found", required=False, widget=forms.Textarea, max_length=4000)
    dimension = forms.ChoiceField(label="What it is about", choices=list(DIMENSIONS.items()))
    diagnosis = forms.ChoiceField(label="Diagnosis it answers", required=False)
    status = forms.ChoiceField(
        label="Where it stands",
        choices=list(STATUSES.items()),
        help_text="Deferred or referred: say why in the words above; goals may then be left out.",
    )

    def __init__(self, *args: Any, diagnoses: _Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "diagnosis", [("", "None"), *diagnoses])


class Goal(HouseForm):
    """What the person wants, in their words."""

    quote = forms.CharField(label="What do you want to be different?", widget=forms.Textarea, max_length=1000,
                            help_text="In the person's own words.")  # fmt: skip
    outcome = forms.CharField(label="How it would be seen", required=False, widget=forms.Textarea, max_length=1000)
    for_discharge = forms.BooleanField(label="Has to be reached before they go on", required=False)


class Objective(HouseForm):
    """A step that can be measured."""

    behaviour = forms.CharField(label="The step, as something they do", widget=forms.Textarea, max_length=1000)
    measure = forms.CharField(label="Measured by", max_length=160)
    baseline = forms.CharField(label="Where it stands", max_length=80)
    target = forms.CharField(label="Where it should stand", max_length=80)
    target_on = forms.DateField(label="By when")


class Intervention(HouseForm):
    """What is done, how often, how long, by whom."""

    modality = forms.CharField(label="What we do", max_length=60)
    session_kind = forms.ChoiceField(label="In which kind of session")
    per_week = forms.DecimalField(label="Times a week", min_value=0, max_value=14, decimal_places=2)
    minutes = forms.IntegerField(label="Minutes each time", min_value=5, max_value=480)
    weeks = forms.IntegerField(label="For how many weeks", min_value=1, max_value=104)
    responsible = forms.ChoiceField(label="Who gives it")

    def __init__(self, *args: Any, kinds: _Choices, staff: _Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "session_kind", kinds)
        _choose(self, "responsible", staff)


class Signing(HouseForm):
    """A name under the plan, typed or drawn; staff choose with which credential."""

    name = forms.CharField(label="Name", max_length=120, help_text="Typing the name signs; or draw it.")
    drawn = forms.CharField(required=False, widget=forms.HiddenInput)
    credential = forms.ChoiceField(label="With which credential", required=False)

    def __init__(self, *args: Any, held: Sequence[str], asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked:
            _choose(self, "credential", [(one, one) for one in held])
        else:
            del self.fields["credential"]


class Declining(HouseForm):
    """Why the person does not sign."""

    reason = forms.CharField(
        label="Why, in their words",
        max_length=300,
        widget=forms.Textarea,
        help_text="It is heard and kept. Treatment goes on; what they disagree with belongs into the next version.",
    )


class Joining(HouseForm):
    """A member of staff takes a place."""

    place = forms.ChoiceField(label="Who, for which place", widget=forms.RadioSelect)
    since = forms.DateField(label="From")

    def __init__(self, *args: Any, places: _Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "place", places)


class Outside(HouseForm):
    """One of the person's own clinicians takes part."""

    consent = forms.ChoiceField(label="Who, by which consent")
    role = forms.CharField(label="As what", max_length=40, initial="outside therapist")

    def __init__(self, *args: Any, consents: _Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "consent", consents)


class Progress(HouseForm):
    """How far one objective is."""

    percent = forms.IntegerField(label="How far, in percent", min_value=0, max_value=100)
    status = forms.ChoiceField(label="Where it stands")

    def __init__(self, *args: Any, statuses: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "status", [(one, said(one).capitalize()) for one in statuses])


class Review(HouseForm):
    """Motivation, the family, each objective, what the review comes to."""

    def __init__(self, *args: Any, asks: Sequence[str], steps: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks, self.steps = asks, steps
        for ask in asks:
            self.fields[f"ask_{ask}"] = forms.IntegerField(
                label=f"{said(ask).capitalize()}, 0 to 10, as they say it", min_value=0, max_value=10
            )
        self.fields["moves"] = forms.CharField(
            label="What moves them now, in their words", required=False, widget=forms.Textarea, max_length=2000
        )
        self.fields["family"] = forms.CharField(
            label="The family and the people around them, looked at again", widget=forms.Textarea, max_length=2000
        )
        for step in steps:
            self.fields[f"percent_{step.number}"] = forms.IntegerField(label="Percent", min_value=0, max_value=100)
            self.fields[f"says_{step.number}"] = forms.CharField(
                label="What changed", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
            )
        self.fields["says"] = forms.CharField(label="What the review comes to", widget=forms.Textarea, max_length=4000)

    def motivation(self) -> list[Any]:
        """The rulers, as fields."""
        return [self[f"ask_{ask}"] for ask in self.asks]

    def objectives(self) -> list[Any]:
        """Each objective with its two fields."""
        return [(step, self[f"percent_{step.number}"], self[f"says_{step.number}"]) for step in self.steps]


def _choose(form: forms.BaseForm, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
