"""What every printed page of the house shares: letterhead, notice, who it is about, and how days are written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from stepwell.foundation.documents.pdf import render
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.consents import SHORT_NOTICE
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Person
    from stepwell.registry.programs.models import Site

Section = dict[str, Any]


def sheet(
    title: str,
    *,
    site: Site,
    about: Sequence[Sequence[str]],
    sections: Sequence[Section],
    signatures: Sequence[dict[str, str]] = (),
    name: str = "",
    notice: str = SHORT_NOTICE,
) -> bytes:
    """One document on Letter pages; sections with nothing but a heading are left out. name: at its head."""
    return render(
        "summary",
        {
            "title": title,
            "letterhead": {
                "name": name or site.name,
                "lines": [site.street.title(), f"{site.city.title()}, {site.state} {site.zip_code[:5]}", site.phone],
            },
            "notice": notice,
            "about": [list(row) for row in about],
            "sections": [one for one in sections if len(one) > 1],
            "signatures": list(signatures),
        },
    )


def identity(person: Person, *more: Sequence[str]) -> list[Sequence[str]]:
    """Who a page is about: name, the name they want to hear, pronouns, birth date, and what else is given."""
    called = [("Called", person.called)] if person.called and person.called != person.first_name else []
    pronouns = [("Pronouns", person.pronouns)] if person.pronouns else []
    born = [("Born", day(person.birth_date))] if person.birth_date else []
    return [("Name", f"{person.first_name} {person.last_name}"), *called, *pronouns, *born, *more]


def site_for(access: Access, episode: Episode | None) -> Site:
    """The site of the stay; without one the operator's first."""
    return episode.program.site if episode is not None else programs.programs(access)[0].site


def listed(heading: str, items: Sequence[str]) -> Section:
    """A section that is a list, or nothing."""
    return {"heading": heading, "items": list(items)} if items else {}


def tabled(heading: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Section:
    """A section that is a table, or nothing."""
    return {"heading": heading, "table": {"head": list(head), "rows": [list(row) for row in rows]}} if rows else {}


def labelled(heading: str, rows: Sequence[Sequence[str]]) -> Section:
    """A section of labels and values, or nothing; empty values are left out."""
    kept = [list(row) for row in rows if row[1]]
    return {"heading": heading, "rows": kept} if kept else {}


def local(at: datetime, site: Site) -> datetime:
    """The moment by the site's clock."""
    return at.astimezone(ZoneInfo(site.time_zone))


def day(on: date | None) -> str:
    """March 2, 2026."""
    return f"{on:%B} {on.day}, {on.year}" if on else ""


def clock(at: time) -> str:
    """9:00 AM."""
    return f"{at:%I:%M %p}".lstrip("0")


def number(value: Decimal | float | int | None) -> str:
    """Without needless zeros: 9, 7.5."""
    return "" if value is None else f"{Decimal(str(value)).normalize():f}"


def words(key: str) -> str:
    """A key as people read it: "emergency_contact" is "Emergency contact"."""
    return key.replace("_", " ").replace("-", " ").capitalize()
