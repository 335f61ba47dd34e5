"""Emergencies, and somebody who arrives unfit to take part: what was seen, done and told, step by step."""

from __future__ import annotations

from django.db import models

from stepwell.foundation.gate.models import Disclosure
from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import SubjectScoped
from stepwell.registry.episodes.models import Episode
from stepwell.registry.programs.models import Site

#: The step of an arrival that was entered by mistake.
WITHDRAWN = "withdrawn"


class Emergency(SubjectScoped):
    """An emergency as it began: when, where, what was seen, and who was to be called by the policy of that day."""

    PRIVACY = privacy(
        plain="id operator at policy_ref",
        identifying="subject by site address callback",
        part2="episode kind place seen guidance reasons",
    )
    APPEND_ONLY = True

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    #: site, video (at home or elsewhere, seen by video) or elsewhere
    place = models.CharField(max_length=10)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    #: Where the person is, for the help that is sent there.
    address = models.CharField(max_length=200, blank=True)
    callback = models.CharField(max_length=30, blank=True)
    seen = models.TextField()
    guidance = models.JSONField()
    reasons = models.JSONField()
    policy_ref = models.CharField(max_length=120)
    by = models.CharField(max_length=120)


class EmergencyStep(SubjectScoped):
    """One thing that was done, said or given, when and by whom; only ever added."""

    PRIVACY = privacy(plain="id operator at", identifying="subject by who", part2="emergency kind says doses")
    APPEND_ONLY = True

    emergency = models.ForeignKey(Emergency, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    #: Who did it, was called, told or reached.
    who = models.CharField(max_length=120, blank=True)
    #: Doses of naloxone; None for every other step.
    doses = models.PositiveSmallIntegerField(null=True, blank=True)
    says = models.TextField(blank=True)
    by = models.CharField(max_length=120)


class EmergencyDisclosure(SubjectScoped):
    """What 42 CFR 2.51(c) asks to be written down at once; the disclosure itself stands in the accounting."""

    PRIVACY = privacy(
        plain="id operator at",
        identifying="subject recipient affiliation disclosed_by",
        part2="emergency disclosure recipient_kind nature",
    )
    APPEND_ONLY = True

    emergency = models.ForeignKey(Emergency, on_delete=models.PROTECT, related_name="disclosures")
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=100)
    affiliation = models.CharField(max_length=100)
    recipient_kind = models.CharField(max_length=30)
    nature = models.CharField(max_length=200)
    disclosed_by = models.CharField(max_length=120)
    at = models.DateTimeField()


class EmergencyEnd(SubjectScoped):
    """How an emergency ended: stayed, hospital, police, home_with, left or died."""

    PRIVACY = privacy(plain="id operator at", identifying="subject by with_whom", part2="emergency how where says")
    APPEND_ONLY = True

    emergency = models.OneToOneField(Emergency, on_delete=models.PROTECT, related_name="end")
    how = models.CharField(max_length=12)
    at = models.DateTimeField()
    where = models.CharField(max_length=200, blank=True)
    with_whom = models.CharField(max_length=120, blank=True)
    says = models.TextField(blank=True)
    by = models.CharField(max_length=120)


class Arrival(SubjectScoped):
    """Somebody came and did not look fit to take part; one row a person and day, what was seen is in observations."""

    PRIVACY = privacy(plain="id operator at on", identifying="subject by", part2="episode site")
    APPEND_ONLY = True

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    #: The day by the site's clock.
    on = models.DateField()
    by = models.CharField(max_length=120)

    @property
    def is_withdrawn(self) -> bool:
        """Whether the entry was taken back as a mistake."""
        return any(step.kind == WITHDRAWN for step in self.steps.all())


class ArrivalObservation(SubjectScoped):
    """What was seen at one time, in neutral words, vital signs where taken, and what the rule made of it."""

    PRIVACY = privacy(
        plain="id operator at policy_ref",
        identifying="subject by",
        part2="arrival seen says breath_alcohol vitals outcome reasons",
    )
    APPEND_ONLY = True

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="observations")
    at = models.DateTimeField()
    seen = models.JSONField(default=list)
    says = models.TextField(blank=True)
    breath_alcohol = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    vitals = models.JSONField(default=dict)
    #: join, observe or emergency
    outcome = models.CharField(max_length=10)
    reasons = models.JSONField()
    policy_ref = models.CharField(max_length=120)
    by = models.CharField(max_length=120)


class ArrivalStep(SubjectScoped):
    """What was said, done or arranged afterwards: a ride home, naloxone offered, a new look, or a withdrawn entry."""

    PRIVACY = privacy(plain="id operator at", identifying="subject by who", part2="arrival kind how says")
    APPEND_ONLY = True

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    #: Of a ride: the way home, as the policy names it.
    how = models.CharField(max_length=20, blank=True)
    who = models.CharField(max_length=120, blank=True)
    says = models.TextField(blank=True)
    by = models.CharField(max_length=120)


class CrisisPlan(SubjectScoped):
    """What somebody wishes for a crisis, in their own words. Each change is a new version; the newest counts.

    The headings are ours; it is no safety plan of any publisher and no promise the person has to give.
    """

    PRIVACY = privacy(
        plain="id operator version at own",
        identifying="subject by people",
        part2="warning_signs what_helps safe_places wants does_not_want",
    )
    APPEND_ONLY = True

    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    #: The person wrote it themself; False: somebody of the staff wrote it with them.
    own = models.BooleanField()
    warning_signs = models.TextField(blank=True)
    what_helps = models.TextField(blank=True)
    safe_places = models.TextField(blank=True)
    #: Whom they call, in their order: {name, phone}.
    people = models.JSONField(default=list)
    wants = models.TextField(blank=True)
    does_not_want = models.TextField(blank=True)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["operator", "subject", "version"], name="one_crisis_plan_a_version")
        ]
