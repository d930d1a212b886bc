"""The log's tables."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One thing that happened. Rows are never changed or removed; the database refuses both."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    type = models.CharField(max_length=80, db_index=True)
    subject = models.CharField(max_length=200, db_index=True)
    actor = models.CharField(max_length=80, db_index=True)
    reason = models.TextField(blank=True)
    cause = models.PositiveBigIntegerField(null=True)
    data = models.JSONField()
    rows = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(seq__gte=1), name="event_seq_from_one")]

    def __str__(self) -> str:
        return f"{self.seq} {self.type} {self.subject}"


class Head(models.Model):
    """The end of the chain: one row, so that a cut-off log is seen and appending is serialised."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="event_head_is_one_row")]

    def __str__(self) -> str:
        return f"head {self.seq}"
