"""What is known of a person, as a form."""

from __future__ import annotations

from django import forms

from stepwell.doors.forms.fields import HouseForm

LANGUAGES = [("en", "English"), ("es", "Spanish"), ("vi", "Vietnamese"), ("ko", "Korean"), ("zh", "Chinese"),
             ("ru", "Russian"), ("tl", "Tagalog"), ("ase", "American Sign Language")]  # fmt: skip
#: As the payer has it; claims ask for one of these three.
SEX = [("U", "Not said"), ("F", "Female"), ("M", "Male")]


class Details(HouseForm):
    """How somebody wants to be called, and what the papers need."""

    called = forms.CharField(label="Wants to be called", max_length=80, required=False)
    pronouns = forms.CharField(label="Pronouns", max_length=40, required=False)
    first_name = forms.CharField(label="First name", max_length=80, help_text="As on the insurance card.")
    last_name = forms.CharField(label="Last name", max_length=80)
    birth_date = forms.DateField(label="Date of birth", required=False)
    sex = forms.ChoiceField(label="Sex, as the payer has it", choices=SEX)
    language = forms.ChoiceField(label="Language they want to talk in", choices=LANGUAGES)
    street = forms.CharField(label="Street", max_length=120, required=False)
    city = forms.CharField(label="City", max_length=80, required=False)
    state = forms.CharField(label="State", max_length=2, required=False, help_text="Two letters, as CA.")
    zip_code = forms.CharField(label="ZIP code", max_length=10, required=False)
