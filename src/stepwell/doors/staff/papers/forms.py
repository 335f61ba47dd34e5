"""Signing, declining, consenting and taking back, as forms; what a client reads is in their language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from stepwell.doors.forms.fields import HouseForm

_WORDS = {
    "en": {
        "signer_authority": "Who signs", "self": "I sign for myself", "guardian": "I am the guardian",
        "representative": "I am the legal representative", "signed_by": "Full name",
        "help": "Typing your name is signing. You may draw it below as well.",
        "recipient": "Who is told: name, and office or company",
        "recipient_help": "A person or an office. Only who stands here is told.",
        "expires_on": "Last day", "expires_when": "Or when something has happened",
        "expires_help": "Such as: when my treatment has ended.",
    },
    "es": {
        "signer_authority": "Quién firma", "self": "Firmo por mí", "guardian": "Soy tutor o tutora",
        "representative": "Soy representante legal", "signed_by": "Nombre completo",
        "help": "Escribir su nombre es firmar. También puede dibujar la firma abajo.",
        "recipient": "A quién se informa: nombre, y oficina o empresa",
        "recipient_help": "Una persona o una oficina. Solo se informa a quien aparece aquí.",
        "expires_on": "Último día", "expires_when": "O cuando haya ocurrido algo",
        "expires_help": "Por ejemplo: cuando termine mi tratamiento.",
    },
}  # fmt: skip
#: In which way somebody took a consent back.
WAYS = [
    ("in writing at the front desk", "In writing, at the front desk"),
    ("by letter", "By letter"),
    ("by email or message", "By email or message"),
    ("by word, written down by staff", "By word; I write it down for them"),
]


class Signing(HouseForm):
    """Who signs, typed and perhaps drawn; before it what the paper asks for, as `ask_` and its name."""

    signer_authority = forms.ChoiceField(widget=forms.RadioSelect, choices=[("self", "")], initial="self")
    signed_by = forms.CharField(max_length=120)
    drawn = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, language: str = "en", asks: Sequence[str] = (), asked: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        say_signing(self, language)
        self.asks = tuple(asks)
        for name in asks:
            label = (asked or {}).get(name, name)
            self.fields[f"ask_{name}"] = forms.CharField(label=label, max_length=30 if name == "phone" else 60)
        self.order_fields([*(f"ask_{name}" for name in asks), "signer_authority", "signed_by", "drawn"])

    @property
    def asked_fields(self) -> list[Any]:
        """The bound fields of what the paper asks for."""
        return [self[f"ask_{name}"] for name in self.asks]


class Declining(HouseForm):
    """Why a paper is not signed."""

    signed_by = forms.CharField(label="Who declines", max_length=120)
    reason = forms.CharField(
        label="Why, in their words", max_length=300, widget=forms.Textarea, help_text="It is printed on the paper."
    )


class Consenting(HouseForm):
    """Every element of 42 CFR 2.31 that is chosen; the rest is text on the page."""

    recipient = forms.CharField(max_length=120)
    categories = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    purposes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(required=False)
    expires_when = forms.CharField(max_length=200, required=False)
    signer_authority = forms.ChoiceField(widget=forms.RadioSelect, choices=[("self", "")], initial="self")
    signed_by = forms.CharField(max_length=120)
    drawn = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, language: str, words: Mapping[str, str], categories: Sequence[tuple[str, str]],
        purposes: Sequence[tuple[str, str]], around: Sequence[str] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        say, fields = _WORDS[language], self.fields
        say_signing(self, language)
        _choose(fields["categories"], categories, words["information"])
        _choose(fields["purposes"], purposes, words["purpose"])
        fields["recipient"].label, fields["recipient"].help_text = say["recipient"], say["recipient_help"]
        if around:
            fields["recipient"].widget.attrs["list"] = "around"
        fields["expires_on"].label = say["expires_on"]
        fields["expires_when"].label, fields["expires_when"].help_text = say["expires_when"], say["expires_help"]


class Revoking(HouseForm):
    """How a consent is taken back."""

    how = forms.ChoiceField(label="How they took it back", choices=WAYS, widget=forms.RadioSelect)
    words = forms.CharField(label="What they said or wrote", max_length=150, required=False)


def say_signing(form: forms.Form, language: str) -> None:
    """Put the fields of a signature into the person's language."""
    say, fields = _WORDS[language], form.fields
    _choose(
        fields["signer_authority"], [(one, say[one]) for one in ("self", "guardian", "representative")],
        say["signer_authority"],
    )  # fmt: skip
    fields["signed_by"].label, fields["signed_by"].help_text = say["signed_by"], say["help"]
    fields["signed_by"].widget.attrs["autocomplete"] = "off"


def _choose(field: Any, choices: Sequence[tuple[str, str]], label: str) -> None:
    field.choices, field.label = list(choices), label
