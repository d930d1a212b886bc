"""How long it takes to work out the clocks of all patients anew, stored events to stored states, and what of it is what:
reading and working out alone, and beside it a fold of this one norm written by hand and the plainest storing of the rows.

Run: .venv/bin/python -m benchmarks.bench_rebuild [patients]
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

NOW: Final = datetime(2023, 1, 2, tzinfo=UTC)
COURSES: Final = (
    ("A", "S", "CK", "FK", "P"),
    ("A", "O", "S", "CK", "FM"),
    ("A", "S", "CK", "FS"),
    ("A", "S", "AV", "X"),
)
LIMITS: Final = {"OF1": (0, 1), "OF2": (1, 2), "OF3": (2, 3), "OF4": (0, 3)}


def store_events(patients: int, seed: int = 1) -> int:
    """Invented patients with five events or so each, put straight into the tables: intake has a benchmark of its own."""
    from django.db import transaction

    from normverk.base.bulk import pour, stored_instant, stored_key
    from normverk.use.pathways.actions.storing import FIELDS
    from normverk.use.pathways.models import IntakeRun, Organisation, Patient, RecordEvent

    with transaction.atomic():
        run = IntakeRun.objects.create(file_digest="0" * 64, form="ndjson", at=NOW, lines=0, counts={})
        hospitals = ("310000019", "310000027", "310000035")
        Organisation.objects.bulk_create(Organisation(number=number) for number in hospitals)
        chance, recorded, key_of_run = random.Random(seed), stored_instant(NOW), stored_key(run.pk)
        keys = [stored_key(uuid4()) for _ in range(patients)]
        pour(
            Patient, ("id", "pseudonym", "identity_number", "label"), ((k, f"p{n}", "", "") for n, k in enumerate(keys))
        )

        def rows() -> Iterator[tuple[str | int, ...]]:
            for number, key in enumerate(keys):
                day = date(2020, 6, 1) + timedelta(days=chance.randrange(900))
                hospital = hospitals[number % 3]
                for place, letters in enumerate(chance.choice(COURSES)):
                    day += timedelta(days=chance.randrange(9))
                    digest = sha256(f"{number}-{place}".encode()).hexdigest()
                    yield (
                        key, f"A01{letters}", day.isoformat(), day.isoformat(), hospital, "", "das", f"{number}-{place}",
                        1, "final", recorded, "", "", digest, 1, key_of_run,
                    )  # fmt: skip

        return pour(RecordEvent, FIELDS, rows())


def read_alone() -> float:
    """Seconds in which one process reads all events in shares."""
    from normverk.base.bulk import stored_key
    from normverk.use.pathways.queries.stored import events_between

    begun = time.perf_counter()
    firsts = [stored_key(UUID(int=number << 124)) for number in range(16)]
    for first, end in zip(firsts, [*firsts[1:], ""], strict=True):
        for _ in events_between(first, end):
            pass
    return time.perf_counter() - begun


def worked_out_alone(of: int) -> tuple[float, int]:
    """Seconds in which one process works out a part of the patients in memory, and how many events they have."""
    from normverk.base.bulk import stored_key
    from normverk.use.pathways.queries import loaded_norms
    from normverk.use.pathways.queries.stored import events_between
    from normverk.use.pathways.workshop import OnePatient, Workshop

    workshop = Workshop(loaded_norms(), None, NOW.date())
    first, end = (stored_key(UUID(int=number << 124)) for number in (0, of))
    held = [OnePatient((key,), events) for key, events in events_between(first, end)]
    begun = time.perf_counter()
    workshop.make(held)
    return time.perf_counter() - begun, sum(len(one.events) for one in held)


def folded_by_hand(database: Path) -> float:
    """Seconds of a script that knows this one norm: it reads the rows, takes the first date of each milestone, subtracts,
    and counts what was kept. It knows no versions of the norm, no transfers, no reasons, and stores nothing."""
    from normverk.norm.days import parse_moment

    counts: Counter[tuple[str, bool]] = Counter()
    begun = time.perf_counter()
    with sqlite3.connect(database) as source:
        rows = source.execute(
            "SELECT patient_id, code, time FROM pathways_recordevent WHERE current AND status IN ('final', 'amended') "
            "ORDER BY patient_id, time"
        )
        for _, held in groupby(rows, key=lambda row: row[0]):
            first: dict[int, date] = {}
            for _, code, day in held:
                first.setdefault("ASCF".find(code[3]), parse_moment(day))
            for clock, (start, stop) in LIMITS.items():
                if start in first and stop in first:
                    counts[clock, (first[stop] - first[start]).days <= 28] += 1
    return time.perf_counter() - begun


def stored_plainly(database: Path, folder: Path) -> tuple[float, int]:
    """Seconds in which a plain program puts the same states into the same table, empty, row by row; and how many."""
    with sqlite3.connect(database) as source:
        rows = source.execute("SELECT * FROM pathways_clockstate ORDER BY id").fetchall()
        asked = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name = 'pathways_clockstate'"
        schema = [sql for (sql,) in source.execute(asked)]
    target = sqlite3.connect(folder / "plain.sqlite3", isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA cache_size=-65536", *schema):
        target.execute(statement)
    places = ", ".join("?" * len(rows[0]))
    begun = time.perf_counter()
    target.execute("BEGIN IMMEDIATE")
    target.executemany(f"INSERT INTO pathways_clockstate VALUES ({places})", rows)
    target.execute("COMMIT")
    seconds = time.perf_counter() - begun
    target.close()
    return seconds, len(rows)


def rebuilt(processes: int | None) -> tuple[float, int]:
    """Seconds of the whole, and how many states there are then."""
    from normverk.base.policy import operator
    from normverk.use.pathways.actions import rebuild

    begun = time.perf_counter()
    states = rebuild(actor=operator(), now=NOW, as_of=None, processes=processes)
    return time.perf_counter() - begun, states


def main(patients: int) -> None:
    """Prints the figures as JSON."""
    from django.conf import settings
    from django.core.management import call_command

    from benchmarks.norms import publish_breast_cancer

    call_command("migrate", verbosity=0)
    publish_breast_cancer()
    events = store_events(patients)
    figures: dict[str, Any] = {"patients": patients, "events": events}
    for name in ("from_nothing", "again"):
        seconds, states = rebuilt(None)
        figures |= {f"{name}_seconds": round(seconds, 1), "states": states}
    figures["again_events_per_second"] = round(events / figures["again_seconds"])
    figures["reading_alone_one_process_seconds"] = round(read_alone(), 1)
    seconds, part = worked_out_alone(4)
    figures["working_out_alone_events_per_second"] = round(part / seconds)
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        database, folder = Path(settings.DATABASES["default"]["NAME"]), Path(os.environ["NORMVERK_DATA"])
        figures["folded_by_hand_without_storing_seconds"] = round(folded_by_hand(database), 1)
        plain, _ = stored_plainly(database, folder)
        figures["storing_plainly_seconds"] = round(plain, 1)
        figures["database_megabytes"] = round(database.stat().st_size / 1e6)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "normverk.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NORMVERK_DATA"] = str(Path(folder))
        import django

        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
