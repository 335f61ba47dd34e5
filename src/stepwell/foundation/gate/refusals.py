"""What the gate says when it does not open."""

from __future__ import annotations

from stepwell.foundation.kernel.ruling import Reason


class GateClosed(RuntimeError):
    """Data about people was touched outside an action or query. A mistake of the program, never of the user."""


class NeverDeleted(RuntimeError):
    """Nothing is hard-deleted; it is ended, voided or amended with a reason."""


class Refused(Exception):
    """Something a user may hear about; `status` is the HTTP status the doors answer with."""

    status = 422

    def __init__(self, says: str, reasons: tuple[Reason, ...] = ()) -> None:
        super().__init__(says)
        self.says = says
        self.reasons = reasons


class NotPermitted(Refused):
    """The roles do not hold the permission."""

    status = 403


class NotFound(Refused):
    """Not there, or somebody else's: the answer is the same."""

    status = 404

    def __init__(self, says: str = "Not permitted, or not found.") -> None:
        super().__init__(says)


class NotAllowed(Refused):
    """A rule says no, with its reasons."""

    def __init__(self, reasons: tuple[Reason, ...], says: str = "") -> None:
        super().__init__(says or " ".join(reason.says for reason in reasons), reasons)


class Conflict(Refused):
    """Somebody or something has the place, the unit or the number already."""

    status = 409


class BadInput(Refused):
    """The input cannot be used; `field` names it and `says` says what to do."""

    status = 400

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field
