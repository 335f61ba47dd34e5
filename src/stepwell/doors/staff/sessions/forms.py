"""Forms of sessions: the note of a whole room, another session, an amendment, somebody who came unplanned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from stepwell.care.sessions.queries import OwnDraft
from stepwell.doors.forms.fields import HouseForm
from stepwell.doors.staff.sessions import words

if TYPE_CHECKING:
    from stepwell.care.sessions.queries import RosterRow

#: The fields of one person's part, each with "-<participation>" behind it.
OWN = ("engagement", "answer", "response", "quote", "next", "objective", "risk", "risk_words", "exception")


class RoomNote(HouseForm):
    """The shared part, and a part for each person; everything may be left open until it is signed."""

    topic = forms.CharField(label="Topic", max_length=120, required=False)
    method = forms.CharField(label="Method", max_length=120, required=False)
    done = forms.CharField(
        label="What happened", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="True for everybody in the room. It stands in every member's record, so it names nobody.",
    )  # fmt: skip

    def __init__(self, *args: Any, rows: Sequence[RosterRow] = (), shared: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        if not shared:
            for name in ("topic", "method", "done"):
                del self.fields[name]
        for row in rows:
            self.fields.update({f"{name}-{row.participation_id}": field for name, field in own_fields(row).items()})

    def of(self, row: RosterRow) -> dict[str, Any]:
        """The bound fields of one person's part, by their short names."""
        return {name: self[f"{name}-{row.participation_id}"] for name in OWN}


def own_fields(row: RosterRow) -> dict[str, forms.Field]:
    """The fields of one person's part. Tapping comes first; their own words are what makes it theirs."""
    objectives = [(str(one.pk), one.behaviour) for one in row.objectives]
    return {
        "engagement": _taps("Took part", words.ENGAGEMENT),
        "answer": _taps("Response", words.RESPONSE),
        "response": forms.CharField(
            label=f"How {row.name} responded", max_length=2000, required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
        "quote": forms.CharField(label="In their own words", max_length=500, required=False),
        "next": forms.CharField(label="What is next", max_length=500, required=False),
        "objective": _taps("Toward", objectives, objectives[0][0] if len(objectives) == 1 else None),
        "risk": _taps("Safety", words.RISK),
        "risk_words": forms.CharField(label="What was said and done about it", max_length=180, required=False),
        "exception": forms.ChoiceField(label="No objective fits", choices=words.EXCEPTIONS, required=False),
    }  # fmt: skip


def _taps(label: str, choices: Sequence[tuple[str, str]], initial: str | None = None) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=list(choices), required=False, widget=forms.RadioSelect, initial=initial
    )


def shared_text(given: dict[str, Any]) -> dict[str, str]:
    """The shared part as it is signed; what was left empty is left out."""
    named = {"topic": "topic", "method": "method", "done": "done"}
    found = {key: str(given.get(name) or "").strip() for key, name in named.items()}
    return {key: value for key, value in found.items() if value or key == "done"}


def own_draft(given: dict[str, Any], participation_id: int) -> OwnDraft:
    """One person's part out of what was filled in."""

    def said(name: str) -> str:
        return str(given.get(f"{name}-{participation_id}") or "").strip()

    text = {name: said(name) for name in ("engagement", "answer", "quote", "next") if said(name)}
    objective = said("objective")
    return OwnDraft(
        text={"response": said("response"), **text},
        objective_id=int(objective) if objective.isdigit() and not said("exception") else None,
        exception=said("exception"),
        risk=risk_says(said("risk"), said("risk_words")),
    )


def risk_says(chosen: str, more: str) -> str:
    """How safety was looked at, in words. Who spoke of harm is only done with what was said and done about it."""
    if chosen == words.VOICED:
        return f"Spoke of harm: {more}"[:200] if more else ""
    said = words.RISK_SAYS.get(chosen, "")
    return f"{said} {more}".strip()[:200] if said else ""


def touched(draft: OwnDraft) -> bool:
    """Whether somebody has begun to write this part."""
    return bool(draft.risk or draft.exception or any(draft.text.values()))


class Amendment(HouseForm):
    """One person's part again, with why."""

    why = forms.CharField(label="What was wrong or missing", max_length=300)
    response = forms.CharField(label="How they responded", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    engagement = forms.CharField(label="Took part", max_length=200, required=False)
    answer = forms.CharField(label="Response in a word", max_length=200, required=False)
    quote = forms.CharField(label="In their own words", max_length=500, required=False)
    next = forms.CharField(label="What is next", max_length=500, required=False)
    risk = forms.CharField(label="How safety was looked at", max_length=200)


class SharedAmendment(HouseForm):
    """The shared part again, with why."""

    why = forms.CharField(label="What was wrong or missing", max_length=300)
    topic = forms.CharField(label="Topic", max_length=120, required=False)
    method = forms.CharField(label="Method", max_length=120, required=False)
    done = forms.CharField(label="What happened", max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


class Arrival(HouseForm):
    """Somebody in treatment who came though nobody expected them."""

    episode = forms.ChoiceField(label="Who came")
    since = forms.TimeField(label="Here since")

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["episode"] = forms.ChoiceField(
            label="Who came", choices=[("", "Choose"), *((str(key), name) for key, name in people)]
        )


class NewSession(HouseForm):
    """An individual, family or other session."""

    def __init__(
        self, *args: Any, kinds: Any = (), people: Any = (), staff: Any = (), rooms: Any = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(label="Kind", choices=kinds)
        self.fields["episodes"] = forms.MultipleChoiceField(
            label="With whom", choices=people, widget=forms.SelectMultiple(attrs={"size": 6}),
            help_text="One for an individual or family session; hold Ctrl for several.",
        )  # fmt: skip
        self.fields["on"] = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))
        self.fields["starts"] = forms.TimeField(label="Starts", widget=forms.TimeInput(attrs={"type": "time"}))
        self.fields["minutes"] = forms.IntegerField(label="Minutes", min_value=5, max_value=480)
        self.fields["leader"] = forms.ChoiceField(label="Led by", choices=staff)
        self.fields["mode"] = forms.ChoiceField(
            label="How", choices=[("in_person", "In person"), ("video", "By video")], widget=forms.RadioSelect
        )
        self.fields["room"] = forms.ChoiceField(label="Room", choices=[("", "None"), *rooms], required=False)
        self.fields["topic"] = forms.CharField(label="Topic", max_length=120, required=False)
