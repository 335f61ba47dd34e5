"""Who appears: a named few whom tests and pages know, and invented people drawn from the list of names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from stepwell.doors.cli.demonstration.chances import Chances
from stepwell.doors.cli.demonstration.rates import rates, read


@dataclass(frozen=True)
class Character:
    """An invented person. phone: always 555-01xx. substance: what the program is for; payer: a contract's policy.
    language: en or es."""

    first: str
    last: str
    called: str = ""
    pronouns: str = ""
    sex: str = "U"
    born: date = date(1990, 1, 1)
    street: str = "22 TEST ST"
    phone: str = "714-555-0143"
    substance: str = "alcohol"
    payer: str = "payers/example-health-plan"
    daypart: int = 0
    relative: str = ""
    #: Somebody close to them whom they let in and then not any more.
    former: str = ""
    language: str = "en"

    @property
    def full(self) -> str:
        return f"{self.first} {self.last}"


#: The named cast of the first clinic. Tests know the first two as well.
AMARA = Character(
    "Amara",
    "Sampleworth",
    "Amara",
    "she/her",
    "F",
    date(1992, 5, 4),
    daypart=2,
    relative="Nia Sampleworth",
    former="Rex Formerly",
)
BEN = Character("Ben", "Testingham", "", "he/him", "M", date(1985, 11, 30), "7 SPECIMEN WAY", "714-555-0145")
CLEO = Character("Cleo", "Mockford", "", "she/her", "F", date(1979, 2, 17), "9 MOCKUP LN", "714-555-0146", "opioid")
DARIO = Character("Dario", "Placeholder", "", "he/him", "M", date(1996, 8, 9), "4 PATTERN CT", "714-555-0147")
EDNA = Character("Edna", "Demorest", "", "she/her", "F", date(1968, 12, 1), "31 EXAMPLE AVE", "714-555-0148", "alcohol",
                 "payers/lantern-county-medi-cal", 1, "Otto Demorest")  # fmt: skip
FINN = Character("Finn", "Fabrizzi", "", "they/them", "U", date(2001, 6, 23), "12 TEST ST", "714-555-0149", "stimulant",
                 "payers/harbor-mutual", 2)  # fmt: skip
GRETA = Character("Greta", "Inventsdottir", "", "she/her", "F", date(1988, 4, 30), "3 TEMPLATE DR", "714-555-0150",
                  "alcohol", "payers/harbor-mutual", 0, "Lars Inventsson")  # fmt: skip
HAMID = Character("Hamid", "Proforma", "", "he/him", "M", date(1974, 9, 12), "18 MOCKUP LN", "714-555-0151", "opioid",
                  "payers/example-health-plan", 1)  # fmt: skip
IRIS = Character("Iris", "Templeton-Test", "", "she/her", "F", date(1999, 1, 8), "5 SPECIMEN WAY", "714-555-0152",
                 "cannabis", "payers/meridian-employers", 2)  # fmt: skip
JOAQUIN = Character("Joaquin", "Specimenez", "", "he/him", "M", date(1982, 7, 19), "27 PATTERN CT", "714-555-0153",
                    "alcohol", "payers/example-health-plan", 2, "Luz Specimenez", language="es")  # fmt: skip


def strangers(chances: Chances, born_about: int, dayparts: int) -> Iterator[Character]:
    """Invented people without end, no full name twice. born_about: the year somebody of 38 was born in."""
    names, own = read("names"), rates().own
    used: set[tuple[str, str]] = set()
    number = 0
    while True:
        number += 1
        draw = chances.of("person", number)
        first, last = draw.choice(names["first"]), draw.choice(names["last"])
        while (first["name"], last) in used:
            first, last = draw.choice(names["first"]), draw.choice(names["last"])
        used.add((first["name"], last))
        yield replace(
            Character(first["name"], last, "", first["pronouns"], first["sex"]),
            born=date(born_about - draw.between(-18, 24), draw.between(1, 12), draw.between(1, 28)),
            street=f"{draw.between(1, 99)} {draw.choice(names['streets'])}",
            phone=f"714-555-01{draw.between(0, 99):02d}",
            substance=draw.weighed(own["substances"]),
            payer=draw.weighed(own["payers"]),
            daypart=draw.between(0, dayparts - 1),
            relative=_kin(draw, names["first"], first["name"], last),
        )


def _kin(draw: Chances, names: list[dict[str, str]], own: str, last: str) -> str:
    """Somebody of the same last name with another first one, or nobody."""
    found = draw.choice([one["name"] for one in names if one["name"] != own])
    return f"{found} {last}" if draw.yes(0.6) else ""
