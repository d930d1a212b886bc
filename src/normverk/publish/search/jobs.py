"""Background work of search: the index follows what is published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from normverk.base.events.queries import head
from normverk.base.jobs.kinds import handles
from normverk.publish.search.actions import RENEW, Renew
from normverk.publish.search.document import documents
from normverk.publish.search.index import Built, Progress, build, renew, silent
from normverk.publish.search.queries import index_path, own_index
from normverk.publish.search.reading import NotBuilt


@handles(RENEW, Renew)
def renew_index(payload: Renew, *, now: datetime, job: Any) -> None:
    """Makes the documents under a key anew; the whole index when there is none, or one made by other rules.

    The index lies outside the database, but is made of what is in it: doing this twice, or doing it and then losing the
    transaction, leaves the same index.
    """
    log = head()
    if _missing() or not renew(payload.under, documents(payload.under), index_path(), now=now, log=log):
        build(documents(), index_path(), now=now, log=log)


def build_when_missing(now: datetime) -> None:
    """Makes the index where there is none that can be asked: at first, and after a backup has been restored."""
    if _missing():
        build_own(now=now)


def build_own(*, now: datetime, progress: Progress = silent) -> Built:
    """Makes this installation's index of all that is published, and puts it in place."""
    log = head()
    return build(documents(), index_path(), now=now, log=log, progress=progress)


def _missing() -> bool:
    try:
        own_index()
    except NotBuilt:
        return True
    return False
