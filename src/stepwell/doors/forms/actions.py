"""Keeping what is typed, and marking a form as sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stepwell.doors.forms.models import KeptWork, SentForm
from stepwell.doors.forms.signed_in import writer
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission


@action(Permission.FORM_KEEP)
def keep(access: Access, *, key: str, sheet: str, seen: str, words: Mapping[str, Any], at: datetime) -> KeptWork | None:
    """Keep the words of an open form for the login that types them. None when that form has been sent already."""
    if SentForm.objects.filter(sheet=sheet).exists():
        return None
    kept, _ = KeptWork.objects.update_or_create(
        operator_id=access.operator_id,
        login_id=writer(access),
        sheet=sheet,
        defaults={"key": key, "seen": seen, "words": dict(words), "kept_at": at, "ended_at": None},
    )
    return kept


@action(Permission.FORM_KEEP)
def put_away(access: Access, *, key: str, at: datetime) -> int:
    """Start over: empty everything this login has kept under that key. Returns how many forms."""
    return KeptWork.objects.filter(login_id=writer(access), key=key, ended_at=None).update(words={}, ended_at=at)


@action(Permission.FORM_KEEP)
def send_once(access: Access, *, sheet: str, at: datetime) -> SentForm:
    """Mark the form as sent, in the transaction of what it does. IntegrityError when it was sent before.

    A second click at the same moment waits here until the first is written or refused.
    """
    return SentForm.objects.create(login_id=writer(access), sheet=sheet, at=at)


@action(Permission.FORM_KEEP)
def finish_sending(access: Access, *, sent: SentForm, then: str, at: datetime) -> None:
    """Note where the form led, and empty what was kept of it: its words are in the record now."""
    SentForm.objects.filter(pk=sent.pk).update(then=then[:300])
    KeptWork.objects.filter(login_id=writer(access), sheet=sent.sheet).update(words={}, ended_at=at)
