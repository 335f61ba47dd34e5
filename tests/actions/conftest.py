"""The clinic that hostile hands knock at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.actions.hostile_house import House, Place, built, places

#: A tablet is handed over as soon as it is opened: the login then sees nothing else.
HANDED_OVER = ("instrument-tablet", "tablet-thanks")


@pytest.fixture(scope="module")
def everything(django_db_setup, django_db_blocker) -> Iterator[tuple[House, dict[str, Place]]]:
    """The clinic, once for all of these tests; it is rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        house = built()
        yield house, {place.name: place for place in places(house) if place.name not in HANDED_OVER}
        transaction.set_rollback(True)


@pytest.fixture
def house(everything, django_db_blocker) -> Iterator[House]:
    """The clinic as it was: what a test writes is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield everything[0]
        transaction.set_rollback(True)


@pytest.fixture
def all_places(everything) -> dict[str, Place]:
    return everything[1]
