"""Treatment team and plan: problem, goal, objective, intervention; both sign; each change is a new version."""

from __future__ import annotations

from django.db import models

from stepwell.care.placement.models import Diagnosis
from stepwell.foundation.gate.models import Consent
from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import SubjectScoped
from stepwell.registry.episodes.models import Episode
from stepwell.registry.people.models import Relation, Staff


class TeamMember(SubjectScoped):
    """Someone who treats the person in this episode: staff, or an outside clinician by consent."""

    PRIVACY = privacy(
        plain="id operator since until", identifying="subject", part2="episode role staff outside consent"
    )

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="team")
    role = models.CharField(max_length=40)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outside = models.ForeignKey(Relation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=models.Q(staff__isnull=False, outside=None)
                | models.Q(staff=None, outside__isnull=False, consent__isnull=False),
                name="staff_or_outside_with_consent",
            )
        ]


class Plan(SubjectScoped):
    """One version of the plan. In force once both have signed; superseded by the next version."""

    PRIVACY = privacy(
        plain="id operator version starts_on review_due_on superseded_on",
        identifying="subject",
        part2="episode level_path weekly_hours days_per_week est_end_on medication_needs strengths barriers "
        "discharge_criteria drug_test_schedule family language_culture",
    )

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    est_end_on = models.DateField()
    review_due_on = models.DateField()
    level_path = models.JSONField()
    weekly_hours = models.DecimalField(max_digits=4, decimal_places=1)
    days_per_week = models.PositiveSmallIntegerField()
    medication_needs = models.TextField(blank=True)
    strengths = models.TextField(blank=True)
    barriers = models.TextField(blank=True)
    discharge_criteria = models.TextField(blank=True)
    drug_test_schedule = models.CharField(max_length=200, blank=True)
    family = models.TextField(blank=True)
    language_culture = models.CharField(max_length=200, blank=True)
    superseded_on = models.DateField(null=True, blank=True)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["episode", "version"], name="plan_version")]


class PlanDraft(SubjectScoped):
    """The next version while it is written, one of a stay, shared by all who write it. Empty words: none is open."""

    PRIVACY = privacy(plain="id operator revised written_at", identifying="subject written_by", part2="episode words")

    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="plan_draft")
    words = models.JSONField(default=dict)
    #: How often it was changed.
    revised = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=120)


class Problem(SubjectScoped):
    """A problem of the plan, tied to a diagnosis or deferred with a reason, with the evidence from the assessment."""

    PRIVACY = privacy(
        plain="id operator identified_on resolved_on",
        identifying="subject",
        part2="plan dimension diagnosis says evidence status",
    )

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="problems")
    dimension = models.CharField(max_length=4)
    diagnosis = models.ForeignKey(Diagnosis, on_delete=models.PROTECT, null=True, blank=True, related_name="problems")
    says = models.CharField(max_length=300)
    evidence = models.TextField()
    status = models.CharField(max_length=12, default="active")
    identified_on = models.DateField()
    resolved_on = models.DateField(null=True, blank=True)


class Goal(SubjectScoped):
    """What the person wants, in their words."""

    PRIVACY = privacy(plain="id operator", identifying="subject", part2="problem quote outcome for_discharge")

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="goals")
    quote = models.TextField()
    outcome = models.TextField(blank=True)
    for_discharge = models.BooleanField(default=False)


class Objective(SubjectScoped):
    """A measurable step: behaviour, measure, baseline, target, by when."""

    PRIVACY = privacy(
        plain="id operator target_on",
        identifying="subject",
        part2="goal behaviour measure baseline target status percent_met",
    )

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="objectives")
    behaviour = models.TextField()
    measure = models.CharField(max_length=160)
    baseline = models.CharField(max_length=80)
    target = models.CharField(max_length=80)
    target_on = models.DateField()
    status = models.CharField(max_length=14, default="new")
    percent_met = models.PositiveSmallIntegerField(default=0)


class Intervention(SubjectScoped):
    """What is done toward an objective: modality, kind of session, how often, how long, by whom."""

    PRIVACY = privacy(
        plain="id operator",
        identifying="subject",
        part2="objective modality session_kind per_week minutes weeks responsible",
    )

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="interventions")
    modality = models.CharField(max_length=60)
    session_kind = models.CharField(max_length=30)
    per_week = models.DecimalField(max_digits=4, decimal_places=2)
    minutes = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField()
    responsible = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")


class PlanSignature(SubjectScoped):
    """A signature under one version, bound to the hash of its text. Declining is recorded with its reason."""

    PRIVACY = privacy(
        plain="id operator at method",
        identifying="subject name credential signer",
        part2="plan version_hash declined_reason drawn",
    )
    APPEND_ONLY = True

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="signatures")
    signer = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    credential = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    method = models.CharField(max_length=12)
    version_hash = models.CharField(max_length=64)
    declined_reason = models.CharField(max_length=300, blank=True)
    #: The PNG of a drawn signature.
    drawn = models.BinaryField(null=True, blank=True)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["plan", "signer"], name="one_signature_a_signer")]


class PlanReview(SubjectScoped):
    """A review: motivation and family looked at again, progress by objective, next review date."""

    PRIVACY = privacy(
        plain="id operator on next_due_on",
        identifying="subject by",
        part2="plan motivation family progress says",
    )
    APPEND_ONLY = True

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField()
    motivation = models.JSONField()
    family = models.TextField()
    progress = models.JSONField()
    says = models.TextField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    next_due_on = models.DateField()
