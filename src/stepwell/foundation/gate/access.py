"""Access: who asks, for which operator, in which roles and for which purpose. Made at the door, once a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stepwell.foundation.gate.roles import Role


class Purpose(StrEnum):
    """Purpose of use, as 42 CFR Part 2 and HIPAA name them."""

    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"


@dataclass(frozen=True)
class Access:
    """Who asks. `subjects` narrows the scope to those people; None is everyone of the operator.

    relation_id: somebody around that person, who sees what the person's consents in force on the day `on` open, and
    nothing without one.
    """

    operator_id: int
    roles: frozenset[Role]
    purpose: Purpose = Purpose.TREATMENT
    login_id: int | None = None
    staff_id: int | None = None
    name: str = ""
    subjects: frozenset[int] | None = None
    relation_id: int | None = None
    on: date | None = None

    @classmethod
    def system(cls, operator_id: int) -> Access:
        """The access of reactions and nightly work of one operator."""
        return cls(operator_id, frozenset({Role.SYSTEM}), Purpose.OPERATIONS, name="Stepwell")

    @classmethod
    def visitor(cls, operator_id: int) -> Access:
        """The access of whoever comes to an operator's public pages: nobody we know."""
        return cls(operator_id, frozenset({Role.VISITOR}), Purpose.OPERATIONS, name="A visitor")
