"""One reading from beginning to end: what is named is walked through batch by batch, and the report is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from normverk.base.policy import Actor
from normverk.publish.library.actions import Taker, begin_run, end_run
from normverk.publish.library.crawling import Walk
from normverk.publish.library.fetching import Asker
from normverk.publish.library.files import documents_of
from normverk.publish.library.models import ImportRun, Sighting
from normverk.publish.library.reading import Document, Told, Unreadable

BATCH: Final = 200
"""Documents in one transaction."""
_STEPS: Final = 10
"""Answers of the live API in one transaction: what a break loses is asked again."""

Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]


def _quiet(done: int, whole: int) -> None:
    """Nobody looks."""


def import_files(
    *, paths: list[Path], source: str, actor: Actor, now: Clock, reason: str = "", progress: Progress = _quiet
) -> ImportRun:
    """Reads files in; each document comes in or is refused by itself. Returns the run with its report."""
    run, _ = begin_run(source=source, kind="files", waiting=[], actor=actor, now=now())
    taker = Taker(run=run, actor=actor, reason=reason)
    done = 0
    for batch in _batches(_all(paths, progress)):
        taker.take(documents=batch, now=now())
        done += len(batch)
    end_run(run=run, actor=actor, now=now())
    return run


def import_live(
    *, address: str, asker: Asker, actor: Actor, now: Clock, reason: str = "", progress: Progress = _quiet
) -> tuple[ImportRun, bool]:
    """Reads from the live API, from `address` down. A reading of the same address that broke off goes on where it was.

    Returns the run with its report, and whether it went on. Raises WrongKey or NotAsked; what was taken before stays.
    """
    run, goes_on = begin_run(source=address, kind="api", waiting=[address], actor=actor, now=now())
    taker = Taker(run=run, actor=actor, reason=reason)
    known = set(Sighting.objects.filter(seen_at__gte=run.begun_at).values_list("node", flat=True)) if goes_on else set()
    walk = Walk(asker, run.waiting, known)
    asker.heard = lambda kind, place, found: taker.tell(Told(kind, place, found))
    while walk.waiting:
        found: list[Document | Unreadable] = []
        for _ in range(min(_STEPS, len(walk.waiting))):
            found += walk.step()
            progress(walk.done, walk.done + len(walk.waiting))
        taker.tell(*walk.told)
        walk.told.clear()
        taker.take(documents=found, now=now(), waiting=walk.waiting)
    end_run(run=run, actor=actor, now=now())
    return run, goes_on


def _all(paths: list[Path], progress: Progress) -> Iterator[Document | Unreadable]:
    for number, path in enumerate(paths):
        for count, document in enumerate(documents_of(path)):
            yield document
            if len(paths) == 1:
                progress(count, count + BATCH)
        progress(number + 1, len(paths))


def _batches(documents: Iterator[Document | Unreadable]) -> Iterator[tuple[Document | Unreadable, ...]]:
    while batch := tuple(islice(documents, BATCH)):
        yield batch
