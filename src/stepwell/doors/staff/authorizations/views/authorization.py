"""One authorization, and what happens to it: each a resource of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.doors.forms.fields import HouseForm
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.authorizations import forms
from stepwell.doors.staff.authorizations import one as pages
from stepwell.doors.staff.authorizations.one import ToWrite
from stepwell.doors.staff.people.tabs import tabs
from stepwell.office.utilization import actions


@dataclass(frozen=True)
class Act:
    """One thing that may happen: its address, the event it leaves, what it asks, and its words."""

    noun: str
    kind: str
    form: type[HouseForm]
    does: Callable[..., Any]
    title: str
    hint: str
    button: str
    send: str
    done: str


_DAYS = "Units and days are of the whole authorization, also when it is extended."
ACTS = (
    Act("grant", "granted", forms.Grant, actions.grant, "The payer grants days", _DAYS,
        "Granted", "Keep the grant", "The grant is kept. Held days it covers are looked at again."),
    Act("overturning", "overturned", forms.Grant, actions.overturn, "The appeal succeeded", _DAYS,
        "Granted after all", "Keep the grant", "The grant is kept. Held days it covers are looked at again."),
    Act("review", "reviewed", forms.Review, actions.record_review, "Review with the payer",
        "A concurrent review was held and the grant stands. More days granted? Keep a grant instead.",
        "Review held", "Keep the review", "The review is kept."),
    Act("pending", "pended", forms.Pending, actions.pend, "The payer wants more",
        "Sending it becomes the reviewer's work, due in two days.", "Wants more", "Keep it", "It is kept."),
    Act("denial", "denied", forms.Denial, actions.deny, "The payer says no",
        "First comes a peer-to-peer talk, then the internal appeal.", "Denied", "Keep the denial",
        "The denial is kept, and by when the talk and the appeal are due."),
    Act("appeal", "appealed", forms.Appeal, actions.appeal, "Appeal the denial",
        "The payer's answer is asked for within thirty days.", "Appeal", "Keep the appeal", "The appeal is kept."),
)  # fmt: skip
NOUNS = {act.noun: act for act in ACTS}


@require_safe
def show(request: HttpRequest, authorization_id: int) -> HttpResponse:
    """How it stands, its burn-down, what happened, what may be done."""
    page = pages.one(access_of(request), authorization_id=authorization_id, now=timezone.now())
    acts = [act for kind in page.acts for act in ACTS if act.kind == kind]
    return render(request, "authorizations/authorization.html", {**_context(request, page), "acts": acts})


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, authorization_id: int, noun: str) -> HttpResponse:
    """Something happened: the payer answered, or we appealed."""
    if noun not in NOUNS:
        raise Http404
    done, access = NOUNS[noun], access_of(request)
    page = pages.to_write(access, authorization_id=authorization_id, now=timezone.now())

    def save(given: dict[str, Any]) -> str:
        at = _moment(given.pop("at"), page.last_at)
        done.does(access, authorization=page.authorization, at=at, **given)
        messages.success(request, done.done)
        return reverse("authorization", args=[authorization_id])

    sheet = Sheet(
        request,
        done.form,
        key=f"authorization-{authorization_id}-{noun}",
        seen=page.version,
        initial=_initial(done, page),
        theirs=lambda: page.newest,
    )
    return sheet.answer(save, "authorizations/act.html", lambda: {**_context(request, page), "act": done})


@require_POST
def attach(request: HttpRequest, authorization_id: int) -> HttpResponse:
    """The person was admitted: what was asked for before belongs to the running stay."""
    access = access_of(request)
    page = pages.to_write(access, authorization_id=authorization_id, now=timezone.now())
    if page.head.open_episode is not None:
        actions.attach_episode(access, authorization=page.authorization, episode=page.head.open_episode)
        messages.success(request, "It belongs to the stay now.")
    return redirect("authorization", authorization_id)


def _moment(given: datetime, last: datetime) -> datetime:
    """A field tells the minute only: what is said in the minute of the event before comes after it."""
    return last if last - timedelta(minutes=1) < given < last else given


def _initial(done: Act, page: ToWrite) -> dict[str, Any]:
    given: dict[str, Any] = {"at": page.head.now.replace(second=0, microsecond=0)}
    if issubclass(done.form, forms.Grant):
        row, grant = page.authorization, page.grant
        given |= {
            "number": grant.number if grant else "",
            "units": grant.units if grant else row.asked_units,
            "span_from": grant.span_from if grant else row.asked_from,
            "span_to": grant.span_to if grant else row.asked_to,
        }
    return given


def _context(request: HttpRequest, page: ToWrite) -> dict[str, Any]:
    here = tabs(access_of(request), page.head.person.pk, "chart-coverage")
    return {"page": page, "head": page.head, "tabs": here}
