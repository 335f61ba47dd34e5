"""An instrument in a client's hands: only its questions, and a page that asks to hand the tablet back."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.assessment import results
from stepwell.doors.staff.assessment.forms import Giving, Password
from stepwell.doors.staff.assessment.giving import after, given_now
from stepwell.doors.staff.assessment.handed_over import KEY, hand_over, handed_over, now_then

#: Wrong passwords before the login is signed out.
_TRIES = 5


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, person_id: int, name: str) -> HttpResponse:
    """The questions. Opening them hands the tablet over: nothing else can be reached from then on."""
    access, now = access_of(request), timezone.now()
    language = request.GET.get("language", "")
    page = results.tablet(access, person_id=person_id, name=name, language=language, now=now)
    path = reverse("instrument-tablet", args=[person_id, name])
    if handed_over(request) is None:
        hand_over(request, path, reverse("instrument", args=[person_id, name]))
    sheet = Sheet(request, Giving, f"tablet-{name}-{person_id}", options={"asked": page.asked})

    def save(given: Any) -> str:
        by = f"{page.person.name}, on a tablet from {access.name}"[:120]
        row = given_now(access, page.asked, given, subject=page.person.subject, at=now, given_by=by)
        now_then(request, after(access, person_id, row))
        return f"{reverse('tablet-thanks', args=[person_id, name])}?language={page.asked.language}"

    context = {"page": page, "asked": page.asked, "spanish": page.asked.language == "es", "path": path}
    return sheet.answer(save, "assessment/tablet.html", context)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def thanks(request: HttpRequest, person_id: int, name: str) -> HttpResponse:
    """A neutral thank-you; the password of whoever is signed in takes the tablet back."""
    held = handed_over(request)
    if held is None:
        return redirect("instrument", person_id, name)
    form = Password(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if request.user.check_password(form.cleaned_data["password"]):
            del request.session[KEY]
            return redirect(str(held["then"]))
        wrong = int(str(held["wrong"])) + 1
        if wrong >= _TRIES:
            logout(request)
            return redirect("login")
        request.session[KEY] = {**held, "wrong": wrong}
        form.add_error("password", "That is not the password of whoever is signed in.")
    leaving = "leave" in request.GET
    context = {"form": form, "leaving": leaving, "spanish": request.GET.get("language") == "es", "back": held["page"]}
    return render(request, "assessment/thanks.html", context, status=422 if form.errors else 200)
