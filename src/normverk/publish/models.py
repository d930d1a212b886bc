"""The table of releases."""

from __future__ import annotations

from typing import Any

from django.db import models


class Release(models.Model):
    """One published version of a norm, with its file. Only `status` and `valid_to` ever change.

    `digest` is the sha256 of the file, `content_digest` that of its manifest. `valid_to` is the last day on which it is
    in force (None = open); a release that was replaced from its first day on has a `valid_to` before `valid_from`.
    """

    class Status(models.TextChoices):
        """Whether the release is the word that counts."""

        ACTIVE = "active"
        SUPERSEDED = "superseded"
        WITHDRAWN = "withdrawn"

    class Origin(models.TextChoices):
        """Built here, or loaded from a file."""

        BUILT = "built"
        LOADED = "loaded"

    digest = models.CharField(max_length=64, primary_key=True)
    content_digest = models.CharField(max_length=64)
    package_id = models.CharField(max_length=120)
    version = models.CharField(max_length=40)
    product_slug = models.SlugField(max_length=80)
    title = models.JSONField()
    edition_ref = models.CharField(max_length=120)
    pathway_id = models.CharField(max_length=80, blank=True, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ACTIVE)
    file = models.BinaryField()
    manifest = models.JSONField()
    key_id = models.CharField(max_length=43)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    recorded_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package_id", "version"], name="release_version_published_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=["active", "superseded", "withdrawn"]), name="release_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.package_id} {self.version}"

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: a release is public."""
        return {"public": True}
