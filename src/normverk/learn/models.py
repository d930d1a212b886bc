"""The day histograms that sites have delivered, the newest of each; the figures frozen from them; what changed since."""

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


class HospitalRegion(models.Model):
    """The region a hospital's figures are added up in, by organisation number. A hospital without one stands alone."""

    number = models.CharField(max_length=9, primary_key=True)
    region = models.CharField(max_length=80)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(region=""), name="hospital_region_named")]

    def __str__(self) -> str:
        return f"{self.number} {self.region}"


class FrozenFigures(models.Model):
    """The figures of one clock for one period as they were published. Never changed, never removed, published once;
    after a whole year nothing more of that year. The database refuses it too (migration 0002).

    `content` is canonical JSON and `digest` its SHA-256. `period` is a tertial or a year; `number` counts a clock's
    publications from 1.
    """

    pathway = models.CharField(max_length=120)
    clock = models.CharField(max_length=120)
    period = models.CharField(max_length=7)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.TextField()
    known_at = models.DateTimeField()
    published_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["pathway", "clock", "number"]
        constraints = [
            models.UniqueConstraint(fields=["pathway", "clock", "period"], name="frozen_figures_once"),
            models.UniqueConstraint(fields=["pathway", "clock", "number"], name="frozen_figures_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.pathway} {self.clock} {self.period}"

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: these are public."""
        return {}


class FrozenGuard(models.Model):
    """What must be remembered of a publication so that later figures, put beside it, give nothing away.

    Unprotected, like HistogramCell: nothing but `guards` may read it, and nothing of it is shown. `counts` is the table
    [organisation, month, release, state, branch, n], `alternatives` a list of changes of it, `told` the sums told exactly.
    """

    figures = models.OneToOneField(FrozenFigures, on_delete=models.PROTECT, primary_key=True, related_name="guard")
    counts = models.JSONField()
    alternatives = models.JSONField()
    told = models.JSONField()

    def __str__(self) -> str:
        return str(self.figures_id)


class Correction(models.Model):
    """By how much a delivery changed one cell of a month that had been published; `by` is not zero.

    The cell is that of `histogram.Cell`. Unprotected: `ledger` reads which deliveries there were, and no count.
    """

    site = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    as_of = models.DateField()
    received_at = models.DateTimeField()
    pathway = models.CharField(max_length=120)
    release = models.CharField(max_length=200, blank=True)
    clock = models.CharField(max_length=120)
    branch = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=9)
    month = models.CharField(max_length=7)
    state = models.CharField(max_length=16)
    days = models.IntegerField(null=True)
    by = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["pathway", "clock", "month"], name="correction_of_clock")]
        constraints = [models.CheckConstraint(condition=~models.Q(by=0), name="correction_changes_something")]

    def __str__(self) -> str:
        return f"{self.site} {self.clock} {self.month}"
