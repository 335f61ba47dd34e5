"""Reviewing a stay, leaving it, and what comes after, as forms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from stepwell.doors.forms.fields import HouseForm, YesNo
from stepwell.doors.staff.shell.said import said

DECISIONS = [("continue", "Go on as it is"), ("thin", "Fewer days at this level"), ("step_down", "Step down"),
             ("step_up", "Step up")]  # fmt: skip
_Choices = Sequence[tuple[str, str]]
#: What only people know, with the name of the fact.
KNOWN = ("relapse_plan", "aftercare_booked", "planned_management", "new_withdrawal", "repeated_use",
         "risk_contained", "new_problem_treatable")  # fmt: skip


class Review(HouseForm):
    """What only people know, then what a clinician decides."""

    days_since_risky_use = forms.IntegerField(
        label="Days since risky use", min_value=0, max_value=9999, required=False,
        help_text="Leave it open where none is known.",
    )  # fmt: skip
    relapse_plan = YesNo(label="Is there a plan for a lapse?", required=False)
    aftercare_booked = YesNo(label="Is the first appointment after this level booked?", required=False)
    planned_management = YesNo(label="Where there was use: does a plan meet it?", required=False)
    repeated_use = YesNo(label="Did use come back more than once?", required=False)
    new_withdrawal = YesNo(label="Is there new withdrawal?", required=False)
    risk_contained = YesNo(label="Is the risk of suicide held at this level?", required=False,
                           help_text="Asked where a screen said moderate or high.")  # fmt: skip
    new_problem_treatable = YesNo(label="Has a new problem come up that can be treated here?", required=False)
    decided = forms.ChoiceField(label="What is decided", choices=DECISIONS, widget=forms.RadioSelect)
    level = forms.ChoiceField(label="Level that comes next", required=False)
    weekly_hours = forms.DecimalField(
        label="Hours a week that come next", min_value=0, max_value=60, decimal_places=1, required=False
    )
    days_per_week = forms.IntegerField(label="Days a week that come next", min_value=1, max_value=7, required=False)
    why = forms.CharField(
        label="Why",
        required=False,
        widget=forms.Textarea,
        max_length=4000,
        help_text="Needed where it differs from what the criteria say.",
    )
    credential = forms.ChoiceField(label="You approve it as")

    def __init__(self, *args: Any, levels: _Choices, held: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "level", [("", "As it is, or as recommended"), *levels])
        _choose(self, "credential", [(one, one) for one in held])

    @property
    def known(self) -> list[Any]:
        """The fields only people can answer."""
        return [self["days_since_risky_use"], *(self[name] for name in KNOWN)]


def facts_of(given: dict[str, Any]) -> dict[str, Any]:
    """What was answered, as facts of the review; what was left open is gathered from the record."""
    found = {name: given[name] for name in KNOWN if given.get(name) is not None}
    days = given.get("days_since_risky_use")
    return found | ({"days_since_risky_use": days} if days is not None else {})


#: The plan for the time after, key by key: what is asked and how it is printed.
AFTERCARE = {
    "level": "What treatment goes on, where and how often",
    "mutual_help": "Meetings and people who are on the same way",
    "medication": "Medication: who looks after it now",
    "family": "What family and friends know and do",
    "triggers": "What will be hard, and what helps then",
    "if_it_gets_hard": "Whom to call when it gets hard",
    "naloxone": "Naloxone: where it is, who can give it",
}


class Discharge(HouseForm):
    """A checklist: the reason, the next step, the plan for the time after, signatures."""

    reason = forms.ChoiceField(label="Why the stay ends", widget=forms.RadioSelect)
    on = forms.DateField(label="Last day")
    next_to = forms.CharField(label="Who comes next: name, and office", max_length=160, required=False)
    next_on = forms.DateField(label="Day of the appointment", required=False)
    next_clock = forms.TimeField(label="Time", required=False)
    declined_says = forms.CharField(
        label="Or: they do not want one. Their words", required=False, max_length=300, widget=forms.Textarea
    )
    attempts = forms.IntegerField(
        label="Or: nobody was reached. How many attempts are written down", min_value=0, max_value=99, required=False
    )
    client_signature = forms.ChoiceField(
        label="The person and the plan for the time after",
        choices=[("signed", "Has signed it"), ("refused", "Does not want to sign"), ("unable", "Could not sign"),
                 ("none", "Not asked yet")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    client_signature_says = forms.CharField(label="Why not", required=False, max_length=300)
    substance_use_only = YesNo(label="Does the stay end for use alone?", initial=False)
    positive_test_only = YesNo(label="Does it end for a test's result alone?", initial=False)
    director_reason = forms.CharField(
        label="The director's written reason", required=False, widget=forms.Textarea, max_length=2000,
        help_text="Only where the stay ends for use alone.",
    )  # fmt: skip
    credential = forms.ChoiceField(label="You sign as")

    def __init__(self, *args: Any, reasons: _Choices, held: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "reason", reasons)
        _choose(self, "credential", [(one, one) for one in held])
        for name, label in AFTERCARE.items():
            self.fields[f"after_{name}"] = forms.CharField(
                label=label, required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
            )

    @property
    def aftercare(self) -> list[Any]:
        """The plan for the time after, field by field."""
        return [self[f"after_{name}"] for name in AFTERCARE]


def leaving_of(given: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """What was given, as the discharge takes it. An appointment without a time is at nine."""
    on, clock = given.get("next_on"), given.get("next_clock")
    at = datetime.combine(on, clock or time(9), zone) if on else None
    aftercare = {name: given.get(f"after_{name}", "") for name in AFTERCARE if given.get(f"after_{name}")}
    kept = ("declined_says", "client_signature", "client_signature_says", "director_reason")
    return {
        **{name: given.get(name) or "" for name in kept},
        "client_signature": given.get("client_signature") or "none",
        "attempts": given.get("attempts") or 0,
        "next_to": given.get("next_to") or "",
        "next_at": at,
        "aftercare": aftercare,
        "positive_test_only": bool(given.get("positive_test_only")),
        "substance_use_only": bool(given.get("substance_use_only")),
    }


class Closing(HouseForm):
    """What became of a handoff."""

    outcome = forms.ChoiceField(
        label="What became of it",
        choices=[("kept", "They went"), ("declined", "They do not want it"), ("documented", "Something else")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    says = forms.CharField(
        label="In words", required=False, max_length=300, widget=forms.Textarea,
        help_text="Their words, or what was tried; needed unless they went.",
    )  # fmt: skip


class Calling(HouseForm):
    """One attempt at a follow-up call."""

    reached = YesNo(label="Did you reach them?")
    how = forms.CharField(label="How are they?", required=False, max_length=1000, widget=forms.Textarea)
    housing = forms.CharField(label="Where do they live?", required=False, max_length=200)
    work = forms.CharField(label="Work, school, days", required=False, max_length=200)
    use_days = forms.IntegerField(
        label="Days of use in the last 30, as they say", required=False, min_value=0, max_value=30
    )
    wants = forms.CharField(label="What would help now?", required=False, max_length=1000, widget=forms.Textarea)

    def answers(self) -> dict[str, Any]:
        """What they said, without what was left open."""
        given = self.cleaned_data
        return {name: value for name, value in given.items() if name != "reached" and value not in (None, "")}


def level_choices(levels: Sequence[str]) -> list[tuple[str, str]]:
    """Levels as people say them."""
    return [(one, said(one)) for one in levels]


def _choose(form: forms.BaseForm, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
