"""Background work of search: the index follows what is published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from normverk.base.jobs.kinds import handles
from normverk.publish.search.actions import RENEW, Renew
from normverk.publish.search.document import documents
from normverk.publish.search.index import build, renew
from normverk.publish.search.queries import index_path


@handles(RENEW, Renew)
def renew_index(payload: Renew, *, now: datetime, job: Any) -> None:
    """Makes the documents under a key anew; the whole index when there is none, or one made by other rules.

    The index lies outside the database, but is made of what is in it: doing this twice, or doing it and then losing the
    transaction, leaves the same index.
    """
    if not renew(payload.under, documents(payload.under), index_path(), now=now):
        build(documents(), index_path(), now=now)
