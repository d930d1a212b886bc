"""Working out from when to when each version of a package counts, whatever order the versions came in."""

from __future__ import annotations

from datetime import date, timedelta

from normverk.publish.models import Release
from normverk.publish.versions import version_order


def settle(package_id: str, today: date) -> list[Release]:
    """Sets the last day and the status of every version from the versions above it; returns the rows it changed.

    A withdrawn version keeps its status, and the last day that its withdrawal gave it or a newer version gives it.
    """
    rows = list(Release.objects.filter(package_id=package_id))
    changed = []
    for row in rows:
        begin = replaced_on(row, rows)
        withdrawn = row.status == Release.Status.WITHDRAWN
        ends = [date.fromisoformat(row.manifest["valid_to"])] if row.manifest["valid_to"] else []
        ends += [row.valid_to] if withdrawn and row.valid_to else []
        ends += [begin - timedelta(days=1)] if begin else []
        valid_to = min(ends) if ends else None
        superseded = Release.Status.SUPERSEDED if begin and begin <= today else Release.Status.ACTIVE
        status = Release.Status.WITHDRAWN if withdrawn else superseded
        if (row.valid_to, row.status) != (valid_to, status):
            row.valid_to, row.status = valid_to, status
            row.save()
            changed.append(row)
    return changed


def replaced_on(row: Release, rows: list[Release]) -> date | None:
    """The day from which a higher version replaces this one; None when there is none.

    A version withdrawn while it was in force has still replaced the one before it: nobody goes back to an older norm
    without a decision. One that was withdrawn before its first day has replaced nothing.
    """
    begins = [
        other.valid_from
        for other in rows
        if not _never_began(other) and version_order(other.version) > version_order(row.version)
    ]
    return min(begins) if begins else None


def _never_began(row: Release) -> bool:
    return row.status == Release.Status.WITHDRAWN and row.valid_to is not None and row.valid_to < row.valid_from
