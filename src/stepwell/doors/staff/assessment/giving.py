"""Keeping one giving of an instrument, and where it leads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from stepwell.care.measures import actions as measures
from stepwell.care.measures.models import Measure
from stepwell.doors.staff.assessment.questionnaire import Questionnaire
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput
from stepwell.foundation.gate.roles import allowed


def given_now(
    access: Access, asked: Questionnaire, given: Mapping[str, str], *, subject: Subject, **more: Any
) -> Measure:
    """Keep one giving; a fault of an answer is said beside its question. Raises BadInput."""
    answers = [int(given[one.field]) if given[one.field] != "" else None for one in asked.questions]
    try:
        return measures.give(access, subject=subject, instrument=asked.name, answers=answers, **more)
    except BadInput as fault:
        place = _place(fault.field)
        if place is None or place >= len(asked.questions):
            raise
        raise BadInput(asked.questions[place].field, "This question needs an answer.") from None


def after(access: Access, person_id: int, row: Measure) -> str:
    """Where staff go on: to the result, or to the person where the role reads no measures."""
    if allowed(access.roles, Permission.NOTE_READ):
        return reverse("instrument-result", args=[person_id, row.instrument, row.pk])
    return reverse("person", args=[person_id])


def asks_for(opener: Measure, name: str) -> bool:
    """Whether the giving asked for that instrument."""
    return any(reason["facts"].get("instrument") == name for reason in opener.reasons)


def _place(field: str) -> int | None:
    """ "answers[3]" as 3."""
    found = re.fullmatch(r"answers\[(\d+)\]", field)
    return int(found[1]) if found else None
