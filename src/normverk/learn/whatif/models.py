"""Trials, what sites answered to them, what was tried here, and what was frozen as evidence."""

from __future__ import annotations

from typing import Any

from django.db import models


class Trial(models.Model):
    """A trial that was issued here or loaded here; `digest` is that of what is signed, `file` the signed text.

    It is no release: nothing that measures patients reads this table.
    """

    class Origin(models.TextChoices):
        """Issued by this hub, or loaded from another's file."""

        ISSUED = "issued"
        LOADED = "loaded"

    digest = models.CharField(max_length=64, primary_key=True)
    case = models.CharField(max_length=120)
    pathway = models.CharField(max_length=120)
    file = models.TextField()
    key_id = models.CharField(max_length=43)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case"], name="trial_of_case")]
        constraints = [
            models.CheckConstraint(condition=models.Q(origin__in=["issued", "loaded"]), name="trial_origin_known")
        ]

    def __str__(self) -> str:
        return f"{self.pathway} {self.digest[:12]}"

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: a trial is public, as the draft it holds is."""
        return {"public": True}


class Counts(models.Model):
    """The counts of an answer by the answer's digest, as they were delivered.

    Not governed: the digest in the log covers them. Unprotected: nothing but `queries` may read them for showing.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    content = models.TextField()

    def __str__(self) -> str:
        return self.digest


class TrialRun(models.Model):
    """The newest run of a trial on this site's own events, and when it was sent."""

    trial = models.OneToOneField(Trial, on_delete=models.PROTECT, primary_key=True, related_name="run")
    digest = models.CharField(max_length=64)
    as_of = models.DateField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.trial_id} {self.as_of}"

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at."""
        return {}


class TrialAnswer(models.Model):
    """The newest answer of a site to a trial that was issued here."""

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="answers")
    site = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    as_of = models.DateField()
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trial", "site"], name="trial_answered_once_by_a_site")]

    def __str__(self) -> str:
        return f"{self.trial_id} {self.site}"

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at."""
        return {"site": self.site}


class Evidence(models.Model):
    """What was told of a trial at one moment, frozen: canonical JSON and its SHA-256. Never changed, never removed."""

    digest = models.CharField(max_length=64, primary_key=True)
    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="evidence")
    content = models.TextField()
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: evidence is public."""
        return {"public": True}
