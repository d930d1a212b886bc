"""The beginning and the end of a reading."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.publish.library.cleaning import clean
from normverk.publish.library.events import LibraryReadingEnded
from normverk.publish.library.finding import UNDER, key_of
from normverk.publish.library.models import ImportRun, NodeRevision
from normverk.publish.search.actions import renew_later

_FEW: Final = 20


@transaction.atomic
def begin_run(*, source: str, kind: str, waiting: list[str], actor: Actor, now: datetime) -> tuple[ImportRun, bool]:
    """A new reading of `source`, or the one of the same source that broke off; the second value says that it goes on."""
    require(actor, "library.import")
    source = clean(source)[:500]
    broken = ImportRun.objects.filter(source=source, kind=kind, state=ImportRun.State.RUNNING).last()
    if broken is not None and broken.waiting:
        return broken, True
    run = ImportRun(source=source, kind=kind, begun_at=now, actor=actor.id, waiting=waiting)
    run.save(force_insert=True)
    return run, False


@transaction.atomic
def end_run(*, run: ImportRun, actor: Actor, now: datetime) -> None:
    """Nothing waits any longer: the report is whole."""
    require(actor, "library.import")
    run.state, run.ended_at, run.waiting = ImportRun.State.DONE, now, []
    run.save()
    _renew_search(run, now)
    counts = {name: int(run.counts.get(name, 0)) for name in ("new", "changed", "unchanged", "refused")}
    record(
        data=LibraryReadingEnded(run=run.pk, source=run.source, **counts),
        subject=f"library/readings/{run.pk}",
        actor=actor,
        now=now,
    )


def _renew_search(run: ImportRun, now: datetime) -> None:
    """Asks for what has changed to be read again by search: node by node, or everything when that is most of it."""
    changed = set(NodeRevision.objects.filter(run=run).values_list("node", flat=True)[: _FEW + 1])
    keys = [key_of(node_id) for node_id in sorted(changed)] if len(changed) <= _FEW else [UNDER]
    for key in keys:
        renew_later(under=key, now=now)
