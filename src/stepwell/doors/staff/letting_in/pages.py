"""Who may sign in about a person: themself, and people around them; opening, closing, a new way in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from stepwell.doors.portal.welcoming import token_for
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.foundation.gate import consents, logins
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Login, Subject
from stepwell.foundation.gate.opening import action, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import Conflict, NotFound
from stepwell.foundation.jobs.events import announce
from stepwell.registry.people import queries as people
from stepwell.registry.people.events import PortalOpened

#: Who of the people around somebody may have a login; a consent says what it shows.
CLOSE = ("relative", "partner", "emergency_contact", "other")


@dataclass(frozen=True)
class Holder:
    """Somebody who may have a login. relation_id: None for the person themself. consented: a consent names them."""

    name: str
    what: str
    relation_id: int | None
    login: Login | None
    entered: bool
    consented: bool


@dataclass(frozen=True)
class Portal:
    """What the page prints."""

    head: Head
    holders: tuple[Holder, ...]
    closed: tuple[Login, ...]


@dataclass(frozen=True)
class Welcome:
    """A link to hand over. token: what stands in its address."""

    head: Head
    login: Login
    token: str


@query(Permission.PORTAL_OPEN)
def portal(access: Access, *, person_id: int, now: datetime) -> Portal:
    """Who has a login, and who could. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    rows = logins.logins_of(access, subject=head.subject)
    held = {row.relation_id: row for row in rows if row.is_active}
    named = {row.relation_id for row in consents.in_force(access, subject=head.subject, on=head.today)}
    around = [one for one in people.relations(access, subject=head.subject, on=head.today) if one.kind in CLOSE]
    holders = [_holder(head.person.name, "The person", None, held.get(None), True)]
    holders += [
        _holder(one.name, one.how_related or one.kind.replace("_", " "), one.pk, held.get(one.pk), one.pk in named)
        for one in around
    ]
    return Portal(head, tuple(holders), tuple(row for row in rows if not row.is_active))


def suggested(name: str) -> str:
    """A user name that tells nothing but the first name."""
    first = "".join(letter for letter in name.split(" ")[0].casefold() if letter.isascii() and letter.isalpha())
    return f"{first or 'guest'}{secrets.randbelow(9000) + 1000}"


@action(Permission.PORTAL_OPEN)
def let_in(access: Access, *, subject: Subject, username: str, holder: Holder, now: datetime) -> Login:
    """Opened the portal to the person or to somebody around them. Announces PortalOpened for the person. Raises
    Conflict."""
    login = logins.open_login(
        access, subject=subject, username=username, name=holder.name, relation_id=holder.relation_id
    )
    if holder.relation_id is None:
        announce(PortalOpened(subject.pk, login.pk, now.isoformat()))
    return login


@query(Permission.PORTAL_OPEN)
def welcome(access: Access, *, person_id: int, login_id: int, now: datetime) -> Welcome:
    """The link of a login whose password nobody has chosen yet. Raises NotFound, Conflict once it is chosen."""
    head = head_of(access, person_id=person_id, now=now)
    login = _login(access, head, login_id)
    if login.has_usable_password():
        raise Conflict("They have chosen a password. If it is lost, make a new link; the old password ends then.")
    return Welcome(head, login, token_for(login))


@action(Permission.PORTAL_OPEN)
def renew(access: Access, *, person_id: int, login_id: int, now: datetime) -> Login:
    """Ended the password of a portal login, so that a new link can be handed over. Raises NotFound."""
    login = _login(access, head_of(access, person_id=person_id, now=now), login_id)
    login.set_unusable_password()
    login.save(update_fields=["password"])
    return login


def _login(access: Access, head: Head, login_id: int) -> Login:
    rows = logins.logins_of(access, subject=head.subject)
    found = next((row for row in rows if row.pk == login_id and row.is_active), None)
    if found is None:
        raise NotFound
    return found


def _holder(name: str, what: str, relation_id: int | None, login: Login | None, consented: bool) -> Holder:
    return Holder(name, what, relation_id, login, login is not None and login.has_usable_password(), consented)
