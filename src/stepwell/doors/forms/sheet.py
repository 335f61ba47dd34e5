"""A form on a page: kept while it is typed, sent once, never emptied by a refusal, honest when two people edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from stepwell.doors.forms import actions, queries
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.forms.tokens import FIELD, Token, token_of
from stepwell.foundation.gate.opening import together
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotFound, NotPermitted, Refused
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.faults import NotInForce

#: What a form sends besides its fields.
NOT_WORDS = frozenset({FIELD, "csrfmiddlewaretoken", "password"})
#: Characters of one form.
MOST = 200_000
ALREADY = gettext_noop("This was saved already. Nothing was done twice.")
NO_RULES = gettext_noop("No rules are in force on that day. Choose another day; nothing was changed.")
Save = Callable[[Any], str]
Context = Callable[[], Mapping[str, Any]]


@dataclass
class Sheet:
    """One form on one page, from opening to sending. Templates print it as `sheet`.

    `key` names the form and what it is about ("plan-12"): what is typed is kept under it for this login.
    `seen` is the version of what is edited, any text that changes when the record does; empty where nothing is edited.
    `theirs` tells, when somebody else was quicker, what the record says now: a label and its text a row.
    """

    request: HttpRequest
    form_class: type[forms.BaseForm]
    key: str
    seen: str = ""
    initial: Mapping[str, Any] | None = None
    theirs: Callable[[], Mapping[str, str]] | None = None
    #: Further keyword arguments of the form's constructor.
    options: Mapping[str, Any] | None = None
    form: Any = None
    kept_at: datetime | None = None
    #: Set when the record changed under the writer's hands.
    newer: Mapping[str, str] | None = None
    crossed: str = ""
    reasons: tuple[Reason, ...] = ()
    token: Token | None = None

    def answer(self, save: Save, template: str, context: Context | Mapping[str, Any] | None = None) -> HttpResponse:
        """The answer to GET and POST alike.

        `save` gets the cleaned data, calls actions (all of them are kept, or none) and returns the address to go to;
        a Refused that it raises is shown on the form with every word still there. `context` is what the template
        prints besides `sheet`; where it is a function it is called only when the page is shown.
        """
        status = 200
        if self.request.method == "POST":
            answer, status = self._take(save)
            if answer is not None:
                return answer
        else:
            self._open()
        more = context() if callable(context) else (context or {})
        return render(self.request, template, {"sheet": self, **more}, status=status)

    def _open(self) -> None:
        """Show the form with what was kept of it, else with what the record says."""
        access = access_of(self.request)
        kept = queries.newest_kept(access, key=self.key)
        self.token = self._fresh()
        if kept is None:
            self.form = self._form(None)
            return
        self.kept_at = kept.kept_at
        words = _as_sent(kept.words)
        self.form = self._form(words)
        # What was kept is not judged before it is sent.
        self.form.errors.clear()
        if kept.seen != self.seen:
            self._show_theirs(
                gettext("The record has changed since you wrote this. Look at both, then send yours or start over.")
            )

    def _take(self, save: Save) -> tuple[HttpResponse | None, int]:
        access = access_of(self.request)
        self.token = token_of(self.request)
        if self.token is None or self.token.login != access.login_id or self.token.key != self.key:
            self.token = self._fresh()
            self.form = self._form(self.request.POST)
            self.form.add_error(
                None, gettext("This form was open for too long. Your words are still here: look at them and send.")
            )
            return None, 422
        self.form = self._form(self.request.POST)
        done = queries.sent(access, sheet=self.token.sheet)
        if done is not None:
            return self._already(done.then), 200
        if not self.form.is_valid():
            return None, 422
        if self.token.seen != self.seen:
            self._show_theirs(
                gettext(
                    "Somebody changed this while you wrote. Nothing of yours is lost: look at both, then send again."
                )
            )
            self.token = self.token.now_seeing(self.seen)
            return None, 409
        return self._send(save)

    def _send(self, save: Save) -> tuple[HttpResponse | None, int]:
        access, now = access_of(self.request), timezone.now()
        assert self.token is not None
        match = self.request.resolver_match
        name = f"doors.form.{match.url_name if match else self.key}"
        try:
            with together(access, name):
                sent = actions.send_once(access, sheet=self.token.sheet, at=now)
                then = save(self.form.cleaned_data)
                actions.finish_sending(access, sent=sent, then=then, at=now)
        except IntegrityError as broken:
            if "a_form_is_sent_once" not in str(broken):
                raise
            done = queries.sent(access, sheet=self.token.sheet)
            return self._already(done.then if done else ""), 200
        except (NotPermitted, NotFound):
            raise
        except NotInForce:
            return None, self._refused(BadInput("", NO_RULES))
        except Refused as refused:
            return None, self._refused(refused)
        return self.go(then), 200

    def _refused(self, refused: Refused) -> int:
        """Put what the house refused beside its field, or on top."""
        field = refused.field if isinstance(refused, BadInput) and refused.field in self.form.fields else None
        self.form.add_error(field, gettext(refused.says))
        self.reasons = refused.reasons
        if isinstance(refused, Conflict):
            self.crossed = gettext(refused.says)
        return 422 if isinstance(refused, BadInput) else refused.status

    def _already(self, then: str) -> HttpResponse:
        messages.info(self.request, gettext(ALREADY))
        return self.go(then or self.request.path)

    def go(self, to: str) -> HttpResponse:
        """Go to a page; for htmx by its header, since it would follow a redirect inside the fragment."""
        if self.request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": to})
        return HttpResponseRedirect(to)

    def _show_theirs(self, says: str) -> None:
        self.crossed = says
        self.newer = self.theirs() if self.theirs else {}

    def _fresh(self) -> Token:
        access = access_of(self.request)
        return Token.fresh(
            key=self.key,
            login=access.login_id or 0,
            operator=access.operator_id,
            path=self.request.get_full_path(),
            seen=self.seen,
        )

    def _form(self, data: Any) -> Any:
        return self.form_class(data, initial=dict(self.initial or {}), **(self.options or {}))


def words_of(request: HttpRequest) -> dict[str, Any]:
    """What a form carries, without its token and passwords: a text, or a list where a field was sent more than once."""
    return {
        name: values[0] if len(values) == 1 else values
        for name, values in ((name, [v.replace("\x00", "") for v in given]) for name, given in request.POST.lists())
        if name not in NOT_WORDS
    }


def too_much(words: Mapping[str, Any]) -> bool:
    """Whether this is more than any honest form carries: it is refused, not cut."""
    return sum(len(name) + len(str(value)) for name, value in words.items()) > MOST


def _as_sent(words: Mapping[str, Any]) -> Any:
    from django.http import QueryDict

    sent = QueryDict(mutable=True)
    for name, value in words.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent
