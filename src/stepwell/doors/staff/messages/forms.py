"""Writing to a client, and writing down with them what they wish for a crisis."""

from __future__ import annotations

from django import forms

from stepwell.doors.forms.fields import HouseForm


class Message(HouseForm):
    """What the team writes."""

    text = forms.CharField(
        label="Your message",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The client reads it in their portal. By text or e-mail they hear only that a message is there.",
    )


def _words(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, required=False, widget=forms.Textarea, help_text=help_text)


class CrisisPlan(HouseForm):
    """The person's own words, part by part; none has to be filled in."""

    warning_signs = _words("Signs that it begins", "What they, or others, notice first.")
    what_helps = _words("What helps")
    safe_places = _words("Where they are safe")
    people = _words("Whom they call", "One a line, in their order: name, then the number after a comma.")
    wants = _words("What they want the team to do")
    does_not_want = _words("What they do not want")

    def clean_people(self) -> list[tuple[str, str]]:
        """Name and number of each line; a line without a comma is a name."""
        lines = [line.strip() for line in str(self.cleaned_data["people"]).splitlines() if line.strip()]
        return [
            (name.strip(), phone.strip()) for name, _, phone in (line.rpartition(",") for line in map(_comma, lines))
        ]


def _comma(line: str) -> str:
    return line if "," in line else f"{line},"
