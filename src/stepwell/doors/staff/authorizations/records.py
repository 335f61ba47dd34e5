"""Where the record behind a sentence stands, as far as the reader may open it."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from stepwell.doors.staff.authorizations.words import RECORD_PAGES
from stepwell.doors.staff.people.tabs import TABS
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed

_MAY = {url: permission for _, url, permission in TABS}


def address_of(access: Access, kind: str, number: int | str, person_id: int, session: int | None = None) -> str:
    """The page of a record, or "" where there is none or the reader may not open it.

    session: where minutes and a note are from. person_id: whose record it is.
    """
    try:
        if kind == "authorization" and allowed(access.roles, Permission.AUTHORIZATION_READ):
            return reverse("authorization", args=[number])
        if kind in ("minutes", "note") and session is not None:
            return reverse("session", args=[session])
        if kind == "attended-day" and allowed(access.roles, Permission.BILLING_READ):
            return f"{reverse('person-billing', args=[person_id])}#day-{number}"
        page = RECORD_PAGES.get(kind)
        if page and allowed(access.roles, _MAY[page]):
            return reverse(page, args=[person_id])
    except NoReverseMatch:
        return ""
    return ""
