"""Erasing the names of officials, when somebody named asks for it or the source shows them no longer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.publish.library.events import OfficialsErased
from normverk.publish.library.models import NodeRevision, Sighting


@transaction.atomic
def erase_officials(*, node_id: str, actor: Actor, now: datetime, reason: str) -> int:
    """Empties the names in every revision of a node and returns in how many there were any. The content stays as it is.

    A later reading takes them in again if the source still shows them; then they must be erased there first.
    """
    require(actor, "library.import")
    found = NodeRevision.objects.select_for_update().filter(node=node_id)
    rows = [row for row in found if any(row.officials.values())]
    for row in rows:
        row.officials = {key: [] if isinstance(held, list) else "" for key, held in row.officials.items()}
        row.save(update_fields=["officials"])
    Sighting.objects.filter(node=node_id).update(given="")
    if rows:
        data = OfficialsErased(revisions=len(rows))
        record(data=data, subject=f"library/{node_id}", actor=actor, now=now, reason=reason, rows=rows)
    return len(rows)
