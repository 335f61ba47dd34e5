"""Is this for me? A short self-check that informs. What is answered is told on the next page and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stepwell.doors.public import queries
from stepwell.doors.public.every import every_offer
from stepwell.doors.public.language import public, show
from stepwell.doors.public.rules.danger import Told, told
from stepwell.foundation.gate.access import Access
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load

CHECK = "public/self-check"
MOST_ANSWERS = 50


@dataclass(frozen=True)
class Question:
    """One thing to mark. says: in the language of the page."""

    key: str
    says: str
    marked: bool


# Nothing is written and there is no cookie, so there is nothing a CSRF token could protect.
@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, language: str) -> HttpResponse:
    """The questions; with answers, whom to call first and what they mean."""
    now = timezone.now()
    policy = load(CHECK, now.date())
    answers = request.POST.getlist("mark")[:MOST_ANSWERS]
    found = told(answers, policy)
    asked = request.method == "POST"
    context: dict[str, Any] = {
        "dangers": _questions(policy, "danger", language, answers),
        "fit": _questions(policy, "fit", language, answers),
        "told": found if asked else None,
        "means": _means(policy, language, found),
        "result": policy.rule("results")[found.leans][language],
        "clinics": _who_answers(now) if asked and found.calls else [],
        "danger_keys": [one.key for one in _questions(policy, "danger", language, answers) if one.marked],
    }
    return show(request, language, "public/check.html", context, kept=not asked)


def _questions(policy: Policy, rule: str, language: str, answers: list[str]) -> list[Question]:
    return [Question(one["key"], one[language], one["key"] in answers) for one in policy.rule(rule)["questions"]]


def _means(policy: Policy, language: str, found: Told) -> list[str]:
    return [one[f"{language}_means"] for one in policy.rule("fit")["questions"] if one["key"] in found.marked]


def _who_answers(now: Any) -> list[Any]:
    """Programs where somebody answers within minutes: at the desk, or on call."""
    found, asked = [], {}
    for offer in every_offer(now):
        operator = offer.clinic.operator_id
        if operator not in asked:
            asked[operator] = queries.reached(
                Access.visitor(operator), zone=offer.zone, always=offer.rules.reachable_always, now=now
            )
        if asked[operator].desk or asked[operator].on_call:
            found.append(offer)
    return found
