"""The table of readers' answers."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models


class Feedback(models.Model):
    """One reader's answer about a product, or a section of it, in one version. Nobody is named; `words` may still be
    personal, and are emptied on the day they are forgotten. `need` is the need it became."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    product = models.SlugField(max_length=80, db_index=True)
    version = models.CharField(max_length=40)
    section = models.CharField(max_length=200, blank=True)
    found = models.BooleanField()
    words = models.TextField(blank=True)
    language = models.CharField(max_length=2)
    given_at = models.DateTimeField(db_index=True)
    forgotten_at = models.DateTimeField(null=True)
    need = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(forgotten_at__isnull=True) | models.Q(words=""), name="feedback_forgotten_is_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.version} {self.section}"

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at."""
        return {"product": self.product}
