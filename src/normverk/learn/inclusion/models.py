"""What registers have delivered: every delivery is kept, the newest of each source counts."""

from __future__ import annotations

from typing import Any

from django.db import models


class RegisterDelivery(models.Model):
    """One delivery of a source; a later one supersedes it, and both stay. `number` counts the deliveries of the source.

    `dated` is the day the source's numbers are from. `digest` covers the rows together with `salt`: without it, somebody
    who knows all numbers but a few small ones could find these by trying. `invented` marks figures of a demonstration.
    """

    source = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    dated = models.DateField()
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=120)
    salt = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    invented = models.BooleanField(default=False)

    class Meta:
        ordering = ["source", "number"]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="register_delivery_numbered")]

    def __str__(self) -> str:
        return f"{self.source} {self.dated}"

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at."""
        return {}


class RegisterRow(models.Model):
    """How many new patients a hospital had in a period, and how many of them were in the pathway (None: not told).

    Not governed row by row: the delivery's digest covers them. Unprotected: nothing but `queries.measured_inclusion` may
    read it for showing.
    """

    delivery = models.ForeignKey(RegisterDelivery, on_delete=models.PROTECT, related_name="held")
    pathway = models.CharField(max_length=120)
    organisation = models.CharField(max_length=9)
    period = models.CharField(max_length=7)
    new = models.PositiveIntegerField()
    included = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["pathway", "delivery"], name="register_row_of_pathway")]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "pathway", "organisation", "period"], name="register_row_once"),
            models.CheckConstraint(
                condition=models.Q(included=None) | models.Q(included__lte=models.F("new")),
                name="register_row_is_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pathway} {self.organisation} {self.period}"
