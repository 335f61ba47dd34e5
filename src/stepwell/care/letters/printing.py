"""A letter as it leaves the house. Data in, PDF out; called inside an open gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.letters.rules.wording import day
from stepwell.foundation.documents.pdf import render
from stepwell.foundation.gate.consents import SHORT_NOTICE

if TYPE_CHECKING:
    from stepwell.care.letters.models import Letter
    from stepwell.foundation.policy.document import Policy
    from stepwell.registry.programs.models import Site


@dataclass(frozen=True)
class Signed:
    """How a letter is signed. sender: the name at its head. name, credential: of who signs; the credential is printed
    only where it does not tell of treatment. scope: on which consent it goes, empty for one that is handed over."""

    sender: str
    name: str
    credential: str
    on: date
    scope: str = ""


def letter_pdf(letter: Letter, *, about: str, site: Site, signed: Signed, policy: Policy) -> bytes:
    """The letter: who sends it, to whom, the sentences, what was added, who signed.

    about: the person's name. One that is sent says on which consent and carries the notice (42 CFR 2.32). One that is
    handed to the person carries neither: it is theirs, and the notice would tell of treatment.
    """
    rules, language = policy.rule("words"), letter.language
    kind, labels = policy.rule("kinds")["kinds"][letter.kind], rules["labels"][language]
    to = [letter.recipient, *letter.address] if letter.to == "recipient" else [about]
    shown = signed.name if kind["neutral"] else f"{signed.name}, {signed.credential}"
    return render(
        "letter",
        {
            "title": kind["title"][language],
            "language": language,
            "letterhead": {
                "name": signed.sender,
                "lines": [site.street.title(), f"{site.city.title()}, {site.state} {site.zip_code[:5]}", site.phone],
            },
            "notice": SHORT_NOTICE if signed.scope else "",
            "date": day(signed.on, language),
            "to": to,
            "about": [[labels["about"], about]] if letter.to == "recipient" else [],
            "paragraphs": [*letter.sentences, *letter.addition.strip().splitlines()],
            "scope": signed.scope,
            "signatures": [{"role": labels["signer"], "name": shown, "on": day(signed.on, language)}],
        },
    )
