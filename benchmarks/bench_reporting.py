"""How long it takes to tell what the patient registry would answer: to a file of a million events, and on the page.

Run: .venv/bin/python -m benchmarks.bench_reporting [events]
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

CANCER = ("A", "S", "CK", "FK")
MENTAL = ("A", "M", "CK", "E", "E", "F", "XG")
PREFIXES = ("A01", "A02", "A04", "A06", "A07", "A12", "A14", "A16", "A26", "B01", "D01", "D11", "D12")
HOSPITALS = ("310000011", "310000022", "310000033")


def write_events(path: Path, events: int, seed: int = 1) -> None:
    """Courses of four to seven codes, one code in twenty missing, in random order of arrival."""
    chance = random.Random(seed)
    lines: list[str] = []
    while len(lines) < events:
        prefix, org = chance.choice(PREFIXES), chance.choice(HOSPITALS)
        day = date(2021, 6, 1) + timedelta(days=chance.randrange(700))
        patient = f"p{len(lines)}"
        for letters in MENTAL if prefix[0] == "D" else CANCER:
            day += timedelta(days=chance.randrange(12))
            if chance.random() < 0.95:
                fields = {
                    "patient": patient,
                    "code": prefix + letters,
                    "time": day.isoformat(),
                    "org": org,
                    "source": "das",
                    "source_id": str(len(lines)),
                    "version": 1,
                    "status": "final",
                    "recorded": "2024-01-03T10:00:00+01:00",
                }
                lines.append(json.dumps(fields))
    chance.shuffle(lines)
    path.write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    """Prints one line of JSON. The command is run in this process, so that its parts can be timed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "normverk.config.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NORMVERK_DATA"] = folder
        import django

        django.setup()
        path = Path(folder) / "events.ndjson"
        write_events(path, int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
        print(json.dumps(measured(path)))


def measured(path: Path) -> dict[str, float]:
    """Seconds for reading, settling and checking, how much was found, and the most memory that was used."""
    from normverk.use.pathways.engine import settle
    from normverk.use.reporting.commands import NEED_PATIENTS, without_collection
    from normverk.use.reporting.files import read_events
    from normverk.use.reporting.npr import Person, check_patient

    with without_collection():
        begun = time.perf_counter()
        read = read_events(str(path), lambda done, whole: None)
        understood = time.perf_counter()
        by_patient = defaultdict(list)
        for event in settle(read.events):
            by_patient[event.patient].append(event)
        settled = time.perf_counter()
        found = sum(1 for held in by_patient.values() for _ in check_patient(held, Person(), unjudged=NEED_PATIENTS))
        checked = time.perf_counter()
    return {
        "events": len(read.events),
        "reading_seconds": round(understood - begun, 1),
        "settling_seconds": round(settled - understood, 1),
        "checking_seconds": round(checked - settled, 1),
        "checked_a_second": round(len(read.events) / (checked - settled)),
        "told_of": found,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    main()
