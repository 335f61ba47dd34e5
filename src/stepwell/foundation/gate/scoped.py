"""Tables that belong to an operator, and tables about a person. Their managers answer only inside an open gate."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, ClassVar, Generic, Self, TypeVar

from django.db import models

from stepwell.foundation.gate import opening
from stepwell.foundation.gate.privacy import Privacy, privacy
from stepwell.foundation.gate.refusals import GateClosed, NeverDeleted

M = TypeVar("M", bound=models.Model)


class GatedRows(models.QuerySet[M]):
    """Rows that can be read and added, and changed only one by one or by a plain update; never deleted."""

    def delete(self) -> tuple[int, dict[str, int]]:
        raise NeverDeleted(f"{self.model.__name__} rows are ended or voided, never deleted.")

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        # bulk_create goes around save(), so the operator is checked here.
        rows = list(objs)
        for row in rows:
            if isinstance(row, OperatorScoped):
                _own(row)
        return super().bulk_create(rows, *args, **kwargs)


class GatedManager(models.Manager[M], Generic[M]):
    """Narrows every read to the open gate's operator and, where the access has a scope, its subjects."""

    def get_queryset(self) -> GatedRows[M]:
        access = opening.current()
        rows: GatedRows[M] = _rows_of(self.model, self._db, access.operator_id).all()
        if access.subjects is not None and issubclass(self.model, SubjectScoped):
            rows = rows.filter(subject_id__in=access.subjects)
        return rows


@lru_cache(maxsize=2048)
def _rows_of(model: type[M], using: str | None, operator_id: int) -> GatedRows[M]:
    """One operator's rows of a table, never read itself: each read is a copy of it, which costs a tenth of building
    the same condition again."""
    return GatedRows(model, using=using).filter(operator_id=operator_id)


class OperatorScoped(models.Model):
    """A row of one operator. The database fences it by `operator_id` as well (see wall)."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {}
    #: Rows are only added: the application role may not update them.
    APPEND_ONLY: ClassVar[bool] = False

    operator = models.ForeignKey("gate.Operator", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[GatedManager[Self]] = GatedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        _own(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise NeverDeleted(f"{type(self).__name__} rows are ended or voided, never deleted.")


class SubjectScoped(OperatorScoped):
    """A row about a person."""

    subject = models.ForeignKey("gate.Subject", on_delete=models.PROTECT, related_name="+")

    class Meta(OperatorScoped.Meta):
        abstract = True


#: The classes of the fields every scoped table has.
SCOPED = privacy(plain="id operator", identifying="subject")


def _own(row: OperatorScoped) -> None:
    """Give a new row the gate's operator; refuse another operator's row and a subject out of scope."""
    access = opening.current()
    if row.operator_id is None:
        row.operator_id = access.operator_id
    if row.operator_id != access.operator_id:
        raise GateClosed("The gate is open for another operator.")
    if isinstance(row, SubjectScoped) and access.subjects is not None and row.subject_id not in access.subjects:
        raise GateClosed("The gate is not open for this person.")
