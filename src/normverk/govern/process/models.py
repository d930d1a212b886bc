"""Needs, cases on their way through the phases, inquiries, decisions, gate checks and waivers."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.db.models import F, Q

from normverk.govern.catalogue.models import Edition, Product
from normverk.govern.process.definition import OUTCOMES, Definition, Phase, read_definition
from normverk.norm.text import Text

SOURCES: Final = ("enterprise", "vendor", "programme", "plan", "professional", "body", "patient", "other")
ASSESSMENTS: Final = ("inquire", "improve-existing", "decline", "merged")
CASE_STATES: Final = ("running", "postponed", "stopped", "closed")
LEVELS: Final = ("guide", "guideline", "recommended-standard", "mandatory-standard")
ANALYSES: Final = ("minimum", "simplified", "full")
QUESTIONS: Final = 6


class ProcessDefinition(models.Model):
    """The exact text of a process that some case is pinned to, so that old cases stay readable."""

    digest = models.CharField(max_length=64, primary_key=True)
    code = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    content = models.JSONField()
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    def read(self) -> Definition:
        """The process as a value."""
        return read_definition(self.content)


class Need(models.Model):
    """Something somebody misses in the norms. Name, e-mail and the free text are personal until proven otherwise."""

    ref = models.CharField(max_length=20, primary_key=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    source = models.CharField(max_length=20, choices=[(word, word) for word in SOURCES])
    reporter_name = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2)
    reported_at = models.DateTimeField()
    assessment = models.CharField(max_length=20, blank=True)
    assessment_text = models.TextField(blank=True)
    priority = models.PositiveSmallIntegerField(null=True)
    assessed_by = models.CharField(max_length=80, blank=True)
    assessed_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(source__in=SOURCES), name="need_source_is_known"),
            models.CheckConstraint(condition=Q(assessment__in=("", *ASSESSMENTS)), name="need_assessment_is_known"),
            models.CheckConstraint(
                condition=Q(assessment="", assessed_at__isnull=True)
                | (~Q(assessment="") & ~Q(assessment_text="") & Q(assessed_at__isnull=False)),
                name="need_assessed_with_words",
            ),
            models.CheckConstraint(
                condition=Q(assessment="merged", merged_into__isnull=False)
                | (~Q(assessment="merged") & Q(merged_into__isnull=True)),
                name="need_merged_into_another",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_public(self) -> bool:
        """True once somebody has read it through: what anybody writes is not put on a page unseen."""
        return self.assessed_at is not None

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at."""
        return {"public": self.is_public}


class Case(models.Model):
    """One piece of work from a need to an edition, through the phases of the definition it is pinned to."""

    ref = models.CharField(max_length=20, primary_key=True)
    need = models.OneToOneField(Need, on_delete=models.PROTECT, related_name="case")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="cases")
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="case")
    definition = models.ForeignKey(ProcessDefinition, on_delete=models.PROTECT, related_name="cases")
    responsible = models.CharField(max_length=80)
    phase = models.CharField(max_length=40)
    state = models.CharField(max_length=20, default="running", choices=[(word, word) for word in CASE_STATES])
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CASE_STATES), name="case_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=("running", "postponed"), ended_at__isnull=True)
                | Q(state__in=("stopped", "closed"), ended_at__isnull=False),
                name="case_ended_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def process(self) -> Definition:
        """The definition the case is pinned to."""
        return self.definition.read()

    def current_phase(self) -> Phase:
        """The phase the case is in, or the last it was in."""
        return self.process().phase(self.phase)

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: who is responsible, and everybody who has written in the case."""
        inquiry = Inquiry.objects.filter(case=self).first()
        writers = [*self.edition.authors, *(inquiry.authors if inquiry else ())]
        return {"public": True, "responsible": self.responsible, "authors": tuple(dict.fromkeys(writers))}


class Inquiry(models.Model):
    """The inquiry of a case: six answers, level, and what the norm is for. Also who took part, and what helps its use.

    `evidence` is what was taken in for a question: its number, the trial, the digest of what was frozen, and when.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="inquiry")
    version = models.PositiveIntegerField(default=0)
    answers = models.JSONField(default=list)
    level = models.CharField(max_length=30, choices=[(word, word) for word in LEVELS])
    analysis = models.CharField(max_length=20, choices=[(word, word) for word in ANALYSES])
    larger_effects = models.BooleanField(default=False)
    essential_effects = models.BooleanField(null=True)
    purpose = models.JSONField(default=dict)
    scope = models.JSONField(default=dict)
    target_group = models.JSONField(default=dict)
    planned_owner = models.CharField(max_length=200, blank=True)
    involvement = models.TextField(blank=True)
    uptake = models.TextField(blank=True)
    authors = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="inquiry_level_is_known"),
            models.CheckConstraint(condition=Q(analysis__in=ANALYSES), name="inquiry_analysis_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} inquiry"

    def text(self, name: str) -> Text:
        """Purpose, scope or target group in all languages."""
        return Text(**(getattr(self, name) or {"nb": ""}))


class Decision(models.Model):
    """What was decided at the end of a phase, why, and on which ground: the revision and inquiry of that moment, and the
    digests of the evidence that the inquiry referred to then."""

    ref = models.CharField(max_length=40, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    phase = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20, choices=[(word, word) for word in OUTCOMES])
    to_phase = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    conditions = models.TextField(blank=True)
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()
    revision = models.CharField(max_length=64)
    inquiry_version = models.PositiveIntegerField(default=0)
    evidence = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="decision_outcome_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_a_reason"),
            models.CheckConstraint(condition=~Q(outcome="back") | ~Q(to_phase=""), name="decision_back_says_where_to"),
        ]

    def __str__(self) -> str:
        return self.ref


class PhaseRun(models.Model):
    """One time a case is in a phase. It ends with a decision and never otherwise; the database sees to that too."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="runs")
    phase = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="began")
    left_at = models.DateTimeField(null=True)
    left_by = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, related_name="ended")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "phase", "number"], name="phase_run_numbered_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(left_at__isnull=True), name="case_is_in_one_phase_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_by__isnull=True)
                | Q(left_at__isnull=False, left_by__isnull=False),
                name="no_phase_left_without_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("entered_at")), name="phase_left_after_entered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.phase} {self.number}"


class Waiver(models.Model):
    """A written, reasoned decision to let a rule be in one case. It lapses when the case is sent back."""

    ref = models.CharField(max_length=40, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="waivers")
    rule = models.CharField(max_length=80)
    reason = models.TextField()
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()
    lapsed_by = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="lapsed")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rule"], condition=Q(lapsed_by__isnull=True), name="rule_waived_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.ref


class GateCheck(models.Model):
    """One rule as it was judged for one decision: its words and source of that day, the facts, the answer, the waiver."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="checks")
    rule = models.CharField(max_length=80)
    strength = models.CharField(max_length=10)
    outcome = models.CharField(max_length=20)
    facts = models.JSONField(default=dict)
    text = models.JSONField()
    source = models.JSONField()
    waiver = models.ForeignKey(Waiver, on_delete=models.PROTECT, null=True, related_name="checks")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "rule"], name="rule_judged_once_a_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.rule} {self.outcome}"


class ChangeAssessment(models.Model):
    """Whether what changed between the text heard and another is material, judged by a person, with reasons."""

    ref = models.CharField(max_length=40, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    heard = models.CharField(max_length=64)
    present = models.CharField(max_length=64)
    material = models.BooleanField()
    reason = models.TextField()
    assessed_by = models.CharField(max_length=80)
    assessed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="change_assessment_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.ref
