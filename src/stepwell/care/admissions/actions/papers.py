"""Signing the papers of intake, each in the person's language, each kept as the document it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from stepwell.care.admissions.before import PAPERS
from stepwell.care.admissions.events import PaperSigned
from stepwell.care.admissions.models import Paper
from stepwell.care.admissions.printing import METHODS, keep_paper
from stepwell.care.admissions.rules.wording import Form, form, kinds
from stepwell.care.admissions.site import by_clock, site_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people

#: The papers that come with Stepwell, in the order people sign them; an operator's policy may hold more.
PAPER_KINDS: Final = (
    "treatment-consent",
    "notice-of-privacy",
    "part2-notice",
    "rights",
    "fees",
    "grievance",
    "orientation",
    "emergency-contact",
    "telehealth-consent",
)


@action(Permission.CONSENT_WRITE)
def sign_paper(
    access: Access,
    *,
    subject: Subject,
    kind: str,
    signed_by: str,
    at: datetime,
    method: str = "typed",
    fields: Mapping[str, str] | None = None,
    language: str = "",
    declined_reason: str = "",
    signer_authority: str = "self",
    drawn: bytes | None = None,
) -> Paper:
    """Keep a signed paper with its version and its PDF. Announces PaperSigned.

    kind: of the policy papers/intake. method: typed, drawn or paper. fields: what the paper asks for, as name,
    how_related and phone of the emergency contact; left out, the person around them who is known for it is printed,
    and the signature says so. language: default the person's. declined_reason: there is no signature, where the
    paper allows that. signer_authority: self, guardian or representative. drawn: the PNG of a drawn signature.
    Raises BadInput, NotAllowed, Conflict.
    """
    person = of_people.person(access, subject=subject)
    if person.is_known_dead:
        raise Conflict("A death is recorded for this person; nothing is signed any more.")
    site = site_of(access, subject)
    on = by_clock(at, site).date()
    policy = load(PAPERS, on)
    if kind not in kinds(policy):
        raise BadInput("kind", f"A paper is one of {', '.join(kinds(policy))}.")
    if method not in METHODS:
        raise BadInput("method", f"A paper is signed in one of these ways: {', '.join(METHODS)}.")
    if not signed_by.strip():
        raise BadInput("signed_by", "Write who signed, or who declined to.")
    paper = form(kind, language or person.language, policy)
    if declined_reason and not paper.may_decline:
        raise NotAllowed((_not_declinable(paper, policy),))
    rows = [] if declined_reason else _filled_in(access, subject, paper, fields, on)
    kept = keep_paper(
        access,
        person=person,
        site=site,
        form=paper,
        signed_by=signed_by,
        at=at,
        method=method,
        rows=rows,
        declined_reason=declined_reason,
        signer_authority=signer_authority,
        drawn=drawn,
    )
    announce(PaperSigned(kept.pk, subject.pk, kind))
    return kept


def _filled_in(
    access: Access, subject: Subject, paper: Form, fields: Mapping[str, str] | None, on: date
) -> list[Sequence[str]]:
    """The rows that the paper asks for; somebody new around the person is kept as such."""
    given = dict(fields) if fields is not None else _known(access, subject, paper, on)
    for name in given:
        if name not in paper.asks:
            raise BadInput(f"fields.{name}", f"This paper asks for {', '.join(paper.asks) or 'nothing'}.")
    for name in paper.asks:
        if not given.get(name, "").strip():
            raise BadInput(f"fields.{name}", "Fill this in, or write why it is declined.")
    if fields is not None and paper.relation:
        people.relate(access, subject=subject, kind=paper.relation, on=on, **given)
    words = paper.text.get("asked", {})
    return [(words[name], given[name]) for name in paper.asks]


def _known(access: Access, subject: Subject, paper: Form, on: date) -> dict[str, str]:
    """Who is around the person with a number: the one named for it, else the latest of family."""
    if not paper.relation:
        return {}
    around = [each for each in of_people.relations(access, subject=subject, on=on) if each.phone]
    for wanted in (paper.relation, "partner", "relative"):
        for each in reversed(around):
            if each.kind == wanted:
                return {"name": each.name, "how_related": each.how_related or each.kind, "phone": each.phone}
    return {}


def _not_declinable(paper: Form, policy: Policy) -> Reason:
    says = f"{paper.title}: without this signature there is no treatment here; talk over what stands in the way."
    return policy.reason("needed", {"paper": paper.kind, "would_change": "the signature"}, says=says)
