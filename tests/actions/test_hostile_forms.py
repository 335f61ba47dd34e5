"""A form's hidden field in the wrong hands, words of another login, and words that would rather be markup."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.core import signing
from django.db import DatabaseError, models, transaction
from django.test import Client
from django.urls import reverse

from stepwell.doors.forms.models import KeptWork
from stepwell.doors.forms.tokens import Token
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people.models import ReachWay
from tests.actions.hostile_house import ROLES, House, Place
from tests.actions.test_page_sessions import signed_in
from tests.world import World

WAY = {"kind": "phone", "value": "714-555-0199", "leave_message": "yes"}
#: Markup, an end of an attribute, and what a template would compute.
MARKUP = "<svg/onload=x>'\"{{7}}"


@pytest.fixture
def address(world: World) -> str:
    return reverse("way-new", args=[world.amara().pk])


def token(client: Client, address: str, **changed: Any) -> Token:
    """The token of an open form of that login."""
    login = Login.objects.get(pk=client.session["_auth_user_id"])
    person = address.split("/")[2]
    given: dict[str, Any] = {
        "key": f"way-{person}",
        "login": login.pk,
        "operator": login.operator_id,
        "path": address,
        **changed,
    }
    return Token.fresh(**given)


def ways(world: World) -> int:
    with opened(world.access(Role.DIRECTOR)):
        return ReachWay.objects.count()


def kept(world: World) -> int:
    with opened(world.access(Role.DIRECTOR)):
        return KeptWork.objects.count()


def other_form(mine: Token, other: Token) -> str:
    return Token.fresh(key="way-999", login=mine.login, operator=mine.operator, path=mine.path).signed()


def other_login(mine: Token, other: Token) -> str:
    return other.signed()


def tampered(mine: Token, other: Token) -> str:
    head, _, tail = mine.signed().rpartition(":")
    return f"{head}:{tail[::-1]}"


def other_salt(mine: Token, other: Token) -> str:
    return signing.dumps([mine.key, mine.sheet, mine.login, mine.operator, mine.path, ""], salt="elsewhere")


def too_old(mine: Token, other: Token) -> str:
    with patch("django.core.signing.time.time", return_value=1_000_000_000):
        return mine.signed()


def nonsense(mine: Token, other: Token) -> str:
    return "\x00" * 50


@pytest.mark.parametrize("wrong", [other_form, other_login, tampered, other_salt, too_old, nonsense])
def test_a_wrong_token_saves_nothing_and_loses_nothing(world: World, address: str, wrong: Callable[..., str]):
    mine, other = signed_in(world, Role.COORDINATOR), signed_in(world, Role.CASE_MANAGER)
    sheet = wrong(token(mine, address), token(other, address))
    answer = mine.post(address, {"sheet": sheet, **WAY})
    assert answer.status_code == 422
    assert "714-555-0199" in answer.content.decode()
    assert ways(world) == 0
    assert mine.post(address, {"sheet": answer.context["sheet"].token.signed(), **WAY}).status_code == 302
    assert ways(world) == 1


def test_words_of_another_login_are_neither_shown_nor_written(world: World, address: str):
    mine, other = signed_in(world, Role.COORDINATOR), signed_in(world, Role.CASE_MANAGER)
    assert mine.post("/kept/", {"sheet": token(mine, address).signed(), "value": "only mine"}).status_code == 204
    assert "only mine" in mine.get(address).content.decode()
    assert "only mine" not in other.get(address).content.decode()
    for path in ("/kept/", "/kept/afresh/"):
        assert other.post(path, {"sheet": token(mine, address).signed(), "value": "put in"}).status_code == 400
    assert "only mine" in mine.get(address).content.decode()


def test_a_flood_is_refused_and_nothing_of_it_kept(world: World, address: str):
    mine = signed_in(world, Role.COORDINATOR)
    flood = {"sheet": token(mine, address).signed(), "value": "x" * 200_001}
    assert mine.post("/kept/", flood).status_code == 400
    assert Client().post(address, flood).status_code == 302
    assert kept(world) == 0
    assert mine.post("/kept/", {**flood, "value": "x" * 10_000}).status_code == 204
    assert Client().post(address, {**flood, "value": "kept for me"}).status_code == 302
    assert "kept for me" in mine.get(address).content.decode()


def test_where_a_form_leads_after_signing_in_is_never_another_site(world: World, address: str):
    mine = signed_in(world, Role.COORDINATOR)
    sheet = token(mine, address, path="https://elsewhere.example/").signed()
    assert Client().post(address, {"sheet": sheet, **WAY})["Location"].startswith(reverse("login"))
    mine.logout()
    answer = mine.post(
        f"{reverse('login')}?next=https://elsewhere.example/",
        {"username": "coordinator0@a", "password": "an-invented-password"},
    )
    assert answer["Location"] == "/"


def spoil(house: House) -> int:
    """Put markup into every free text of the clinic that may be rewritten. Returns how many fields took it."""
    took = 0
    free = {"name", "first_name", "last_name", "called", "note", "value", "says", "why", "words", "happened", "place",
            "drug", "dose", "prescriber", "topic", "wish", "street", "addition", "purpose", "plan_name", "seen",
            "method", "statement", "text", "reached", "member_id", "to_what", "outcome_says"}  # fmt: skip
    with opened(house.clinic.access(Role.DIRECTOR)):
        for model in apps.get_models():
            for field in model._meta.concrete_fields if hasattr(model, "PRIVACY") else ():
                fits = isinstance(field, models.TextField) or (field.max_length or 0) >= len(MARKUP)
                if field.name not in free or not isinstance(field, models.CharField | models.TextField) or not fits:
                    continue
                try:
                    with transaction.atomic():
                        took += bool(model.objects.exclude(**{field.name: ""}).update(**{field.name: MARKUP}))
                except (DatabaseError, RuntimeError, AttributeError):
                    continue
    return took


def test_markup_in_words_stays_words(house: House, everything: tuple[House, dict[str, Place]]):
    assert spoil(house) >= 10
    mine, shown = house.signed_in(*ROLES), 0
    for name, place in everything[1].items():
        answer = mine.get(place.here)
        assert answer.status_code < 500, name
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        text = answer.content.decode()
        assert "<svg/onload" not in text, name
        assert "'\"{{" not in text, name
        shown += "&lt;svg/onload" in text
    assert shown > 40
