"""Reading a catalogue file into the catalogue: the whole file or nothing, and what is there already is left alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime

import msgspec
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.govern.applicability.actions.import_store import TOGETHER, held_of
from normverk.govern.applicability.actions.import_work import Imported, Work
from normverk.govern.applicability.actions.rows import hold_catalogue
from normverk.govern.applicability.actions.telling import renew_products
from normverk.govern.applicability.events import CatalogueImported
from normverk.govern.applicability.finding import UNDER
from normverk.govern.applicability.importing import BadFile, read_file
from normverk.govern.applicability.queries import latest_recorded
from normverk.publish.search.actions import renew_later


def import_catalogue(
    *,
    content: bytes,
    name: str,
    actor: Actor,
    now: datetime,
    stated_on: date | None = None,
    correction: str = "",
    over_corrections: bool = False,
    progress: Callable[[int, int], None] = lambda done, whole: None,
) -> Imported:
    """Reads a file into the catalogue and returns what came of it; nothing is stored when anything is refused.

    A row that says otherwise than one we have is refused, unless `correction` gives the reason why the file is right:
    then the old row is closed in knowledge time. What was corrected by hand stands, with a complaint, unless
    `over_corrections` says that the file is right there too. Raises Denied, BadFile with every place that cannot be
    used, or ValueError for `over_corrections` without a reason.
    """
    require(actor, "applicability.import")
    if over_corrections and not correction.strip():
        raise ValueError("whoever undoes corrections gives a reason: correction")
    read = read_file(content, stated_on=stated_on)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        hold_catalogue()
        done = Imported(name, complaints=list(read.complaints))
        work = Work(read.file, actor, now, correction.strip(), over_corrections, done)
        _take(work, progress)
        latest = latest_recorded()
        if latest is not None and now < latest:
            work.problems.append(f"{name}: the catalogue was changed at {latest}, after {now}; set the clock right")
        if work.problems:
            raise BadFile(tuple(work.problems))
        if done.changed:
            _tell(done, digest, actor, now, work.correction)
    return done


def _take(work: Work, progress: Callable[[int, int], None]) -> None:
    """Takes every norm of the file, some at a time: they are read, judged and written together."""
    norms = work.file.norms
    for start in range(0, len(norms), TOGETHER):
        some = norms[start : start + TOGETHER]
        work.held = held_of({norm.id for norm in some}, work.now)
        for number, norm in enumerate(some, start):
            work.norm(norm, f"$.norms[{number}] ({norm.id})")
            progress(number + 1, len(norms))
        work.held.write()


def _tell(done: Imported, digest: str, actor: Actor, now: datetime, reason: str) -> None:
    record(
        data=CatalogueImported(
            name=done.name,
            sha256=digest,
            norms=done.norms,
            versions=done.versions,
            rows=done.rows,
            closed=done.closed,
            complaints=tuple(msgspec.to_builtins(one) for one in done.complaints),
        ),
        subject=f"catalogue/{digest[:12]}",
        actor=actor,
        now=now,
        reason=reason,
        rows=done.written,
    )
    renew_later(under=UNDER, now=now)
    renew_products(done.products, now)
