"""A consent in words: who tells what to whom, for what, until when. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stepwell.care.admissions.rules.wording import ENGLISH, Form
from stepwell.foundation.policy.document import Policy

_MONTHS = {
    "es": ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
           "noviembre", "diciembre"],
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What a consent is to say. kind: of consents/forms. expires_on: the last day; expires_when: an event in words."""

    kind: str
    discloser: str
    recipient: str
    categories: tuple[str, ...]
    purposes: tuple[str, ...]
    expires_on: date | None = None
    expires_when: str = ""


def consent_kinds(policy: Policy) -> tuple[str, ...]:
    """The consents there are, in their order. policy: consents/forms."""
    return tuple(rule.id for rule in policy.rules.values() if rule.get("consent"))


def spoken(kind: str, language: str, policy: Policy) -> str:
    """The language a consent is worded in: the one asked for, else English."""
    return language if policy.rule(kind).get(language) else ENGLISH


def named(codes: Iterable[str], what: str, language: str, policy: Policy) -> list[str]:
    """Codes in words people use. what: categories or purposes; a code without words stands as it is."""
    words: Mapping[str, str] = (policy.rule("words").get(language) or policy.rule("words")[ENGLISH])[what]
    return [words.get(code, code.replace("_", " ")) for code in codes]


def consent_form(asked: Asked, language: str, policy: Policy) -> Form:
    """The paper of a consent, a clause for every element of 42 CFR 2.31. Raises UnknownRule for another kind."""
    tongue = spoken(asked.kind, language, policy)
    say, rule = policy.rule("elements")[tongue], policy.rule(asked.kind)
    clauses: list[dict[str, Any]] = [
        {"heading": say["discloser"], "paragraphs": [asked.discloser]},
        {"heading": say["recipient"], "paragraphs": [asked.recipient]},
        {"heading": say["information"], "items": named(asked.categories, "categories", tongue, policy)},
        {"heading": say["purpose"], "items": named(asked.purposes, "purposes", tongue, policy)},
        {"heading": say["expiry"], "paragraphs": [_until(asked, tongue)]},
        {"heading": say["revoke"], "paragraphs": [say["revocable"]]},
        {"heading": say["again"], "paragraphs": [say["redisclosure"]]},
        {"heading": say["choice"], "paragraphs": [say["refusal"]]},
    ]
    return Form(
        kind=asked.kind,
        language=tongue,
        needed="",
        may_decline=True,
        asks=(),
        relation="",
        text={"title": rule[tongue]["title"], "clauses": clauses},
        policy_ref=policy.ref,
    )


def _until(asked: Asked, language: str) -> str:
    on = asked.expires_on
    if on is None:
        return asked.expires_when
    if language in _MONTHS:
        day = f"{on.day} de {_MONTHS[language][on.month - 1]} de {on.year}"
    else:
        day = f"{on:%B} {on.day}, {on.year}"
    return f"{day}; {asked.expires_when}" if asked.expires_when else day
