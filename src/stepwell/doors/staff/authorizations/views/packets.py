"""Packets: looked at, printed, sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.authorizations import forms, packet
from stepwell.doors.staff.people.tabs import tabs
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.office.utilization import actions


@require_http_methods(["GET", "POST"])
def compose(request: HttpRequest, authorization_id: int) -> HttpResponse:
    """The packet as it stands; sent off it is printed and kept, and nothing is told to anybody yet."""
    access, now = access_of(request), timezone.now()
    page = packet.packet_page(access, authorization_id=authorization_id, now=now)

    def save(given: dict[str, Any]) -> str:
        kept = actions.print_packet(access, authorization=page.one.authorization, at=now, **given)
        messages.success(request, "Printed and kept. Nothing is sent yet.")
        return reverse("review-packet", args=[kept.pk])

    key = f"packet-{authorization_id}"
    sheet = Sheet(request, forms.Packet, key=key, options={"sections": page.choices})
    here = tabs(access, page.one.head.person.pk, "chart-coverage")
    context = {"page": page, "head": page.one.head, "tabs": here}
    return sheet.answer(save, "authorizations/packet.html", context)


@require_POST
def preview(request: HttpRequest, authorization_id: int) -> HttpResponse:
    """The packet with these choices, as a fragment; nothing is written."""
    access, now = access_of(request), timezone.now()
    page = packet.packet_page(access, authorization_id=authorization_id, now=now)
    form = forms.Packet(request.POST, sections=page.choices)
    if form.is_valid() and any(form.cleaned_data.values()):
        page = packet.packet_page(access, authorization_id=authorization_id, now=now, **form.cleaned_data)
    return render(request, "authorizations/_told.html", {"page": page, "head": page.one.head})


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, packet_id: int) -> HttpResponse:
    """A printed packet, how it was sent, and sending it: a disclosure on the person's consent."""
    access, now = access_of(request), timezone.now()
    writes = request.method == "POST" or allowed(access.roles, Permission.AUTHORIZATION_WRITE)
    page = (packet.to_send if writes else packet.printed)(access, packet_id=packet_id, now=now)

    def save(given: dict[str, Any]) -> str:
        actions.send_packet(access, packet=page.packet, way=given["way"], at=now)
        messages.success(request, "Kept as sent. The disclosure is on record.")
        return reverse("review-packet", args=[packet_id])

    sheet = Sheet(request, forms.Sending, key=f"packet-sending-{packet_id}", seen=str(len(page.sendings)))
    here = tabs(access, page.head.person.pk, "chart-coverage")
    return sheet.answer(save, "authorizations/printed.html", {"page": page, "head": page.head, "tabs": here})
