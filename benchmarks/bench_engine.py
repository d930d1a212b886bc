"""How many record events the reference evaluator judges in a second, on one core and in memory.

Run: .venv/bin/python -m benchmarks.bench_engine [patients]
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from datetime import UTC, date, datetime, timedelta

from tests.use.pathways.breast import EDITIONS

from normverk.use.pathways.engine import RecordEvent, evaluate


def make_events(patients: int, seed: int = 1) -> list[RecordEvent]:
    """Seven events or so for each patient, with corrections and voided ones among them."""
    chance = random.Random(seed)
    recorded = datetime(2022, 1, 1, tzinfo=UTC)
    events = []
    for number in range(patients):
        day = date(2020, 6, 1) + timedelta(days=chance.randrange(700))
        for place, letters in enumerate(("A", "S", "O", "A", "CK", chance.choice(("FK", "FM", "FS")), "P")):
            day += timedelta(days=chance.randrange(8))
            identity = f"{number}-{place}"
            versions = 2 if chance.random() < 0.05 else 1
            for version in range(1, versions + 1):
                status = "entered-in-error" if version == 2 and chance.random() < 0.3 else "final"
                events.append(
                    RecordEvent(
                        f"p{number}", f"A01{letters}", day, "310000011", "das", identity, version, recorded, status
                    )  # type: ignore[arg-type]
                )
    return events


def main() -> None:
    """Prints one line of JSON."""
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    events = make_events(patients)
    gc.freeze()
    figures: dict[str, float] = {"patients": patients, "events": len(events)}
    for name, explained in (("verdicts", False), ("with_explanations", True)):
        begun = time.perf_counter()
        verdicts = evaluate(events, EDITIONS, date(2022, 4, 30), with_explanations=explained)
        seconds = time.perf_counter() - begun
        figures[f"{name}_seconds"] = round(seconds, 2)
        figures[f"{name}_events_per_second"] = round(len(events) / seconds)
        figures["lines"] = len(verdicts)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
