"""The drill of test_intake_kill: files are taken in and clocks rebuilt, and the process is killed at a moment nobody chose.

Run by a process of its own that has set Django up, in an installation of its own; prints what it found as JSON.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

from django.db import connections

from normverk.base.events.queries import faults
from normverk.base.policy import operator
from normverk.use.pathways.actions import rebuild, take_in
from normverk.use.pathways.engine.states import State
from normverk.use.pathways.models import ClockState, IntakeRun, Patient, RecordEvent
from tests.use.pathways.breast import breast
from tests.use.pathways.conftest import ndjson, publish

NOW = datetime(2022, 5, 1, 9, tzinfo=UTC)
LETTERS = ("A", "S", "CK", "FK", "P")
PATIENTS = 400


def file_of(number: int) -> bytes:
    """Courses of new patients, and corrections of those that came with the file before."""
    lines = []
    for patient in range(PATIENTS):
        for version, of in ((1, number), (2, number - 1)):
            for place, letters in enumerate(LETTERS if version == 1 else LETTERS[:1]):
                lines.append(
                    {
                        "patient": f"p{of}-{patient}",
                        "code": f"A01{letters}",
                        "time": f"2021-06-{1 + 4 * place + version + patient % 3:02d}",
                        "org": "974589095",
                        "source": "das",
                        "source_id": f"{of}-{patient}-{place}",
                        "version": version,
                        "status": "final",
                        "recorded": "2021-12-01T10:00:00+01:00",
                    }
                )
    return ndjson(lines)


def killed_in(work: Callable[[], object], longest: float, chance: random.Random) -> bool:
    """Does the work in a process that is killed at a random moment; True when it had said before that it was done."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work()
            os.write(writing, b"done")
            time.sleep(60)
        finally:
            os._exit(3)
    os.close(writing)
    time.sleep(chance.uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as heard:
        return heard.read() == b"done"


def take(content: bytes) -> object:
    """Takes a file in."""
    return take_in(content=content, name="x", form="ndjson", actor=operator(), now=NOW, as_of=None)


def states() -> list[tuple[object, ...]]:
    """All clock states."""
    return sorted(ClockState.objects.values_list(*State._fields), key=str)


def main(kills: int) -> None:
    """Drills and prints what was found."""
    publish("1.0.0", breast(7, date(2015, 1, 1), date(2021, 4, 30)), None)
    publish("2.0.0", breast(12, date(2021, 5, 1)), "1.0.0")
    begun = time.monotonic()
    take(file_of(0))
    longest = 1.3 * (time.monotonic() - begun)
    chance, half, lost, whole = random.Random(20260302), [], [], 1
    for number in range(1, kills + 1):
        content = file_of(number)
        said = killed_in(lambda content=content: take(content), longest, chance)  # type: ignore[misc]
        run = IntakeRun.objects.filter(file_digest=hashlib.sha256(content).hexdigest()).first()
        stored = RecordEvent.objects.filter(source_id__startswith=f"{number}-", version=1).count()
        patients = Patient.objects.filter(pseudonym__startswith=f"p{number}-").count()
        whole += run is not None
        if (stored, patients) != ((len(LETTERS) * PATIENTS, PATIENTS) if run else (0, 0)):
            half.append(number)
        if said and run is None:
            lost.append(number)
        if run is None:
            take(content)
    before = states()
    for _ in range(kills // 2):
        killed_in(lambda: rebuild(actor=operator(), now=NOW, as_of=None), longest, chance)
        if states() != before:
            half.append(-1)
    rebuild(actor=operator(), now=NOW, as_of=None, processes=2)
    print(
        json.dumps(
            {
                "half": half,
                "lost": lost,
                "whole_before_the_kill": whole,
                "states": len(before),
                "other_states_by_two_processes": states() != before,
                "faults": [str(fault) for fault in faults()],
            }
        )
    )
