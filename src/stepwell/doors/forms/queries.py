"""Reading what was kept and what was sent: a login's own words, in nobody's record, so two of them leave no line."""

from __future__ import annotations

from stepwell.doors.forms.models import KeptWork, SentForm
from stepwell.doors.forms.signed_in import writer
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@query(Permission.FORM_KEEP, trailed=False)
def newest_kept(access: Access, *, key: str) -> KeptWork | None:
    """What this login last wrote under that key and has not sent."""
    return KeptWork.objects.filter(login_id=writer(access), key=key, ended_at=None).order_by("-kept_at").first()


@query(Permission.FORM_KEEP)
def kept_of(access: Access, *, limit: int = 20) -> list[KeptWork]:
    """Everything this login has begun and not sent, newest first."""
    return list(KeptWork.objects.filter(login_id=writer(access), ended_at=None).order_by("-kept_at")[:limit])


@query(Permission.FORM_KEEP, trailed=False)
def sent(access: Access, *, sheet: str) -> SentForm | None:
    """The sending of that form, if it was sent."""
    return SentForm.objects.filter(login_id=writer(access), sheet=sheet).first()
