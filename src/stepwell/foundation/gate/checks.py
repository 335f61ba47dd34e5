"""What is checked before a door opens: the role, the scope, and for a relative the client's consent of that day."""

from __future__ import annotations

from typing import Any

from django.db import models

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound, NotPermitted
from stepwell.foundation.gate.roles import OPENED_BY, allowed


def check(access: Access, permission: Permission, given: dict[str, Any]) -> None:
    """Whether the roles hold the permission and everything given is in scope. Raises NotPermitted or NotFound."""
    if not allowed(access.roles, permission):
        raise NotPermitted("Your role does not include this. Ask your program director.")
    for value in given.values():
        if isinstance(value, models.Model) and getattr(value, "operator_id", access.operator_id) != access.operator_id:
            raise NotFound
    if access.subjects is not None and not subjects_of(access, given) <= access.subjects:
        raise NotFound


def subjects_of(access: Access, given: dict[str, Any]) -> set[int]:
    """Whose information the arguments are, as far as they are of the operator: the trail names no stranger."""
    found = set()
    for value in given.values():
        if isinstance(value, models.Model) and getattr(value, "operator_id", None) == access.operator_id:
            subject = value.pk if value._meta.label == "gate.Subject" else getattr(value, "subject_id", None)
            if isinstance(subject, int):
                found.add(subject)
    return found


def opened_by_consent(access: Access, permission: Permission, known: frozenset[str] | None) -> frozenset[str]:
    """The kinds of information that consents in force on the day open to a relative.

    known: what this opening has found before. Raises NotFound where nothing is open, or nothing that the permission
    reads (42 CFR 2.31): the answer is the same as for somebody who does not exist.
    """
    from stepwell.foundation.gate.models import Consent

    if known is None:
        if access.on is None or not access.subjects:
            raise NotFound
        rows = Consent.objects.filter(relation_id=access.relation_id, starts_on__lte=access.on, revocation=None)
        found = rows.exclude(expires_on__lt=access.on).values_list("categories", flat=True)
        known = frozenset(name for categories in found for name in categories)
    if not known or (permission in OPENED_BY and not known & OPENED_BY[permission]):
        raise NotFound
    return known
