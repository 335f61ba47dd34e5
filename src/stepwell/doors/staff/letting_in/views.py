"""Logins of the portal: the list, opening one, its link to hand over, closing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.doors.forms.fields import HouseForm
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.letting_in import pages
from stepwell.doors.staff.people.tabs import tabs
from stepwell.foundation.gate import logins

HERE = "chart-portal"


class Opening(HouseForm):
    """The user name somebody signs in with."""

    username = forms.CharField(
        label="User name",
        help_text="Easy to type on a phone. It should not say why they are here.",
        min_length=5,
        max_length=60,
        validators=[RegexValidator(r"^[A-Za-z0-9._-]+$", "Letters, numbers, dots and dashes only.")],
    )


@require_safe
def index(request: HttpRequest, person_id: int) -> HttpResponse:
    """Who may sign in about this person."""
    access = access_of(request)
    page = pages.portal(access, person_id=person_id, now=timezone.now())
    return render(
        request, "letting_in/index.html", {"page": page, "head": page.head, "tabs": tabs(access, person_id, HERE)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest, person_id: int) -> HttpResponse:
    """A login for the person, or with ?relation= for somebody around them."""
    access = access_of(request)
    page = pages.portal(access, person_id=person_id, now=timezone.now())
    asked = request.GET.get("relation", "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    holder = next((one for one in page.holders if one.relation_id == wanted), None)
    if holder is None:
        raise Http404
    sheet = Sheet(
        request, Opening, f"portal-{person_id}-{wanted or 'own'}", initial={"username": pages.suggested(holder.name)}
    )

    def save(given: Any) -> str:
        login = pages.let_in(
            access, subject=page.head.subject, username=given["username"], holder=holder, now=timezone.now()
        )
        messages.success(request, f"{holder.name} can sign in once they have chosen a password.")
        return reverse("portal-link", args=[person_id, login.pk])

    context = {"holder": holder, "head": page.head, "tabs": tabs(access, person_id, HERE)}
    return sheet.answer(save, "letting_in/opening.html", context)


@require_safe
def link(request: HttpRequest, person_id: int, login_id: int) -> HttpResponse:
    """The link to print or hand over."""
    access = access_of(request)
    page = pages.welcome(access, person_id=person_id, login_id=login_id, now=timezone.now())
    address = request.build_absolute_uri(reverse("welcome", args=[page.token]))
    context = {"page": page, "head": page.head, "address": address, "tabs": tabs(access, person_id, HERE)}
    return render(request, "letting_in/link.html", context)


@require_POST
def renewal(request: HttpRequest, person_id: int, login_id: int) -> HttpResponse:
    """A new link; the old password ends."""
    pages.renew(access_of(request), person_id=person_id, login_id=login_id, now=timezone.now())
    return HttpResponseRedirect(reverse("portal-link", args=[person_id, login_id]))


@require_POST
def closing(request: HttpRequest, person_id: int, login_id: int) -> HttpResponse:
    """The login ends with the next click."""
    access = access_of(request)
    page = pages.portal(access, person_id=person_id, now=timezone.now())
    logins.close_login(access, subject=page.head.subject, login_id=login_id)
    messages.success(request, "The login is closed. Whoever used it is out at the next click.")
    return HttpResponseRedirect(reverse(HERE, args=[person_id]))
