"""Every write of search: saved searches, and asking for the index to be renewed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.jobs.actions import enqueue
from normverk.base.policy import Actor, require
from normverk.publish.search.events import SearchRemoved, SearchSaved
from normverk.publish.search.models import SavedSearch

RENEW: Final = "search.renew"
"""The kind of job that lets the index say of some documents what their source says now."""
MOST_SAVED: Final = 100
"""So many searches one person may save."""


class Renew(msgspec.Struct, frozen=True):
    """The job's payload: what the keys of the documents begin with that are to be made anew."""

    under: str


class TooMany(Exception):  # noqa: N818
    """Somebody has saved as many searches as there is room for."""


def renew_later(*, under: str, now: datetime) -> None:
    """Asks for the documents whose key begins with `under` to be read again, in the caller's transaction.

    An app that gives documents calls this wherever it changes what they say.
    """
    enqueue(kind=RENEW, payload=Renew(under), now=now)


@transaction.atomic
def save_search(*, name: str, query: str, actor: Actor, now: datetime) -> SavedSearch:
    """Saves a search under a name of the actor's own; the same name again takes the new search. Raises TooMany."""
    require(actor, "saved-search.keep", {"account": actor.id})
    own = SavedSearch.objects.filter(account=actor.id)
    saved = own.filter(name=name).first() or SavedSearch(account=actor.id, name=name)
    if saved._state.adding and own.count() >= MOST_SAVED:
        raise TooMany(str(MOST_SAVED))
    saved.query, saved.saved_at = query, now
    saved.save()
    record(data=SearchSaved(search=str(saved.id)), subject=f"search/{saved.id}", actor=actor, now=now, rows=[saved])
    return saved


@transaction.atomic
def remove_search(*, saved: SavedSearch, actor: Actor, now: datetime) -> None:
    """Removes a saved search of the actor's own."""
    require(actor, "saved-search.keep", saved.policy_facts())
    told = SearchRemoved(search=str(saved.id))
    record(data=told, subject=f"search/{saved.id}", actor=actor, now=now, removed=[saved])
    saved.delete()
