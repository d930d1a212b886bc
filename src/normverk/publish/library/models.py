"""The tables of the library. What a revision says never changes; the links can be made again from it."""

from __future__ import annotations

from typing import Any

from django.db import models


class ImportRun(models.Model):
    """One reading in, with its report. `waiting` is what is still to be read, so that a run that broke off goes on.

    `defects` and `findings` are by kind and by check, each with a count and the first places.
    """

    class State(models.TextChoices):
        """How far it has come."""

        RUNNING = "running"
        DONE = "done"

    source = models.CharField(max_length=500)
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    actor = models.CharField(max_length=80)
    counts = models.JSONField(default=dict)
    defects = models.JSONField(default=dict)
    findings = models.JSONField(default=dict)
    refused = models.JSONField(default=list)
    waiting = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.pk} {self.source}"


class Node(models.Model):
    """One infobit by the id of its source. What it says stands in its revisions; this is what lists and links need."""

    id = models.CharField(max_length=120, primary_key=True)
    info_type = models.CharField(max_length=60, db_index=True)
    title = models.CharField(max_length=1000)
    language = models.CharField(max_length=3)
    status = models.CharField(max_length=80, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    source = models.CharField(max_length=200)
    licence = models.CharField(max_length=80, blank=True)
    licence_url = models.CharField(max_length=300, blank=True)
    demonstration = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.id} {self.title}"

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: the library is public."""
        return {"public": True}


class NodeRevision(models.Model):
    """What an infobit said in one stretch of time. Only `valid_to` and `current` ever change.

    `value` is the infobit (see `infobit.Infobit`) as JSON, `digest` its content address, `officials` the names that the
    source shows with it. The primary key grows with every change here, which is what the change feed goes by. A
    revision replaced on its first day has a `valid_to` before its `valid_from`.
    """

    class Clock(models.TextChoices):
        """Which of the source's dates moved; `silent` when the content changed and none of them did."""

        FIRST = "first"
        EDITORIAL = "editorial"
        PROFESSIONAL = "professional"
        SILENT = "silent"

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    value = models.TextField()
    officials = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()
    valid_from = models.DateField()
    valid_from_basis = models.CharField(max_length=24)
    valid_to = models.DateField(null=True)
    current = models.BooleanField(default=True)
    clock = models.CharField(max_length=12, choices=Clock.choices)
    reason = models.CharField(max_length=1000, blank=True)
    changes = models.JSONField(default=list)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "number"], name="library_revision_number_once"),
            models.UniqueConstraint(
                fields=["node"], condition=models.Q(current=True), name="library_one_current_revision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node_id} revision {self.number}"


class Sighting(models.Model):
    """When an infobit was last read, and when its source had last copied it. Moves without anything having changed.

    `given` tells whether the same document comes again (see `reading.sameness`; empty: read it anew), `told` how many
    defects of each kind were met in it, so that a report counts them also when it was not read again.
    """

    node = models.OneToOneField(Node, on_delete=models.CASCADE, primary_key=True, related_name="sighting")
    seen_at = models.DateTimeField()
    copied = models.CharField(max_length=60, blank=True)
    given = models.CharField(max_length=64, blank=True, default="")
    told = models.JSONField(default=dict)


class NodeCode(models.Model):
    """A code that an infobit's current revision is about."""

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="codes")
    system = models.CharField(max_length=60)
    code = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["system", "code"], name="library_code")]


class Link(models.Model):
    """One link of an infobit's current revision. `target` may be an id that is not here yet.

    «forelder» and «barn» make up the graph: one chapter may stand in several publications, each with a `structure` of
    its own, and nothing lies under itself.
    """

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="links")
    position = models.PositiveIntegerField()
    rel = models.CharField(max_length=20)
    target = models.CharField(max_length=120, db_index=True)
    structure = models.CharField(max_length=120, blank=True)
    type = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "rel", "target", "structure"], name="library_link_once"),
        ]
