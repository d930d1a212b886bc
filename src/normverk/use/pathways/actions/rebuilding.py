"""Working out the clocks of all patients anew: in shares, by two processes where there are many, and all at once for readers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from normverk.base.bulk import refilled, stored_key
from normverk.base.events.actions import record
from normverk.base.events.models import Head
from normverk.base.policy import Actor, require
from normverk.base.processes import uncollected, workers
from normverk.norm.days import local_date
from normverk.use.pathways.actions.after import tell_rebuilt
from normverk.use.pathways.actions.clocks import put, reckon
from normverk.use.pathways.actions.shares import Share, received, sent, worked_out
from normverk.use.pathways.engine import Norms
from normverk.use.pathways.events import ClocksRebuilt
from normverk.use.pathways.models import ClockState, Oddity, Patient, PatientOrganisation
from normverk.use.pathways.queries.joins import everybody_joined
from normverk.use.pathways.queries.norms import loaded_norms, norms_digest
from normverk.use.pathways.workshop import Made, Workshop

Seen = Callable[[int, int], None]
"""Told how many shares are done, of how many."""

PROCESSES: Final = 2
_MANY: Final = 20_000
"""Patients from which on it pays to start processes of their own: that takes two seconds."""
_SHARES: Final = 256
_AHEAD: Final = 4
"""Shares that each process may be ahead of the one that stores: enough not to wait, and few to hold in memory."""


@uncollected()
def rebuild(
    *,
    actor: Actor,
    now: datetime,
    as_of: date | None,
    processes: int | None = None,
    seen: Seen = lambda done, whole: None,
) -> int:
    """Makes the clock states of all patients anew, for instance after a release was loaded; returns how many there are.

    One transaction: readers see what was until all of it is done, and a fault leaves what was. `as_of` is the fixed day
    of a demonstration, after which events are not seen; None where the day moves on. `processes` work beside this one;
    when it is not given, none do where there are few patients, or where others could not see what this one sees.
    """
    require(actor, "record.intake")
    in_memory = getattr(connection, "is_in_memory_db", bool)
    hidden = connection.in_atomic_block or in_memory()
    with transaction.atomic():
        Head.objects.select_for_update().get(pk=1)  # nothing may come in between what is read and what is written
        norms, day, patients = loaded_norms(), as_of or local_date(now), Patient.objects.count()
        if processes is None:
            processes = 0 if hidden or patients < _MANY else PROCESSES
        joined = everybody_joined()
        shares = list(_shares(frozenset(stored_key(patient.pk) for patient in joined)))
        with _making(shares, processes, norms, as_of, day) as made, refilled((ClockState, PatientOrganisation, Oddity)):
            clocks = 0
            for done, rows in enumerate(made, start=1):
                clocks += put(rows)
                seen(done, len(shares))
            clocks += reckon(joined, norms, as_of, day)
        tell_rebuilt(now)
        record(
            data=ClocksRebuilt(patients=patients, clocks=clocks, norms=norms_digest(norms, day)),
            subject="clocks",
            actor=actor,
            now=now,
        )
    return clocks


def _shares(skipped: frozenset[str]) -> Iterator[Share]:
    """All patients, divided by the beginning of their random keys; rows are then written in the order of the index."""
    firsts = [stored_key(UUID(int=number << 120)) for number in range(_SHARES)]
    for first, end in zip(firsts, [*firsts[1:], ""], strict=True):
        yield Share(first, end, skipped)


@contextmanager
def _making(
    shares: list[Share], processes: int, norms: Norms, as_of: date | None, day: date
) -> Iterator[Iterator[Made]]:
    """What each share comes to, in their order. Processes of their own begin at once, while the tables are being emptied."""
    if not processes:
        workshop = Workshop(norms, as_of, day)
        yield (worked_out(share, workshop) for share in shares)
        return
    with workers(processes) as pool:
        ahead = _AHEAD * processes
        waiting = deque(pool.submit(sent, share, as_of, day) for share in shares[:ahead])

        def received_in_order() -> Iterator[Made]:
            for share in shares[ahead:]:
                yield received(waiting.popleft().result())
                waiting.append(pool.submit(sent, share, as_of, day))
            while waiting:
                yield received(waiting.popleft().result())

        yield received_in_order()
