"""How many record events the evaluators judge in a second, on one core and in memory: the reference, and the incremental
one from nothing, when each event comes alone, and when it is asked again.

Run: .venv/bin/python -m benchmarks.bench_engine [patients]
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from datetime import UTC, date, datetime, timedelta

import msgspec
from tests.use.pathways.breast import EDITIONS

from normverk.use.pathways.engine import RecordEvent, Status, evaluate, read_norms
from normverk.use.pathways.engine.board import Board


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
                status: Status = "entered-in-error" if version == 2 and chance.random() < 0.3 else "final"
                events.append(
                    RecordEvent(
                        f"p{number}", f"A01{letters}", day, "310000011", "das", identity, version, recorded, status
                    )
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
    del verdicts  # else the collector would look through them again and again while the board is filled
    gc.collect()
    figures |= board(events)
    print(json.dumps(figures))


def board(events: list[RecordEvent]) -> dict[str, float]:
    """The incremental evaluator: everything at once, everything again on another day, and a thousand late events."""
    held = Board(read_norms(EDITIONS))
    begun = time.perf_counter()
    held.take(events)
    lines = sum(1 for _ in held.lines(date(2022, 4, 30)))
    first = time.perf_counter() - begun
    begun = time.perf_counter()
    again = sum(1 for _ in held.lines(date(2022, 5, 1)))
    asked_again = time.perf_counter() - begun
    late = [msgspec.structs.replace(event, version=9) for event in events[:: max(len(events) // 1000, 1)]]
    begun = time.perf_counter()
    for event in late:
        list(held.lines(date(2022, 5, 1), held.take([event])))
    one_by_one = time.perf_counter() - begun
    return {
        "board_lines": lines,
        "board_events_per_second": round(len(events) / first),
        "board_lines_per_second_asked_again": round(again / asked_again),
        "board_microseconds_a_late_event": round(1e6 * one_by_one / len(late)),
    }


if __name__ == "__main__":
    main()
