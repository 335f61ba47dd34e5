"""Announcing what happened, and who reacts. A reaction is a job that commits with the row that caused it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import apart, current


@dataclass(frozen=True)
class Event:
    """Something that happened, named in the past tense. Fields are ids and short words: job rows are not fenced."""


E = TypeVar("E", bound=Event)
Reaction = Callable[[Access, Any], None]

#: Reactions that wait for the end of a `reacting_within`, each once, in the order of their events.
_waiting: ContextVar[dict[tuple[str, Event], None] | None] = ContextVar("stepwell_reactions", default=None)
_reactions: dict[str, list[str]] = {}
_by_name: dict[str, tuple[type[Event], Reaction]] = {}


def reacts_to(event: type[E]) -> Callable[[Callable[[Access, E], None]], Callable[[Access, E], None]]:
    """Register a reaction. It runs as the system of the operator, may run again after a failure, so writes once."""

    def register(function: Callable[[Access, E], None]) -> Callable[[Access, E], None]:
        name = f"{function.__module__}.{function.__qualname__}"
        _reactions.setdefault(event.__name__, []).append(name)
        _by_name[name] = (event, function)
        return function

    return register


def announce(event: Event) -> None:
    """Put a job for each reaction into the job table, in the transaction of the open gate."""
    from stepwell.foundation.jobs.worker import react

    operator_id, waiting = current().operator_id, _waiting.get()
    for name in _reactions.get(type(event).__name__, []):
        if waiting is not None:
            waiting[name, event] = None
            continue
        react.defer(reaction=name, operator_id=operator_id, event=asdict(event))


@contextmanager
def reacting_within() -> Iterator[None]:
    """What is announced inside is reacted to at the end of the block and in its transaction, not from the job table.

    For building a demonstration, where a day of work is one transaction. Inside an open gate. The same reaction to the
    same event runs once. Raises what a reaction raises: then nothing of the block is kept.
    """
    operator_id, waiting = current().operator_id, dict[tuple[str, Event], None]()
    token = _waiting.set(waiting)
    try:
        yield
        while waiting:
            name, event = next(iter(waiting))
            del waiting[name, event]
            _by_name[name][1](Access.system(operator_id), event)
    finally:
        _waiting.reset(token)


@contextmanager
def apart_with_events() -> Iterator[None]:
    """A part of `reacting_within` that may be refused while the rest is kept; nobody reacts to what it announced."""
    waiting = _waiting.get()
    before = dict(waiting) if waiting is not None else {}
    try:
        with apart():
            yield
    except BaseException:
        if waiting is not None:
            waiting.clear()
            waiting.update(before)
        raise


def run(reaction: str, operator_id: int, event: dict[str, Any]) -> None:
    """Run one reaction; the worker calls this. Raises what the reaction raises, so that the job is retried."""
    kind, function = _by_name[reaction]
    function(Access.system(operator_id), kind(**event))
