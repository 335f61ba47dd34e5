"""Printing what was signed and keeping the very document. Called by actions, inside their open gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from stepwell.care.admissions.models import Paper
from stepwell.care.admissions.rules.wording import Form
from stepwell.care.admissions.site import by_clock
from stepwell.foundation.documents.keeping import keep, keep_drawn
from stepwell.foundation.documents.pdf import Unprintable, render
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Consent, Operator
from stepwell.foundation.gate.refusals import BadInput

if TYPE_CHECKING:
    from stepwell.registry.people.models import Person
    from stepwell.registry.programs.models import Site

METHODS: Final = ("typed", "drawn", "paper")
#: In whose name somebody signs.
AUTHORITIES: Final = ("self", "guardian", "representative")
_WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "name": "Name", "born": "Born",
        "self": "Client", "guardian": "Guardian", "representative": "Representative",
        "declined": "Not signed",
        "typed": "Typed", "drawn": "Drawn", "paper": "On paper",
    },
    "es": {
        "name": "Nombre", "born": "Fecha de nacimiento",
        "self": "Cliente", "guardian": "Tutor o tutora", "representative": "Representante",
        "declined": "Sin firma",
        "typed": "Escrita", "drawn": "Dibujada", "paper": "En papel",
    },
}  # fmt: skip
_SPANISH_MONTHS: Final = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]


def keep_paper(
    access: Access,
    *,
    person: Person,
    site: Site | None,
    form: Form,
    signed_by: str,
    at: datetime,
    method: str,
    rows: Sequence[Sequence[str]] = (),
    declined_reason: str = "",
    signer_authority: str = "self",
    drawn: bytes | None = None,
    consent: Consent | None = None,
) -> Paper:
    """Print the paper as PDF, store it, and keep who signed which version, how and when.

    person: whose paper it is; site: where, None while there is none.
    rows: what the person filled in, as label and value. declined_reason: why there is no signature, or "".
    signer_authority: self, guardian or representative. drawn: the PNG of a drawn signature; it is printed and kept
    beside the document. consent: that this is the text of. Raises BadInput.
    """
    if signer_authority not in AUTHORITIES:
        raise BadInput("signer_authority", f"Somebody signs as one of {', '.join(AUTHORITIES)}.")
    subject, on = person.subject, by_clock(at, site).date()
    data = _sheet(access, person, form, site, rows)
    say = _WORDS[form.language]
    if declined_reason:
        data["clauses"].append({"heading": say["declined"], "paragraphs": [declined_reason, _day(on, form.language)]})
    else:
        how = {"role": say[signer_authority], "name": signed_by, "on": _day(on, form.language), "how": say[method]}
        data["signatures"] = [{**how, **({"drawn": list(drawn)} if drawn else {})}]
    document = keep(
        subject=subject, kind="paper", title=form.title, media_type="application/pdf", content=_printed(data, drawn)
    )
    if drawn and not declined_reason:
        keep_drawn(document, drawn)
    return Paper.objects.create(
        subject=subject,
        kind=form.kind,
        version_hash=form.version_hash,
        signed_by=signed_by,
        signer_authority=signer_authority,
        method=method,
        at=at,
        consent=consent,
        document=document,
        declined_reason=declined_reason,
    )


def _printed(data: Mapping[str, Any], drawn: bytes | None) -> bytes:
    try:
        return render("paper", data)
    except Unprintable:
        if drawn is None:
            raise
        raise BadInput("drawn", "The drawing could not be read. Draw it again, or type your name alone.") from None


def _sheet(
    access: Access, person: Person, form: Form, site: Site | None, rows: Sequence[Sequence[str]]
) -> dict[str, Any]:
    say = _WORDS[form.language]
    about = [[say["name"], f"{person.first_name} {person.last_name}"]]
    if person.birth_date is not None:
        about.append([say["born"], _day(person.birth_date, form.language)])
    clauses: list[dict[str, Any]] = [_clause(each) for each in form.text["clauses"]]
    if rows:
        clauses.append({"heading": form.text["asked"]["heading"], "rows": [list(row) for row in rows]})
    lines = [site.street.title(), f"{site.city.title()}, {site.state} {site.zip_code[:5]}"] if site else []
    return {
        "title": form.title,
        "language": form.language,
        "letterhead": {"name": Operator.objects.get(pk=access.operator_id).name, "lines": lines},
        "about": about,
        "clauses": clauses,
    }


def _clause(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: given[key] for key in ("heading", "paragraphs", "items") if key in given}


def _day(on: date, language: str) -> str:
    """A day as people write it."""
    if language == "es":
        return f"{on.day} de {_SPANISH_MONTHS[on.month - 1]} de {on.year}"
    return f"{on:%B} {on.day}, {on.year}"
