"""The table of answers to findings."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from normverk.govern.catalogue.models import Edition


class FindingAnswer(models.Model):
    """The owner's reason why a finding may stand. It answers exactly this finding: another place or another wording of
    what was found is another finding. `what` are the words of the finding when it was answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="finding_answers")
    finding = models.CharField(max_length=64)
    check_id = models.CharField(max_length=80)
    place = models.TextField(blank=True)
    what = models.JSONField()
    reason = models.TextField()
    answered_by = models.CharField(max_length=80)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "finding"], name="finding_answered_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="finding_answer_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.check_id} {self.place}"

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: the edition's facts."""
        return self.edition.policy_facts()
