"""The day histograms that sites have delivered: the newest delivery of each."""

from __future__ import annotations

from typing import Any

from django.db import models

from normverk.learn.histogram import STATES


class Delivery(models.Model):
    """The newest delivery of a site: what its histogram was as of a date. Its cells stand in HistogramCell.

    `digest` is the content address of the cells, so the log's event about the delivery also proves its cells.
    `organisations` gives the names of the hospitals by organisation number; they are public.
    """

    site = models.CharField(max_length=120, primary_key=True)
    digest = models.CharField(max_length=64)
    as_of = models.DateField()
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    cells = models.PositiveIntegerField()
    organisations = models.JSONField()

    def __str__(self) -> str:
        return f"{self.site} {self.as_of}"

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at."""
        return {"site": self.site}


class HistogramCell(models.Model):
    """One cell of a site's newest delivery; the fields are those of `histogram.Cell`.

    Not governed row by row: a delivery replaces thousands of cells at a time, and its digest covers them all.
    Unprotected: nothing but `queries.measured` may read it for showing.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="held")
    pathway = models.CharField(max_length=120)
    release = models.CharField(max_length=200, blank=True)
    clock = models.CharField(max_length=120)
    branch = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=9)
    month = models.CharField(max_length=7)
    state = models.CharField(max_length=16)
    days = models.IntegerField(null=True)
    n = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["pathway", "clock"], name="histogram_cell_of_clock")]
        constraints = [
            models.CheckConstraint(condition=models.Q(n__gte=1), name="histogram_cell_counts_somebody"),
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="histogram_cell_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.month} {self.state}"
