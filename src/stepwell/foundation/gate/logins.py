"""Logins of the portal: opened for a client or somebody close to them, and closed again. Nothing is deleted."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Login, Subject
from stepwell.foundation.gate.opening import action, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import Conflict, NotFound
from stepwell.foundation.gate.roles import Role


@action(Permission.PORTAL_OPEN)
def open_login(access: Access, *, subject: Subject, username: str, name: str, relation_id: int | None = None) -> Login:
    """Open the portal to the client, or to one of the people around them.

    relation_id: who of them. The login has no password yet: nobody can sign in before they have chosen one. A
    relative's shows nothing without a consent that names them.

    Raises Conflict when they have a login already, or when the user name is taken.
    """
    role = Role.CLIENT if relation_id is None else Role.RELATIVE
    login = Login(
        username=username,
        name=name,
        operator_id=access.operator_id,
        roles=[str(role)],
        subject=subject,
        relation_id=relation_id,
    )
    login.set_unusable_password()
    try:
        with transaction.atomic():
            login.save()
    except IntegrityError as taken:
        if "one_login_of_the_portal_each" in str(taken):
            raise Conflict("They have a login already.") from None
        raise Conflict("That user name is taken. Choose another.") from None
    return login


@action(Permission.PORTAL_OPEN)
def close_login(access: Access, *, subject: Subject, login_id: int) -> Login:
    """Close a login of the portal at once.

    The next click is refused. Raises NotFound for one that is not this person's,
    Conflict when it was closed before."""
    login = Login.objects.filter(pk=login_id, operator_id=access.operator_id, subject=subject).first()
    if login is None:
        raise NotFound
    if not login.is_active:
        raise Conflict("This login was closed before.")
    login.is_active = False
    login.save()
    return login


@query(Permission.PERSON_READ)
def logins_of(access: Access, *, subject: Subject) -> list[Login]:
    """The portal's logins that open this person's record, those that are open first."""
    rows = Login.objects.filter(operator_id=access.operator_id, subject=subject)
    return list(rows.order_by("-is_active", "pk"))
