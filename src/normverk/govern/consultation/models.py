"""Hearings, their answers in parts, and what became of each part."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Final

from django.db import models

from normverk.govern.catalogue.models import Edition, Revision
from normverk.govern.consultation.timing import OVER, Status, days_left, length, status_at
from normverk.norm.days import local_date
from normverk.norm.text import Text

KINDS: Final = ("hearing", "input-round")
PUBLICITIES: Final = ("public", "withheld")
STANCES: Final = ("supports", "objects", "comment")
RESULTS: Final = ("followed", "partly", "not-followed", "outside", "duplicate", "later")


class Consultation(models.Model):
    """One hearing of one frozen revision. Its status follows from its dates and the moment asked about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=20, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="consultations")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="consultations")
    kind = models.CharField(max_length=20, default="hearing", choices=[(kind, kind) for kind in KINDS])
    opens = models.DateField()
    closes = models.DateField(db_index=True)
    open_to_all = models.BooleanField(default=True)
    invited = models.JSONField(default=list)
    deviation_rules = models.JSONField(default=list)
    deviation_waiver = models.CharField(max_length=80, blank=True)
    deviation_reason = models.TextField(blank=True)
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    outcome_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="consultation_kind_is_known"),
            models.CheckConstraint(condition=models.Q(closes__gt=models.F("opens")), name="consultation_has_length"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | ~models.Q(withdrawn_reason=""),
                name="consultation_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def title(self) -> Text:
        """The title of the draft that is heard."""
        return Text(**self.revision.content["title"])

    @property
    def days(self) -> int:
        """How many calendar days there are for answering."""
        return length(self.opens, self.closes)

    def status(self, now: datetime) -> Status:
        """Where the hearing stands at `now`."""
        return status_at(self.opens, self.closes, self.withdrawn_at, now)

    def days_left(self, now: datetime) -> int:
        """Days until the deadline; 0 on the last day."""
        return days_left(self.closes, now)

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: the hearing is public, and the edition's responsible runs it."""
        return {
            "public": True,
            "responsible": self.edition.responsible,
            "authors": tuple(self.edition.authors),
        }


class Response(models.Model):
    """One answer to a hearing, from anybody. Name, e-mail and whom it is sent for are personal and erasable."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=30, unique=True)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="responses")
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    sender = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2)
    submitted_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    publicity = models.CharField(max_length=20, default="public", choices=[(word, word) for word in PUBLICITIES])
    withheld_ground = models.TextField(blank=True)
    moderated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(publicity__in=PUBLICITIES), name="response_publicity_is_known"),
            models.CheckConstraint(
                condition=models.Q(publicity="public") | ~models.Q(withheld_ground=""),
                name="response_withheld_with_ground",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def withheld(self) -> bool:
        """True when a legal ground keeps the answer from the public."""
        return self.publicity == "withheld"

    def is_published(self, now: datetime) -> bool:
        """Whether the public may read the answer: at once when moderated, and at the latest when the hearing is over.

        A late answer arrives after that moment; it waits for moderation, so that nobody can put words on a public
        page unseen. The outcome cannot be published before it has been moderated.
        """
        if self.withheld:
            return False
        if self.moderated_at is not None:
            return True
        return not self.late and self.consultation.status(now) in OVER

    def policy_facts(self, now: datetime, *, just_sent: bool = False) -> dict[str, Any]:
        """What the policy may look at; `just_sent` is true in the session in which the answer was sent."""
        return self.consultation.policy_facts() | {
            "public": just_sent or self.is_published(now),
            "sender": self.sender,
        }


class ResponsePart(models.Model):
    """One part of an answer, tied to a place in the frozen revision (empty anchor: the draft as a whole)."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField()
    anchor = models.CharField(max_length=120, blank=True)
    quotation = models.TextField(blank=True)
    stance = models.CharField(max_length=20, choices=[(word, word) for word in STANCES])
    text = models.TextField()

    class Meta:
        ordering = ["response_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["response", "position"], name="response_part_has_one_place"),
            models.CheckConstraint(condition=models.Q(stance__in=STANCES), name="response_part_stance_is_known"),
            models.CheckConstraint(condition=~models.Q(text=""), name="response_part_says_something"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """The name of the part, for instance H-2026-001-004/2."""
        return f"{self.response.ref}/{self.position}"


class Disposition(models.Model):
    """What became of one part. One row a part, and the database refuses a second."""

    part = models.OneToOneField(ResponsePart, on_delete=models.PROTECT, related_name="disposition")
    result = models.CharField(max_length=20, choices=[(word, word) for word in RESULTS])
    answer = models.JSONField(default=dict)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(result__in=RESULTS), name="disposition_result_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} {self.result}"

    @property
    def answer_text(self) -> Text:
        """The answer to the sender, in the languages it was written in."""
        return Text(**(self.answer or {"nb": ""}))


def is_late(consultation: Consultation, now: datetime) -> bool:
    """True when an answer sent at `now` comes after the deadline."""
    return local_date(now) > consultation.closes
