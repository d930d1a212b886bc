"""The table of saved searches."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models


class SavedSearch(models.Model):
    """A search that somebody has given a name. `account` is the actor's id; `query` what stands after the question mark."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.CharField(max_length=80, db_index=True)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "saved_at", "id"]
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="saved_search_named_once")]

    def __str__(self) -> str:
        return str(self.id)

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: whose it is."""
        return {"account": self.account}
