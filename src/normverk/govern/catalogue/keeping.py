"""Words that are not saved yet: kept for the one who writes them, shown to nobody else, gone when they are saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from normverk.base.policy import Actor, require
from normverk.govern.catalogue.models import Edition, UnsavedWords

MOST_SIGNS: Final = 400_000
KEPT_FOR: Final = timedelta(days=90)
"""Unsaved words that nobody has come back to for so long are swept away."""


@transaction.atomic
def keep_words(
    *,
    edition: Edition,
    place: str,
    fields: Mapping[str, list[str]],
    actor: Actor,
    now: datetime,
    most: int = MOST_SIGNS,
) -> bool:
    """Keeps what `actor` has written in the form at `place`; False when it is more than `most` signs."""
    require(actor, "edition.write", edition.policy_facts())
    if sum(len(words) for several in fields.values() for words in several) > most or len(place) > 500:
        return False
    UnsavedWords.objects.filter(kept_at__lt=now - KEPT_FOR).delete()
    UnsavedWords.objects.update_or_create(
        edition=edition, owner=actor.id, place=place, defaults={"fields": dict(fields), "kept_at": now}
    )
    return True


def kept_words(edition: Edition, place: str, actor: Actor) -> UnsavedWords | None:
    """What `actor` has written there and not saved; nobody else's is ever found."""
    return UnsavedWords.objects.filter(edition=edition, owner=actor.id, place=place).first()


@transaction.atomic
def drop_words(*, edition: Edition, place: str, actor: Actor) -> None:
    """Throws away what `actor` had kept there."""
    require(actor, "edition.write", edition.policy_facts())
    UnsavedWords.objects.filter(edition=edition, owner=actor.id, place=place).delete()
