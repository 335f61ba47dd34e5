"""People: clients and those who ask, the people around them, and staff with their credentials."""

from __future__ import annotations

from django.db import models

from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import OperatorScoped, SubjectScoped


class Person(SubjectScoped):
    """A person in treatment or asking for it. `called` is the name they want to be called by."""

    PRIVACY = privacy(
        plain="id operator language made_at",
        identifying="subject first_name last_name called pronouns birth_date sex street city state zip_code",
    )

    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    called = models.CharField(max_length=80, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    #: As the payer has it, for claims only: F, M or U.
    sex = models.CharField(max_length=1, default="U")
    language = models.CharField(max_length=10, default="en")
    street = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip_code = models.CharField(max_length=10, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["operator", "subject"], name="one_person_a_subject")]

    @property
    def name(self) -> str:
        """How staff see the name: as called, then the last name."""
        return f"{self.called or self.first_name} {self.last_name}".strip()

    @property
    def is_known_dead(self) -> bool:
        """Whether a death is recorded, for somebody read by a query that brings `known_dead` along."""
        known: bool = self.__dict__["known_dead"]
        return known


class ReachWay(SubjectScoped):
    """A way that is safe to reach the person, and whether a message may be left. Ended, never deleted."""

    PRIVACY = privacy(plain="id operator made_on ended_on", identifying="subject kind value leave_message note")

    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=200)
    leave_message = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    made_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)


class Relation(SubjectScoped):
    """Someone around the person: relative, partner, referrer, outside clinician, emergency contact."""

    PRIVACY = privacy(
        plain="id operator kind since until", identifying="subject name how_related phone email organization"
    )

    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    how_related = models.CharField(max_length=60, blank=True)
    organization = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.CharField(max_length=120, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)


class Death(SubjectScoped):
    """That the person has died; every message stops from the moment this row stands."""

    PRIVACY = privacy(plain="id operator recorded_at", identifying="subject on recorded_by")
    APPEND_ONLY = True

    on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["operator", "subject"], name="one_death_a_subject")]


class Staff(OperatorScoped):
    """A member of staff. Load is counted, never typed in."""

    PRIVACY = privacy(plain="id operator npi taxonomy caseload_max roles since until", identifying="name")

    name = models.CharField(max_length=120)
    roles = models.JSONField(default=list)
    npi = models.CharField(max_length=10, blank=True)
    taxonomy = models.CharField(max_length=10, blank=True)
    caseload_max = models.PositiveSmallIntegerField(default=0)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)


class Credential(OperatorScoped):
    """A licence or certificate: what, where, from when until when. An expired one blocks signing."""

    PRIVACY = privacy(plain="id operator staff kind state number valid_from valid_to")

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=2)
    number = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField()
