"""Drafting, wording, signing and voiding letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError

from stepwell.care.letters.gathering import Asked, sentences
from stepwell.care.letters.models import Letter, LetterSignature, LetterVoid
from stepwell.care.letters.queries import LETTERS, addition_check, letter_by_id, may_write
from stepwell.care.letters.rules.wording import languages_of
from stepwell.care.letters.rules.writing import kind_of
from stepwell.care.letters.signing import local_date, signed_letter, told
from stepwell.care.placement.qualified import held, holds
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import queries as episodes

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Staff


@action(Permission.LETTER_WRITE)
def draft(
    access: Access,
    *,
    subject: Subject,
    episode: Episode,
    kind: str,
    to: str,
    at: datetime,
    from_on: date,
    to_on: date | None = None,
    says: Sequence[str] | None = None,
    recipient: str = "",
    address: Sequence[str] = (),
    purpose: str = "",
    language: str = "en",
    addition: str = "",
    replaces: Letter | None = None,
) -> Letter:
    """Draft a letter: its sentences come from the record.

    kind: court-or-probation, employer, school or excuse. to: "client" (handed to the person) or "recipient". says:
    what it tells, default as the kind usually does. from_on, to_on: the days it is about, both included; of an excuse
    the first is the day. purpose: of the consent, default the kind's first. replaces: a letter that was voided.

    Raises NotAllowed with every reason against it (no consent, more than the kind may tell, words that may not
    stand), BadInput, Conflict.
    """
    on = local_date(at, episode)
    policy = load(LETTERS, on)
    known = _known(kind, policy)
    wanted = list(dict.fromkeys(known["usual"] if says is None else says))
    recipient, meant = recipient.strip(), purpose or str(known["purposes"][0])
    _fits(subject, episode, to, from_on, to_on or from_on, on)
    if language not in languages_of(known, policy):
        raise BadInput("language", f"This letter is written in {' or '.join(languages_of(known, policy))}.")
    _permitted(
        may_write(access, subject=subject, kind=kind, to=to, says=wanted, on=on, recipient=recipient, purpose=meant)
    )
    _may_stand(access, subject, kind, wanted, addition, on)
    about = Asked(episodes.episode_by_id(access, episode_id=episode.pk), from_on, to_on or from_on, language)
    _replaceable(access, replaces, subject)
    try:
        return Letter.objects.create(
            subject=subject,
            episode=episode,
            kind=kind,
            to=to,
            recipient=recipient if to == "recipient" else "",
            address=list(address) if to == "recipient" else [],
            purpose=meant,
            language=language,
            says=wanted,
            from_on=from_on,
            to_on=to_on or from_on,
            policy_ref=policy.ref,
            sentences=sentences(access, about, wanted, policy),
            addition=addition.strip(),
            replaces=replaces,
            drafted_by=access.name,
            drafted_at=at,
        )
    except IntegrityError:
        raise Conflict("Another letter takes that one's place already.") from None


@action(Permission.LETTER_WRITE)
def reword(access: Access, *, letter: Letter, addition: str, at: datetime) -> Letter:
    """Change what is added by hand to a draft; the sentences from the record stay. Raises NotAllowed, Conflict."""
    row = _draft(access, letter)
    _may_stand(access, row.subject, row.kind, row.says, addition, local_date(at, row.episode))
    row.addition = addition.strip()
    row.save()
    return row


@action(Permission.LETTER_WRITE)
def sign(access: Access, *, letter: Letter, by: Staff, credential: str, at: datetime) -> LetterSignature:
    """Sign a draft as it stands: it is printed, kept, and recorded as handed over or as a disclosure with its notice.

    by: who signs, signed in as themselves, with a credential that is valid on the day in the site's state. What was
    allowed when it was drafted is asked again. Raises NotAllowed, BadInput, Conflict; a signed letter never changes.
    """
    row = _draft(access, letter)
    on = local_date(at, row.episode)
    policy, site = load(LETTERS, on), row.episode.program.site
    holds(held(access, by, on, site.state), credential, by, on)
    may_sign = policy.rule("signer")["may_sign"]
    if credential not in may_sign:
        raise NotAllowed((policy.reason("signer", {"credential": credential, "would_change": may_sign}),))
    _permitted(
        may_write(
            access,
            subject=row.subject,
            kind=row.kind,
            to=row.to,
            says=row.says,
            on=on,
            recipient=row.recipient,
            purpose=row.purpose,
        )
    )
    _may_stand(access, row.subject, row.kind, row.says, row.addition, on)
    disclosure = told(access, row, at, on, policy)
    return signed_letter(access, row, by, credential, at, disclosure, policy, site)


@action(Permission.LETTER_WRITE)
def void(access: Access, *, letter: Letter, at: datetime, why: str) -> LetterVoid:
    """Take a letter out of use, signed or not; another may be drafted in its place. What was sent stays sent.

    Raises BadInput without a reason, Conflict when it is void already.
    """
    if not why.strip():
        raise BadInput("why", "Say why the letter does not hold.")
    try:
        return LetterVoid.objects.create(
            subject_id=letter.subject_id, letter=letter, at=at, by=access.name, why=why.strip()[:300]
        )
    except IntegrityError:
        raise Conflict("This letter is void already.") from None


def _draft(access: Access, letter: Letter) -> Letter:
    """The letter while it is a draft. Raises Conflict once it is signed or void."""
    Letter.objects.select_for_update().get(pk=letter.pk)
    row = letter_by_id(access, letter_id=letter.pk)
    if hasattr(row, "void"):
        raise Conflict("This letter is void; draft a new one in its place.")
    if hasattr(row, "signature"):
        raise Conflict("This letter is signed and never changes; void it with a reason and draft a new one.")
    return row


def _known(kind: str, policy: Policy) -> Mapping[str, Any]:
    """What the policy says of the kind of letter. Raises BadInput for another one."""
    found = kind_of(kind, policy)
    if found is None:
        raise BadInput("kind", f"A letter is one of {', '.join(policy.rule('kinds')['kinds'])}.")
    return found


def _permitted(ruling: Ruling[bool]) -> None:
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)


def _may_stand(access: Access, subject: Subject, kind: str, says: Sequence[str], addition: str, on: date) -> None:
    ruling = addition_check(access, subject=subject, kind=kind, says=says, text=addition, on=on)
    if ruling.answer:
        raise NotAllowed(ruling.reasons)


def _replaceable(access: Access, replaces: Letter | None, subject: Subject) -> None:
    if replaces is None:
        return
    if replaces.subject_id != subject.pk:
        raise BadInput("replaces", "That letter is about somebody else.")
    if not hasattr(letter_by_id(access, letter_id=replaces.pk), "void"):
        raise Conflict("Void the letter with a reason first; then another takes its place.")


def _fits(subject: Subject, episode: Episode, to: str, from_on: date, to_on: date, on: date) -> None:
    if episode.subject_id != subject.pk:
        raise BadInput("episode", "The stay is another person's.")
    if to not in ("client", "recipient"):
        raise BadInput("to", "A letter is handed to the client or sent to a recipient.")
    if to_on < from_on:
        raise BadInput("to_on", "The last day cannot be before the first.")
    if to_on > on:
        raise BadInput("to_on", "A letter tells what was; choose days up to today.")
