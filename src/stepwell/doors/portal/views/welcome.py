"""The first way in: a link that somebody on staff handed over, good for seven days and one use."""

from __future__ import annotations

from django.contrib.auth import login as sign_in
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stepwell.doors.portal.own_door import home_of
from stepwell.doors.portal.welcoming import login_of


@login_not_required
@never_cache
@sensitive_post_parameters("new_password1", "new_password2")
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password; a link that was used, is too old or wrong says so kindly."""
    login = login_of(token)
    if login is None:
        return render(request, "portal/welcome_over.html", {}, status=404)
    form = SetPasswordForm(login, request.POST or None)
    for field in form.fields.values():
        field.help_text = ""
    if request.method == "POST" and form.is_valid():
        form.save()
        request.session.flush()
        sign_in(request, login, backend="stepwell.doors.forms.signed_in.WithOperator")
        return HttpResponseRedirect(home_of(login))
    context = {"form": form, "login": login}
    return render(request, "portal/welcome.html", context, status=422 if form.errors else 200)
