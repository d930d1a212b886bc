"""Tables of patients and pathways. They exist only where norms are used, never in a hub.

What patients' records say is not copied into the event log: record events are append-only and versioned themselves,
and each file read is one event with the file's digest and counts. Clock states can always be made anew from them.

A key to the patient has no index of its own (`db_index=False`) where another begins with it: millions of rows are written.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q


class Organisation(models.Model):
    """A hospital by its organisation number; the name is empty until somebody gives it."""

    number = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name or self.number


class Placement(models.Model):
    """That a unit with an organisation number of its own belongs to a hospital. There are two levels, no more."""

    unit = models.OneToOneField(Organisation, on_delete=models.PROTECT, primary_key=True, related_name="placement")
    hospital = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(unit=models.F("hospital")), name="unit_under_another"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.hospital_id}"


class Patient(models.Model):
    """A patient as the record's pseudonym. `id` is random and is what stands in addresses; it says nothing.

    `identity_number`, `label` (what colleagues see) and `died_on` come from a file of their own, the date of death also
    from the record's own messages; each may be missing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pseudonym = models.CharField(max_length=80, unique=True)
    identity_number = models.CharField(max_length=11, blank=True)
    label = models.CharField(max_length=200, blank=True)
    died_on = models.DateField(null=True, blank=True)
    organisations = models.ManyToManyField(Organisation, through="PatientOrganisation", related_name="patients")

    def __str__(self) -> str:
        return str(self.id)

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: the organisations of the patient's events that hold, and those that the patient is
        on the way to."""
        waiting = self.transfers.filter(received_on__isnull=True, withdrawn_at__isnull=True)
        numbers = {*self.stays.values_list("organisation_id", flat=True), *waiting.values_list("to_id", flat=True)}
        return {"organisations": frozenset(numbers)}


class PatientJoin(models.Model):
    """That `retired` is another key for the person whose key is `kept`: their events are counted together under `kept`.

    No event is moved, so ending a join gives back what each key had. `made_through` says whether a person or a message
    of the record system said so. Earlier joins are kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    retired = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="joined_to")
    kept = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="joined_here")
    reason = models.TextField()
    made_through = models.CharField(max_length=8, choices=[(way, way) for way in ("person", "hl7", "fhir")])
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ended_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(retired=models.F("kept")), name="patient_join_of_two"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | (~Q(ended_by="") & ~Q(end_reason="")),
                name="patient_join_ended_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["retired"], condition=Q(ended_at__isnull=True), name="patient_joined_to_one"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Oddity(models.Model):
    """Something about a patient's registrations that cannot be right, or that two sources say differently.

    Nothing is left out because of it: it is for a person to look at. Made anew with the clock states. `source` and
    `source_id` say which registration it is about, and `other_source`, `other_source_id` the one it disagrees with.
    """

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="oddities")
    kind = models.CharField(max_length=30, db_index=True)
    source = models.CharField(max_length=80)
    source_id = models.CharField(max_length=120)
    other_source = models.CharField(max_length=80, blank=True)
    other_source_id = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.source} {self.source_id}"


class PatientOrganisation(models.Model):
    """That an organisation has, or is responsible for, an event of the patient. Made anew with the clock states."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="stays", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stays")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "organisation"], name="patient_organisation_once")]

    def __str__(self) -> str:
        return f"{self.patient_id} {self.organisation_id}"


class IntakeRun(models.Model):
    """One file of record events that was read. `counts` is kind to number; the file itself is not kept.

    `form` is «entered» for what a coordinator wrote on a page: corrections, and both ends of a transfer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_digest = models.CharField(max_length=64, db_index=True)
    form = models.CharField(max_length=8, choices=[("ndjson", "ndjson"), ("fhir", "fhir"), ("entered", "entered")])
    at = models.DateTimeField()
    lines = models.PositiveIntegerField()
    counts = models.JSONField()

    def __str__(self) -> str:
        return f"{self.form} {self.file_digest[:12]}"


class RecordEvent(models.Model):
    """One version of one registration in a record. Content is never changed; a correction is a row of its own.

    `time` is the date or instant as ISO text and `day` its date in Norway. `current` marks the version that holds:
    the one mark that moves when a higher version comes in.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="events", db_index=False)
    code = models.CharField(max_length=20)
    time = models.CharField(max_length=40)
    day = models.DateField()
    org = models.CharField(max_length=40)
    responsible_org = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=80)
    source_id = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=20)
    recorded = models.DateTimeField()
    treatment = models.CharField(max_length=40, blank=True)
    episode = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64)
    current = models.BooleanField()
    intake = models.ForeignKey(IntakeRun, on_delete=models.PROTECT, related_name="events")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id", "version", "digest"], name="record_event_version_once"
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=Q(current=True), name="record_event_one_version_holds"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["final", "amended", "entered-in-error", "deleted"]),
                name="record_event_status_known",
            ),
        ]
        indexes = [models.Index(fields=["patient", "current"], name="record_event_of_patient")]

    def __str__(self) -> str:
        return f"{self.source} {self.source_id} {self.version}"


class Rejection(models.Model):
    """A line that was set aside or flagged, with the reason's slug and what in the line it is about."""

    intake = models.ForeignKey(IntakeRun, on_delete=models.PROTECT, related_name="rejections")
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=40, db_index=True)
    detail = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.line} {self.kind}"


class ClockState(models.Model):
    """One round of a clock in one period of one patient, worked out beforehand so that lists are index scans.

    `verdict` is empty while the clock runs: then the day it is asked decides, by `warn_on` (last day before amber),
    `due_on` (last day inside the strictest limit) and `due_last_on` (the same for the most lenient branch).
    `start`, `stop` and `due` are dates or instants as ISO text; `value` and `limit` are counted in `unit`.
    """

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="clocks", db_index=False)
    pathway = models.CharField(max_length=80)
    period = models.PositiveIntegerField()
    period_start = models.DateField()
    clock = models.CharField(max_length=40)
    round = models.PositiveIntegerField(default=1)
    branch = models.CharField(max_length=40, blank=True)
    release = models.CharField(max_length=200, blank=True)
    start = models.CharField(max_length=40, blank=True)
    stop = models.CharField(max_length=40, blank=True)
    due = models.CharField(max_length=40, blank=True)
    warn_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    due_last_on = models.DateField(null=True)
    value = models.IntegerField(null=True)
    limit = models.IntegerField(null=True)
    unit = models.CharField(max_length=20, blank=True)
    org = models.CharField(max_length=40)
    verdict = models.CharField(max_length=16, blank=True)
    reason = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "pathway", "period", "clock", "round"], name="clock_state_once"),
            models.CheckConstraint(
                condition=~Q(verdict="") | Q(warn_on__isnull=False, due_on__isnull=False, due_last_on__isnull=False),
                name="clock_state_running_has_days",
            ),
        ]
        indexes = [
            models.Index(fields=["verdict", "due_on"], name="clock_state_next_due"),
            models.Index(fields=["pathway", "verdict"], name="clock_state_of_pathway"),
        ]

    def __str__(self) -> str:
        return f"{self.pathway} {self.clock} {self.period}"


class CourseCoordinator(models.Model):
    """Who follows a patient in a pathway, from `assigned_at` until `ended_at` (None: still). Earlier rows are kept.

    It hangs on the pathway and not on a period's number, which moves when older history arrives.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="coordinators")
    pathway = models.CharField(max_length=80)
    coordinator = models.CharField(max_length=80, db_index=True)
    reason = models.TextField(blank=True)
    assigned_by = models.CharField(max_length=80)
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "pathway"], condition=Q(ended_at__isnull=True), name="course_has_one_coordinator"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Correction(models.Model):
    """Why a version of a registration was written here: who corrected what the record had said."""

    event = models.OneToOneField(RecordEvent, on_delete=models.PROTECT, related_name="correction")
    reason = models.TextField()
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Transfer(models.Model):
    """That one hospital hands a patient's course over to another. The registrations it leads to are record events.

    `sent_as` and `received_as` are the source ids of those registrations (source «normverk»), empty where the pathway
    has no code for it. Until it is received or withdrawn the receiver too may see the patient.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="transfers")
    pathway = models.CharField(max_length=80)
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sent")
    to = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="received")
    sent_on = models.DateField()
    reason = models.TextField()
    sent_by = models.CharField(max_length=80)
    sent_at = models.DateTimeField()
    sent_as = models.CharField(max_length=120, blank=True)
    received_on = models.DateField(null=True)
    received_by = models.CharField(max_length=80, blank=True)
    received_as = models.CharField(max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(sender=models.F("to")), name="transfer_to_another"),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=models.F("sent_on")),
                name="transfer_received_after_sent",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(withdrawn_at__isnull=True),
                name="transfer_received_or_withdrawn",
            ),
            models.UniqueConstraint(
                fields=["patient", "pathway"],
                condition=Q(received_on__isnull=True, withdrawn_at__isnull=True),
                name="transfer_one_under_way",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_waiting(self) -> bool:
        """True until the receiver has taken the patient over, or the sender has withdrawn it."""
        return self.received_on is None and self.withdrawn_at is None
