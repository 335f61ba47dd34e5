"""The forms of an assessment: its screens, ratings, questionnaires, diagnoses, the confirmation of a level."""

from __future__ import annotations

from typing import Any

from django import forms

from stepwell.care.placement.rules.screens import Rated, Screen
from stepwell.doors.forms.fields import HouseForm
from stepwell.doors.staff.assessment.questionnaire import Question, Questionnaire

#: What a free text may hold; an honest page of findings is a tenth of it.
LONGEST = 20_000
RATING = "r-"


class ScreenForm(HouseForm):
    """One short screen: its ratings first, then its words. Everything may be left for tomorrow."""

    def __init__(
        self,
        *args: Any,
        screen: Screen,
        family: list[tuple[str, str]] | None = None,
        fourth: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for one in screen.subdimensions:
            self.fields[f"{RATING}{one.id}"] = _rating(one, forms.RadioSelect())
        if fourth:
            self.fields["remission"] = remission()
        if family is not None:
            self.fields["family"] = forms.ChoiceField(
                label="Who is invited?", choices=[("", "Nobody yet"), *family], required=False, widget=forms.RadioSelect
            )
        for word in screen.words:
            self.fields[word.id] = forms.CharField(
                label=word.label, required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
            )


class Ratings(HouseForm):
    """All twelve ratings on one page, for looking at the level while they change."""

    def __init__(self, *args: Any, screens: tuple[Screen, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for screen in screens:
            for one in screen.subdimensions:
                self.fields[f"{RATING}{one.id}"] = _rating(one, forms.Select(), blank=True)
        self.fields["remission"] = remission()


def remission() -> forms.BooleanField:
    """Whether the person is in remission, which matters where nothing needs a level."""
    return forms.BooleanField(label="In remission: comes to stay well, not to stop", required=False)


def _rating(one: Rated, widget: forms.Widget, *, blank: bool = False) -> forms.ChoiceField:
    first = [("", "Not rated yet")] if blank else []
    return forms.ChoiceField(
        label=f"{one.id} {one.asks}", choices=[*first, *one.anchors], required=False, widget=widget
    )


class Giving(HouseForm):
    """The questions of an instrument; what may stay open is for its policy to say."""

    def __init__(self, *args: Any, asked: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in asked.questions:
            self.fields[question.field] = Answer(question)


class Answer(forms.ChoiceField):
    """One question with its answers as buttons."""

    widget = forms.RadioSelect

    def __init__(self, question: Question) -> None:
        super().__init__(label=question.text, choices=question.options, required=False)
        self.question = question


class Confirmation(HouseForm):
    """A licensed clinician's word over what the rules recommend."""

    credential = forms.ChoiceField(label="Your license", widget=forms.RadioSelect)
    selected = forms.ChoiceField(label="Selected with the person", help_text="What you and the person chose together.")
    actual = forms.ChoiceField(label="Actual", help_text="Where the person will be treated.")
    reason_code = forms.ChoiceField(
        label="Why it differs", required=False, help_text="Needed where a level is another than the recommended one."
    )
    reason_text = forms.CharField(
        label="The reason in your words", required=False, max_length=LONGEST, widget=forms.Textarea
    )
    risk_plan = forms.CharField(
        label="The plan for the risk",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea,
        help_text="What is done so that less care, or other care, stays safe.",
    )

    def __init__(
        self,
        *args: Any,
        credentials: list[str],
        levels: list[tuple[str, str]],
        codes: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "credential", [(one, one) for one in credentials])
        for name in ("selected", "actual"):
            _choose(self, name, levels)
        _choose(self, "reason_code", [("", "It does not differ"), *codes])


class Diagnosing(HouseForm):
    """Either a substance with its criteria, or a code of the list, or another code with its reason."""

    substance = forms.ChoiceField(label="Substance", required=False)
    criteria = forms.MultipleChoiceField(
        label="Met in the last twelve months", required=False, widget=forms.CheckboxSelectMultiple
    )
    taken_as_prescribed = forms.BooleanField(label="It is a medication taken as prescribed", required=False)
    product = forms.ChoiceField(label="Nicotine: which product", required=False)
    worst_severity = forms.ChoiceField(
        label="Past disorder: how severe at its worst",
        required=False,
        choices=[("", "No past disorder"), ("mild", "Mild"), ("moderate", "Moderate"), ("severe", "Severe")],
    )
    months_without_criteria = forms.IntegerField(
        label="Months without any criterion but craving", required=False, min_value=0, max_value=1200
    )
    maintenance_therapy = forms.BooleanField(label="On maintenance therapy", required=False)
    controlled_environment = forms.BooleanField(label="In a controlled environment", required=False)
    code = forms.ChoiceField(label="Mental-health diagnosis", required=False)
    other_code = forms.CharField(label="Another ICD-10-CM code", required=False, max_length=10)
    label = forms.CharField(label="Its name", required=False, max_length=160)
    other_code_because = forms.CharField(label="Why that code", required=False, max_length=500, widget=forms.Textarea)
    principal = forms.BooleanField(label="This is treated first (principal diagnosis)", required=False)

    def __init__(
        self,
        *args: Any,
        substances: list[str],
        criteria: list[tuple[str, str]],
        products: list[str],
        codes: list[tuple[str, list[tuple[str, str]]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "substance", [("", "None of these"), *((one, one.capitalize()) for one in substances)])
        _choose(self, "criteria", criteria)
        _choose(self, "product", [("", "Does not matter"), *((one, one.capitalize()) for one in products)])
        _choose(self, "code", [("", "None of these"), *codes])


class Password(forms.Form):
    """The word that takes a tablet back."""

    password = forms.CharField(
        label="Staff password",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


def _choose(form: forms.BaseForm, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
