"""What can happen to the database as a whole."""

from __future__ import annotations

from typing import ClassVar

from normverk.base.events.types import EventData


class BackupRestored(EventData, frozen=True):
    """The database was replaced by a backup made at `made_at`, whose log ended at event `seq`; it is the cause of any gap."""

    type_name: ClassVar[str] = "backup.restored"
    made_at: str
    seq: int
    hash: str
