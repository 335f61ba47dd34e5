"""The named cast that tests share: two clinics, and nobody of one may see anything of the other."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from psycopg import sql

from stepwell.doors.cli.clinic import Clinic, open_clinic
from stepwell.doors.cli.demonstration import cast
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.roles import STAFF_ROLES, Role
from stepwell.registry.people import actions as people
from stepwell.registry.people.models import Person

#: A Monday.
TODAY = date(2026, 3, 2)

#: Where the clinics of the tests stand. At night its date is not that of universal time.
CLINIC = ZoneInfo("America/Los_Angeles")


def today_there() -> date:
    """The real today on the clinic's calendar, as its pages have it."""
    return datetime.now(CLINIC).date()


LAKE = {
    "name": "Fountain Grove, Lakeside",
    "legal_name": "FOUNTAIN GROVE DEMO LLC",
    "time_zone": "America/Los_Angeles",
    "street": "100 EXAMPLE WAY",
    "city": "FOUNTAIN VALLEY",
    "state": "CA",
    "zip_code": "927080001",
    "phone": "7145550100",
    "npi": "1234567893",
    "ein": "951234567",
    "taxonomy": "261QR0405X",
    "services": ["iop"],
}


@dataclass(frozen=True)
class World:
    """Clinic `a` is where the stories happen; clinic `b` is the neighbour who must see nothing."""

    a: Clinic
    b: Clinic

    def access(self, role: Role, index: int = 0) -> Access:
        """Somebody of clinic `a` in that role."""
        return self.a.access(role, index)

    @property
    def stranger(self) -> Access:
        """Somebody of clinic `b`, with every role there is: must see nothing of `a`."""
        return Access(self.b.operator.pk, frozenset(STAFF_ROLES), name="Stranger")

    def at(self, on: date = TODAY, hour: int = 10, minute: int = 0) -> datetime:
        """A moment on the clinic's clock."""
        return datetime.combine(on, time(hour, minute), ZoneInfo(self.a.site.time_zone)).astimezone(UTC)

    def amara(self) -> Person:
        """Amara, who asks for help in most stories; the demonstration's first clinic knows her too."""
        return people.register(
            self.access(Role.COORDINATOR),
            first_name=cast.AMARA.first,
            last_name=cast.AMARA.last,
            birth_date=cast.AMARA.born,
            sex=cast.AMARA.sex,
            street=cast.AMARA.street,
            city="IRVINE",
            state="CA",
            zip_code="92602",
        )

    def ben(self) -> Person:
        """Ben, who sits beside Amara in groups."""
        return people.register(
            self.access(Role.COORDINATOR),
            first_name=cast.BEN.first,
            last_name=cast.BEN.last,
            birth_date=cast.BEN.born,
        )


def make_world() -> World:
    """Open both clinics. A process opens them by the real actions once; from then on it lays the same rows."""
    if not _laid:
        made = _opened()
        _laid.append((pickle.dumps(made), {each: _rows_of(each) for each in (made.a.operator.pk, made.b.operator.pk)}))
        return made
    kept, rows = _laid[0]
    with transaction.atomic(), connection.cursor() as cursor:
        for operator, held in rows.items():
            # One statement: whatever points at whatever, the database checks at its end.
            laying = [
                sql.SQL("{} AS (INSERT INTO {} SELECT * FROM json_populate_recordset(NULL::{}, %s))").format(
                    sql.Identifier(f"laid_{table}"), sql.Identifier(table), sql.Identifier(table)
                )
                for table in held
            ]
            _be(operator)
            cursor.execute(sql.SQL("WITH {} SELECT 1").format(sql.SQL(", ").join(laying)), list(held.values()))
        _be(None)
    return pickle.loads(kept)


#: The two clinics once they were opened, and the rows of each: by operator and table, as JSON.
_laid: list[tuple[bytes, dict[int, dict[str, str]]]] = []


def _rows_of(operator: int) -> dict[str, str]:
    held: dict[str, str] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        _be(operator)
        for table in _tables():
            own = "id" if table == "gate_operator" else "operator_id"
            asked = sql.SQL("SELECT json_agg(t)::text FROM {} t WHERE {} = %s")
            [rows] = cursor.execute(asked.format(sql.Identifier(table), sql.Identifier(own)), [operator]).fetchone()
            held |= {table: rows} if rows else {}
        _be(None)
    return held


@cache
def _tables() -> tuple[str, ...]:
    """The tables of operators, the operators' own first."""
    with connection.cursor() as cursor:
        named = "FROM pg_attribute WHERE attname = 'operator_id' AND attrelid = ANY (%s::regclass[])"
        tables = [f'"{name}"' for name in connection.introspection.table_names(cursor)]
        found = cursor.execute(f"SELECT attrelid::regclass::text {named}", [tables]).fetchall()
    return ("gate_operator", *sorted(name.strip('"') for (name,) in found))


def _be(operator: int | None) -> None:
    """Tell the database's wall for whom what follows is; None: for nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('stepwell.operator', %s, true)", [str(operator or "")])


def _opened() -> World:
    """Both clinics, by the real actions."""
    a = open_clinic(
        name="Fountain Grove",
        slug="fountain-grove",
        disclaimer="Invented for tests.",
        sites=[LAKE],
        policy_ids=["programs/trust-socal/iop"],
        on=TODAY,
    )
    b = open_clinic(
        name="Next Door",
        slug="next-door",
        disclaimer="Invented for tests.",
        sites=[{**LAKE, "name": "Next Door"}],
        policy_ids=["programs/clinic-732/iop"],
        on=TODAY,
    )
    return World(a, b)
