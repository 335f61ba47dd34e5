"""Whatever is changed in an engine's facts, it rules or says what is wrong; it never fails in another way."""

import contextlib
import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stepwell.doors.cli.decide.door import _ruling, _text
from stepwell.doors.cli.decide.engine import engine, engine_names
from stepwell.foundation.kernel.facts import BadFacts

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.sampled_from([-1, 0, 1, 2, 7, 27, 100, 1440, 1441, 1e300, -0.0, 0.5]),
    st.sampled_from(
        ["", "0", "A", "9999-12-31", "0001-01-01", "2026-13-01", "2026-03-02", "23:59", "00:00", "default"]
    ),
    st.sampled_from(["9999-12-31T23:59", "0001-01-01T00:00+14:00", "2026-03-02T09:00Z", "NaN", "Infinity", "-0.00"]),
    st.text(max_size=5),
    st.just([]),
    st.just({}),
    st.lists(st.integers(-5, 5), max_size=12),
)


def places(of: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document, the whole of it first."""
    inside = of.items() if isinstance(of, dict) else enumerate(of) if isinstance(of, list) else ()
    return [path, *(place for key, value in inside for place in places(value, (*path, key)))]


def changed(of: Any, place: tuple[Any, ...], what: str, value: Any) -> Any:
    """The document with one place taken out, doubled, or replaced by a value."""
    if not place:
        return value
    made = copy.deepcopy(of)
    at = made
    for key in place[:-1]:
        at = at[key]
    if what == "without":
        del at[place[-1]]
    elif what == "twice" and isinstance(at, list):
        at.append(copy.deepcopy(at[place[-1]]))
    else:
        at[place[-1]] = value
    return made


@pytest.mark.parametrize("name", engine_names())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_one_or_two_changes(name: str, data: st.DataObject) -> None:
    asked = engine(name)
    facts: Any = data.draw(st.sampled_from(asked.examples))
    for _ in range(data.draw(st.integers(1, 2))):
        place = data.draw(st.sampled_from(places(facts)))
        facts = changed(facts, place, data.draw(st.sampled_from(["without", "twice", "replaced"])), data.draw(ODD))
    with contextlib.suppress(BadFacts):
        printed = _text(_ruling(asked, json.dumps(facts).encode()))
        assert set(json.loads(printed)) == {"ruling", "reasons"}
