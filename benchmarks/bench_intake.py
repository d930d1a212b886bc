"""How many record events a second are taken in durably: a file with new patients, the next file about the same, and the
first one again; beside the fastest that SQLite can store the same rows in the same tables, prepared beforehand.

Run: .venv/bin/python -m benchmarks.bench_intake [patients]
"""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from benchmarks.bench_engine import make_events

NOW: Final = datetime(2023, 1, 2, tzinfo=UTC)
TABLES: Final = (
    "pathways_organisation",
    "pathways_intakerun",
    "pathways_patient",
    "pathways_recordevent",
    "pathways_patientorganisation",
    "pathways_clockstate",
)
"""What intake writes, in an order in which rows point backwards."""


def make_file(patients: int, version: int = 0) -> bytes:
    """Seven events or so for each patient, as a hospital sends them; with `version` they are all corrections."""
    encode = msgspec.json.Encoder().encode
    recorded = datetime(2022, 12, 1, 8, tzinfo=UTC)
    lines = []
    for event in make_events(patients):
        fields = {key: value for key, value in msgspec.to_builtins(event).items() if value != ""}
        fields |= {"recorded": recorded.isoformat()}
        lines.append(encode(fields | ({"version": version, "status": "amended"} if version else {})))
    return b"\n".join(lines)


def taken(content: bytes, name: str) -> dict[str, float]:
    """Takes the file in, and says how it went."""
    from normverk.base.policy import operator
    from normverk.use.pathways.actions import take_in

    gc.collect()
    begun, spent = time.perf_counter(), time.process_time()
    report = take_in(content=content, name=name, form="ndjson", actor=operator(), now=NOW, as_of=None)
    seconds, processor = time.perf_counter() - begun, time.process_time() - spent
    return {
        f"{name}_lines": report.lines,
        f"{name}_seconds": round(seconds, 2),
        f"{name}_processor_seconds": round(processor, 2),
        f"{name}_events_per_second": round(report.lines / seconds),
    }


def stored_plainly(database: Path, folder: Path) -> float:
    """Seconds that a plain program takes to put the same rows into the same tables of an empty database, and to commit."""
    with sqlite3.connect(database) as source:
        rows = {table: source.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
        schema = [
            sql
            for (sql,) in source.execute(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'sqlite_sequence' AND tbl_name LIKE 'pathways_%'"
            )
        ]
    target = sqlite3.connect(folder / "plain.sqlite3", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536", "foreign_keys=ON"):
        target.execute(f"PRAGMA {pragma}")
    for statement in schema:
        target.execute(statement)
    begun = time.perf_counter()
    target.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        places = ", ".join("?" * len(rows[table][0]))
        target.executemany(f"INSERT INTO {table} VALUES ({places})", rows[table])
    target.execute("COMMIT")
    seconds = time.perf_counter() - begun
    target.close()
    return seconds


def explained(patients: int) -> float:
    """Microseconds in which the verdicts of one patient are told with their explanations, from the stored events."""
    from normverk.use.pathways.engine import runs_of, verdict_of
    from normverk.use.pathways.models import Patient
    from normverk.use.pathways.queries import loaded_norms
    from normverk.use.pathways.queries.events import live_events

    norms, day = loaded_norms(), date(2022, 4, 30)
    asked = list(Patient.objects.order_by("pseudonym")[: min(200, patients)])
    begun = time.perf_counter()
    for patient in asked:
        for run in runs_of(live_events([patient]), norms, seen_until=day):
            verdict_of(run, day, with_explanation=True)
    return 1e6 * (time.perf_counter() - begun) / len(asked)


def main(patients: int) -> None:
    """Prints the figures as JSON."""
    from django.conf import settings
    from django.core.management import call_command

    from benchmarks.norms import publish_breast_cancer

    call_command("migrate", verbosity=0)
    publish_breast_cancer()
    first, second = make_file(patients), make_file(patients // 10, version=9)
    figures: dict[str, Any] = {"patients": patients}
    figures |= taken(first, "first")
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        plain = stored_plainly(Path(settings.DATABASES["default"]["NAME"]), Path(os.environ["NORMVERK_DATA"]))
        figures["plain_executemany_seconds"] = round(plain, 2)
        figures["plain_executemany_events_per_second"] = round(figures["first_lines"] / plain)
        figures["first_against_plain"] = round(figures["first_seconds"] / plain, 2)
    figures |= taken(second, "corrections")
    figures |= taken(first, "again")
    figures["explanation_on_demand_microseconds_a_patient"] = round(explained(patients))
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "normverk.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NORMVERK_DATA"] = str(Path(folder))
        import django

        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 30_000)
