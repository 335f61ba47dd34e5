"""Signing in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache


class LoginForm(AuthenticationForm):
    """User name and password; one answer for whatever is wrong, so that nobody learns which names exist."""

    error_messages = {
        "invalid_login": _("That user name and password do not fit together. Check both and try again."),
        "inactive": _("That user name and password do not fit together. Check both and try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-describedby"] = "login-errors"

    username = forms.CharField(
        label="User name",
        max_length=150,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}),
    )


@method_decorator(never_cache, name="dispatch")
class Login(LoginView):
    """The one page everybody may see."""

    template_name = "staff/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True
