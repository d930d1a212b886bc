"""Tables of facts of the record and of what is proposed from them. They exist only where norms are used."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.db import models
from django.db.models import Q

from normverk.use.pathways.models import Patient

LIVE: Final = ("waiting", "registered", "differs", "information", "confirmed", "corrected", "refused")
"""The states in which a proposal still says something; the others are history."""

DECIDED: Final = ("confirmed", "corrected", "refused")
"""The states that a person has put it in."""


class FactRun(models.Model):
    """One file of facts that was read. `counts` is kind to number; the file itself is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_digest = models.CharField(max_length=64, db_index=True)
    form = models.CharField(max_length=8, choices=[("fhir", "fhir"), ("hl7", "hl7"), ("csv", "csv")])
    at = models.DateTimeField()
    lines = models.PositiveIntegerField()
    counts = models.JSONField()

    def __str__(self) -> str:
        return f"{self.form} {self.file_digest[:12]}"


class StoredFact(models.Model):
    """One version of one fact. Content is never changed; `current` marks the version that holds."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="facts")
    source = models.CharField(max_length=80)
    source_id = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    current = models.BooleanField()
    run = models.ForeignKey(FactRun, on_delete=models.PROTECT, related_name="facts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id", "version", "digest"], name="fact_version_once"),
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=Q(current=True), name="fact_one_version_holds"
            ),
        ]
        indexes = [models.Index(fields=["patient", "current"], name="fact_of_patient")]

    def __str__(self) -> str:
        return f"{self.source} {self.source_id} {self.version}"


class SetAside(models.Model):
    """Something in a file that no fact could be made of, with its place, the reason's slug and what it is about."""

    run = models.ForeignKey(FactRun, on_delete=models.PROTECT, related_name="set_aside")
    place = models.CharField(max_length=60)
    kind = models.CharField(max_length=40, db_index=True)
    detail = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.place} {self.kind}"


class Proposal(models.Model):
    """What a data rule makes of one fact, and what a person has said to it.

    `code` is empty for what is only told about (a biopsy); `mark` then names the point. `time` is a date or an instant as
    ISO text, `day` its date in Norway. `why` holds the rule, the fact as it was looked at, and what was expected or found
    registered, so that the proposal can be made again from it. `flag` says that the fact under a confirmed code has been
    voided or changed since, until somebody has looked at it (`kept_flag` is what has been looked at). A proposal whose fact is corrected is superseded by the next
    `revision`, never changed. The `registered_*` fields are what was registered when it was confirmed or corrected.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="proposals")
    pathway = models.CharField(max_length=80)
    mark = models.CharField(max_length=40)
    code = models.CharField(max_length=20, blank=True)
    time = models.CharField(max_length=40)
    day = models.DateField()
    org = models.CharField(max_length=40, blank=True)
    treatment = models.CharField(max_length=40, blank=True)
    rule = models.CharField(max_length=80)
    strength = models.CharField(max_length=8, choices=[("high", "high"), ("medium", "medium"), ("low", "low")])
    fact_source = models.CharField(max_length=80)
    fact_source_id = models.CharField(max_length=120)
    fact_version = models.PositiveIntegerField()
    why = models.JSONField()
    state = models.CharField(max_length=12)
    flag = models.CharField(max_length=20, blank=True)
    kept_flag = models.CharField(max_length=20, blank=True)
    revision = models.PositiveIntegerField(default=1)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    registered_version = models.PositiveIntegerField(default=0)
    registered_code = models.CharField(max_length=20, blank=True)
    registered_time = models.CharField(max_length=40, blank=True)
    registered_org = models.CharField(max_length=40, blank=True)
    registered_treatment = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "pathway", "fact_source", "fact_source_id", "mark"],
                condition=Q(state__in=LIVE),
                name="proposal_one_for_a_fact",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(*LIVE, "superseded", "withdrawn")), name="proposal_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED) | (~Q(decided_by="") & Q(decided_at__isnull=False)),
                name="proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("corrected", "refused")) | ~Q(reason=""), name="proposal_answer_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "day"], name="proposal_waiting"),
            models.Index(fields=["patient", "state"], name="proposal_of_patient"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: the hospital that the code would be registered for."""
        return {"organisations": frozenset({self.org}) if self.org else frozenset()}


class Measurement(models.Model):
    """How well the rules propose, measured on simulated hospitals. `figures` is what the measuring made of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    seed = models.IntegerField()
    patients = models.PositiveIntegerField()
    figures = models.JSONField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.patients}"
