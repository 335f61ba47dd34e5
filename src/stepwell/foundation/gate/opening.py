"""The one door: @action and @query check permission and scope, open the gate, run in a transaction, write the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from django.db import connection, models, transaction

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.checks import check, opened_by_consent, subjects_of
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import GateClosed, NotFound, NotPermitted
from stepwell.foundation.gate.trailing import still_there, trail_rows, write_trail

if TYPE_CHECKING:
    from stepwell.foundation.gate.models import TrailRow

P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class Opening:
    """An open gate: the access it is open for, and whose information was touched while it was open."""

    access: Access
    concerned: set[int] = field(default_factory=set)
    depth: int = 1
    #: Whether an action inside has a savepoint of its own, so that somebody may go on after it was refused.
    savepoints: bool = True
    #: Trail rows of actions done together, written at the end of them; None where each is written at once.
    trail: list[TrailRow] | None = None
    #: What reads marked `once` have answered; None while something may be written.
    answered: dict[tuple[object, ...], Any] | None = None
    #: For a relative: the kinds of information that consents in force open; None until it was asked.
    open_to_relative: frozenset[str] | None = None


_open: ContextVar[Opening | None] = ContextVar("stepwell_gate", default=None)
#: Every action and query by its dotted name, with its kind and permission; the architecture tests read it.
DOORS: dict[str, tuple[str, Permission]] = {}
#: What each of them says of itself; the trail is told to people in these words.
DOORS_SAY: dict[str, str] = {}
#: The queries that write no line in the trail; a law test says whose they may be.
UNTRAILED: set[str] = set()


def current() -> Access:
    """The access the gate is open for. Raises GateClosed."""
    opening = _open.get()
    if opening is None:
        raise GateClosed("Data about people is read and written only inside an action or a query.")
    return opening.access


def concerns(*subject_ids: int) -> None:
    """Say whose information this action or query touches, when its arguments do not show it."""
    opening = _open.get()
    if opening is not None:
        opening.concerned.update(subject_ids)


def open_to_relative() -> frozenset[str]:
    """Inside a relative's door: the kinds of information that the client's consents in force open to them."""
    opening = _open.get()
    return (opening.open_to_relative if opening else None) or frozenset()


@contextmanager
def opened(access: Access, *, writes: bool = True) -> Iterator[Opening]:
    """Open the gate for `access` inside a transaction. Inside an open gate of the same operator, a savepoint where it
    writes, so that a refused inner action leaves nothing half written; an inner read costs nothing.

    The database's own wall is told the operator for as long as the gate is open.
    """
    outer = _open.get()
    if outer is not None:
        if outer.access.operator_id != access.operator_id:
            raise GateClosed("The gate is open for another operator.")
        outer.depth += 1
        told = len(outer.trail or ())
        try:
            with transaction.atomic() if writes and outer.savepoints else nullcontext():
                yield outer
        except BaseException:
            # What is rolled back was not done: it leaves the trail as it leaves the tables.
            if outer.trail is not None:
                del outer.trail[told:]
            raise
        finally:
            outer.depth -= 1
        return
    opening = Opening(access)
    with transaction.atomic():
        _tell_wall(access)
        token = _open.set(opening)
        try:
            yield opening
        finally:
            _open.reset(token)
    # The setting ends with its transaction; inside a longer one, as tests have it, it is taken back.
    if connection.in_atomic_block and not connection.needs_rollback:
        _tell_wall(None)


@contextmanager
def together(access: Access, name: str, *, savepoints: bool = True) -> Iterator[Opening]:
    """Several actions as one: all of them are kept or none. `name` says in the trail what was refused.

    savepoints: False where nobody inside goes on after a refusal, except within an atomic block of their own; that is
    a third of all statements of a long day.
    A refusal inside rolls everything back; that somebody was refused is written after it, so that it stays.
    """
    concerned: set[int] = set()
    try:
        with opened(access) as opening:
            concerned = opening.concerned
            outermost = opening.depth == 1
            if outermost:
                opening.trail, opening.savepoints = [], savepoints
            yield opening
            if outermost:
                rows, opening.trail = opening.trail or [], None
                write_trail(rows)
    except Exception as refusal:
        if _open.get() is None:
            with opened(access):
                outcome = "denied" if isinstance(refusal, NotPermitted | NotFound) else "failed"
                _trail(access, name, still_there(concerned), outcome, type(refusal).__name__)
        raise


@contextmanager
def apart() -> Iterator[None]:
    """Inside an open gate, a part that may be refused while the rest is kept: its rows and its trail go, no more."""
    opening = _open.get()
    if opening is None:
        raise GateClosed("There is nothing open to be apart from.")
    told = len(opening.trail or ())
    try:
        with transaction.atomic():
            yield
    except BaseException:
        if opening.trail is not None:
            del opening.trail[told:]
        raise


def action(
    permission: Permission,
) -> Callable[[Callable[Concatenate[Access, P], R]], Callable[Concatenate[Access, P], R]]:
    """A write. The function takes the Access first and keyword arguments after it."""
    return _door("action", permission)


def query(
    permission: Permission, *, trailed: bool = True, once: bool = False
) -> Callable[[Callable[Concatenate[Access, P], R]], Callable[Concatenate[Access, P], R]]:
    """A read. It returns rows or dataclasses, never a queryset: that would be evaluated after the gate closed.

    trailed: False only for what a login keeps for itself and is in nobody's record, such as the words of a form it has
    begun; it is asked on every page with a form. Where such a read concerns anybody after all, it fails (TypeError).
    A refusal is in the trail all the same.
    once: several parts of a page ask the same, so inside a query that encloses it the answer is read once and given
    again; inside an action never. For answers that nobody changes, of arguments that are rows, dates or plain values.
    """
    return _door("query", permission, trailed, once)


def _door(
    kind: str, permission: Permission, trailed: bool = True, once: bool = False
) -> Callable[[Callable[Concatenate[Access, P], R]], Callable[Concatenate[Access, P], R]]:
    def wrap(function: Callable[Concatenate[Access, P], R]) -> Callable[Concatenate[Access, P], R]:
        name = f"{function.__module__}.{function.__qualname__}"
        DOORS[name] = (kind, permission)
        DOORS_SAY[name] = function.__doc__ or ""
        if not trailed:
            UNTRAILED.add(name)

        @wraps(function)
        def through(access: Access, /, *args: P.args, **kwargs: P.kwargs) -> R:
            subjects = subjects_of(access, kwargs)
            try:
                check(access, permission, kwargs)
                with opened(access, writes=kind == "action") as opening:
                    if access.relation_id is not None:
                        opening.open_to_relative = opened_by_consent(access, permission, opening.open_to_relative)
                    if opening.depth == 1 or kind == "action":
                        opening.answered = {} if kind == "query" else None
                    # What this door touches is told apart from what was touched before it inside the same opening.
                    before, opening.concerned = opening.concerned, set(subjects)
                    try:
                        if once:
                            result = _answer(opening, name, lambda: function(access, *args, **kwargs), kwargs)
                        else:
                            result = function(access, *args, **kwargs)
                        if isinstance(result, models.QuerySet):
                            raise TypeError(f"{name} returned a queryset; return rows or dataclasses.")
                        about = subjects or opening.concerned
                        if about and not trailed:
                            raise TypeError(f"{name} concerns a person; such a read is in the trail.")
                        if trailed and (kind == "action" or opening.depth == 1):
                            _trail(access, name, about, "done")
                    finally:
                        before |= opening.concerned
                        opening.concerned = before
                    return result
            except Exception as refusal:
                # Written after the rollback, by the outermost door only, so that it stays.
                if _open.get() is None:
                    with opened(access):
                        outcome = "denied" if isinstance(refusal, NotPermitted | NotFound) else "failed"
                        _trail(access, name, subjects, outcome, type(refusal).__name__)
                raise

        return through

    return wrap


def _answer(opening: Opening, name: str, ask: Callable[[], R], given: dict[str, Any]) -> R:
    """What the read answers, or has answered inside this opening to the same arguments; whom it concerns is known to
    the opening since the first time."""
    if opening.answered is None:
        return ask()
    key = (name, *((each, _same(value)) for each, value in sorted(given.items())))
    if key not in opening.answered:
        opening.answered[key] = ask()
    result = opening.answered[key]
    # A list is the caller's own: sorting it changes nothing for the next one.
    return cast(R, list(result)) if isinstance(result, list) else cast(R, result)


def _same(value: object) -> object:
    return (value._meta.label, value.pk) if isinstance(value, models.Model) else value


def _tell_wall(access: Access | None) -> None:
    """Tell the database for whom the gate is open; None: for nobody."""
    narrowed = access is not None and access.subjects is not None
    subjects = "{" + ",".join(map(str, sorted(access.subjects or ()))) + "}" if access and narrowed else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('stepwell.operator', %s, true), set_config('stepwell.subjects', %s, true)",
            [str(access.operator_id) if access else "", subjects],
        )


def _trail(access: Access, name: str, subjects: set[int], outcome: str, detail: str = "") -> None:
    rows = trail_rows(access, name, subjects, outcome, detail)
    opening = _open.get()
    if opening is not None and opening.trail is not None:
        for row in rows:
            row.stamp()
        opening.trail += rows
    else:
        write_trail(rows)
