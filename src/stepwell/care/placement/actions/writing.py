"""Writing an assessment screen by screen: words, ratings, and who of the family is invited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.placement.models import Assessment
from stepwell.care.placement.queries import ANCHORS, CRITERIA
from stepwell.care.placement.rules.criteria import criteria_of
from stepwell.care.placement.rules.screens import screens_of, together
from stepwell.care.placement.still_open import agreed, open_for_writing
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.registry.people.models import Relation

#: What was in the findings before the screens were written; it stays at their head.
EARLIER = "earlier"


@action(Permission.ASSESSMENT_WRITE)
def write_screen(
    access: Access,
    *,
    assessment: Assessment,
    words: Mapping[str, str],
    ratings: Mapping[str, str] | None = None,
    remission: bool | None = None,
) -> Assessment:
    """Write one short screen of an assessment: its words by id, its ratings by subdimension.

    What another screen holds stays, also when two people write at once. An empty text or rating takes back what stood
    there. remission: None leaves it as it is. The findings become all words together. Raises BadInput at the word or
    at "ratings.4A", Conflict once a level is confirmed on it.
    """
    mine = open_for_writing(assessment)
    screens = screens_of(load(ANCHORS, mine.started_on))
    known = {one.id for screen in screens for one in screen.words}
    for name in words:
        if name not in known:
            raise BadInput(name, f"An assessment has words for {', '.join(sorted(known))}.")
    given = {of: token for of, token in (ratings or {}).items() if token}
    try:
        criteria_of(load(CRITERIA, mine.started_on)).rated(given)
    except BadFacts as fault:
        raise BadInput(fault.path, f"Expected {fault.expected}; got {fault.got!r}.") from None
    before = mine.words or ({EARLIER: mine.findings} if mine.findings else {})
    mine.words = {**before, **{name: text.strip() for name, text in words.items()}}
    mine.ratings = {of: token for of, token in {**mine.ratings, **(ratings or {})}.items() if token}
    mine.remission = mine.remission if remission is None else remission
    mine.strengths = mine.words.get("strengths", mine.strengths)
    mine.family_note = mine.words.get("family_note", mine.family_note)
    mine.findings = "\n\n".join(filter(None, (mine.words.get(EARLIER, ""), together(screens, mine.words))))
    mine.save()
    return mine


@action(Permission.ASSESSMENT_WRITE)
def invite_family(access: Access, *, assessment: Assessment, relation: Relation | None, on: date) -> Assessment:
    """Invite someone around the person to the assessment, or take it back with None.

    Only where a consent for treatment that names them is in force on the day. Raises NotAllowed, Conflict.
    """
    mine = open_for_writing(assessment)
    if relation is not None:
        agreed(access, mine.subject, relation, on)
    mine.family_invited = relation
    mine.save()
    return mine
