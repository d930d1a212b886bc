"""Tables of what would be said of the stored codes, so that the page only looks it up.

Everything here follows from record events, patients and norms, and can always be made again from them. None of it is
governed: the event log explains what it follows from.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from normverk.use.pathways.models import Patient


class Finding(models.Model):
    """One feedback on one code of a patient: that it would be given («mend»), or that it cannot be told («unknown»).

    `patient` is whom the code counts under. `time` is the date or instant as ISO text and `day` its date in Norway,
    `prefix` the code's first three signs. `first` marks one of the feedbacks of the same standing on the same code, so that
    codes can be counted and paged without being gathered.
    """

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="findings", db_index=False)
    source = models.CharField(max_length=80)
    source_id = models.CharField(max_length=120)
    code = models.CharField(max_length=20)
    prefix = models.CharField(max_length=3)
    org = models.CharField(max_length=40)
    time = models.CharField(max_length=40)
    day = models.DateField()
    standing = models.CharField(max_length=8, choices=[(standing, standing) for standing in ("mend", "unknown")])
    feedback = models.CharField(max_length=3)
    first = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "source", "source_id", "feedback"], name="finding_once"),
        ]
        # Wide, so that the page counts by them alone, whatever it filters by; SQLite looks the mark up elsewhere unless it
        # stands in its own index.
        indexes = [
            models.Index(
                fields=["standing", "day", "org", "prefix", "patient", "first"],
                condition=Q(first=True),
                name="finding_listed",
            ),
            models.Index(
                fields=["standing", "feedback", "day", "org", "prefix", "patient"], name="finding_of_feedback"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feedback} {self.source} {self.source_id}"


class Waiting(models.Model):
    """That a patient's findings are to be worked out anew, because something that they follow from has changed.

    A patient may wait several times over: whoever marks need not look at what is there, and waits for nobody.
    """

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="waiting_for_findings")

    def __str__(self) -> str:
        return str(self.patient_id)


class Basis(models.Model):
    """What everybody's findings rest on beside their own events, as a digest. There is one row; whoever works findings out
    holds it, so that two never write the same patient's."""

    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.digest
