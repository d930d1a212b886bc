"""Which event log an index was made from, and whether that is the log of the database in use.

The index is a file beside the database: when a backup is put in the database's place, the file stays, and says what was
published before.
"""

from __future__ import annotations

from normverk.base.backup.events import BackupRestored
from normverk.base.events.models import Event
from normverk.base.events.queries import Checkpoint


def is_of_this_log(log: Checkpoint) -> bool:
    """True when the database's log goes on from this end, and no backup has been put in its place since."""
    if log.seq and not Event.objects.filter(seq=log.seq, hash=log.hash).exists():
        return False
    return not Event.objects.filter(type=BackupRestored.type_name, seq__gt=log.seq).exists()
