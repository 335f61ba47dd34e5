"""Printing what was signed and keeping the very document. Called by actions, inside their open gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from stepwell.care.admissions.models import Paper
from stepwell.care.admissions.rules.wording import Form
from stepwell.care.admissions.site import by_clock, site_of
from stepwell.foundation.documents.keeping import keep
from stepwell.foundation.documents.pdf import render
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Operator, Subject
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.registry.programs.models import Site

METHODS: Final = ("typed", "drawn", "paper")
_WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "name": "Name", "born": "Born", "client": "Client", "declined": "Not signed",
        "typed": "Typed", "drawn": "Drawn", "paper": "On paper",
    },
    "es": {
        "name": "Nombre", "born": "Fecha de nacimiento", "client": "Cliente", "declined": "Sin firma",
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
    subject: Subject,
    form: Form,
    signed_by: str,
    at: datetime,
    method: str,
    rows: Sequence[Sequence[str]] = (),
    declined_reason: str = "",
) -> Paper:
    """Print the paper as PDF, store it, and keep who signed which version, how and when.

    rows: what the person filled in, as label and value. declined_reason: why there is no signature, or "".
    """
    site = site_of(access, subject)
    on = by_clock(at, site).date()
    data = _sheet(access, subject, form, site, rows)
    say = _WORDS[form.language]
    if declined_reason:
        data["clauses"].append({"heading": say["declined"], "paragraphs": [declined_reason, _day(on, form.language)]})
    else:
        how = {"role": say["client"], "name": signed_by, "on": _day(on, form.language), "how": say[method]}
        data["signatures"] = [how]
    document = keep(
        subject=subject,
        kind="paper",
        title=form.title,
        media_type="application/pdf",
        content=render("paper", data),
    )
    return Paper.objects.create(
        subject=subject,
        kind=form.kind,
        version_hash=form.version_hash,
        signed_by=signed_by,
        method=method,
        at=at,
        document=document,
        declined_reason=declined_reason,
    )


def _sheet(
    access: Access, subject: Subject, form: Form, site: Site | None, rows: Sequence[Sequence[str]]
) -> dict[str, Any]:
    person, say = people.person(access, subject=subject), _WORDS[form.language]
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
