"""Operators, logins, whose information it is, consents, disclosures and the trail."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from stepwell.foundation.gate.access import Access, Purpose
from stepwell.foundation.gate.privacy import Privacy, privacy
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.gate.scoped import OperatorScoped, SubjectScoped

if TYPE_CHECKING:
    _Moment = models.DateTimeField[datetime | None, datetime]
else:
    _Moment = models.DateTimeField


class Operator(models.Model):
    """Who runs one or more programs. Not fenced: a login must find its operator before the gate can open."""

    PRIVACY: ClassVar[dict[str, Privacy]] = privacy(plain="id name slug disclaimer timely_contact")

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    disclaimer = models.TextField(blank=True)
    timely_contact = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name


class Logins(BaseUserManager["Login"]):
    """Makes logins; the password is hashed."""

    def create_user(self, username: str, password: str, operator: Operator, roles: list[Role], name: str) -> Login:
        """A login of one operator with its roles."""
        login = self.model(username=username, operator=operator, roles=[str(role) for role in roles], name=name)
        login.set_password(password)
        login.save()
        return login


class Login(AbstractBaseUser):
    """What somebody signs in with: a member of staff, a client, or somebody close to a client."""

    PRIVACY: ClassVar[dict[str, Privacy]] = privacy(
        plain="id last_login operator roles is_active staff_id",
        identifying="username name password subject relation_id",
    )

    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=120)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT)
    roles = ArrayField(models.CharField(max_length=40))
    #: The person on staff, by number: staff stand a floor higher.
    staff_id = models.BigIntegerField(null=True, blank=True)
    #: Whose record a login of the portal opens: the client's own, or that of the client a relative is close to.
    subject = models.ForeignKey("gate.Subject", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    #: The relative among the people around that client, by number: they stand a floor higher.
    relation_id = models.BigIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    objects: ClassVar[Logins] = Logins()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_login_of_the_portal_opens_one_record",
                condition=models.Q(roles=[str(Role.CLIENT)], subject__isnull=False, relation_id__isnull=True)
                | models.Q(roles=[str(Role.RELATIVE)], subject__isnull=False, relation_id__isnull=False)
                | (
                    models.Q(subject__isnull=True, relation_id__isnull=True)
                    & ~models.Q(roles__overlap=[str(Role.CLIENT), str(Role.RELATIVE)])
                ),
            ),
            models.UniqueConstraint(
                fields=["subject", "relation_id"],
                condition=models.Q(is_active=True, subject__isnull=False),
                nulls_distinct=False,
                name="one_login_of_the_portal_each",
            ),
        ]

    @property
    def at_the_portal(self) -> bool:
        """Whether it opens the portal and not the staff's pages."""
        return self.subject_id is not None

    def access(self, purpose: Purpose = Purpose.TREATMENT, on: date | None = None) -> Access:
        """The access this login opens the gate with. on: the day by the door's clock; a relative needs it."""
        return Access(
            self.operator_id,
            frozenset(Role(role) for role in self.roles),
            purpose,
            login_id=self.pk,
            staff_id=self.staff_id,
            name=self.name,
            subjects=None if self.subject_id is None else frozenset({self.subject_id}),
            relation_id=self.relation_id,
            on=on,
        )


class Subject(OperatorScoped):
    """Whose information it is. Someone who only asks is protected too: a subject stands before any episode."""

    PRIVACY = privacy(plain="id operator made_at")

    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(OperatorScoped.Meta):
        abstract = False


class Consent(SubjectScoped):
    """A signed permission to disclose, with every element 42 CFR 2.31 asks for. Revoking is a row of its own."""

    PRIVACY = privacy(
        plain="id operator form_version signed_at method",
        identifying="subject signed_by signer_authority",
        part2="kind discloser recipients recipient_class relation_id purposes categories starts_on expires_on "
        "expires_when says_revocable says_redisclosure says_refusal",
    )

    kind = models.CharField(max_length=40)
    discloser = models.CharField(max_length=200)
    recipients = ArrayField(models.CharField(max_length=200), default=list)
    recipient_class = models.CharField(max_length=200, blank=True)
    relation_id = models.BigIntegerField(null=True, blank=True)
    purposes = ArrayField(models.CharField(max_length=40))
    categories = ArrayField(models.CharField(max_length=40))
    starts_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    expires_when = models.CharField(max_length=200, blank=True)
    says_revocable = models.BooleanField()
    says_redisclosure = models.BooleanField()
    says_refusal = models.BooleanField()
    signed_by = models.CharField(max_length=200)
    signer_authority = models.CharField(max_length=40, default="self")
    signed_at = models.DateTimeField()
    method = models.CharField(max_length=20)
    form_version = models.CharField(max_length=80)
    APPEND_ONLY = True


class ConsentRevocation(SubjectScoped):
    """A consent taken back: future disclosures stop; what was disclosed stays disclosed."""

    PRIVACY = privacy(plain="id operator at", identifying="subject", part2="consent how")
    APPEND_ONLY = True

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="revocation")
    at = models.DateTimeField()
    how = models.CharField(max_length=200)


class Disclosure(SubjectScoped):
    """Something told to somebody outside, on what basis, with which notice (42 CFR 2.25, 2.32)."""

    PRIVACY = privacy(
        plain="id operator at notice_version",
        identifying="subject by",
        part2="consent recipient purpose basis categories content",
    )
    APPEND_ONLY = True

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True)
    recipient = models.CharField(max_length=200)
    purpose = models.CharField(max_length=40)
    basis = models.CharField(max_length=40)
    categories = ArrayField(models.CharField(max_length=40))
    content = models.CharField(max_length=300)
    notice_version = models.CharField(max_length=80)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)


class Stamped(_Moment):
    """When the row was made, by Django's own stamp; a row that waits to be written keeps the moment it was made."""

    def pre_save(self, model_instance: models.Model, add: bool) -> object:
        return getattr(model_instance, self.attname) or super().pre_save(model_instance, add)


class TrailRow(OperatorScoped):
    """Who did or saw what, when and why; only ever added."""

    PRIVACY = privacy(plain="id operator at login roles purpose door outcome detail", identifying="actor subject")
    APPEND_ONLY = True

    #: When it was done; with others in one transaction it is written a little later.
    at = Stamped(auto_now_add=True)
    login = models.ForeignKey(Login, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    actor = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=40))
    purpose = models.CharField(max_length=20)
    door = models.CharField(max_length=160)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10)
    detail = models.CharField(max_length=300, blank=True)

    class Meta(OperatorScoped.Meta):
        abstract = False
        indexes = [models.Index(fields=["operator", "subject", "at"])]

    def stamp(self) -> None:
        """Keep this moment for a row that is written later, together with others."""
        TrailRow._meta.get_field("at").pre_save(self, add=True)
