"""How long the indicator report takes at 100,000 patients: counting rows, delivering, protecting, and showing the page.

Run: .venv/bin/python -m benchmarks.bench_indicator [patients]
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

_HOSPITALS: Final = ("310000019", "310000027", "310000035")
_LIMITS: Final = {"OF1": 7, "OF2": 12, "OF3": 13, "OF4": 32}


@dataclass(frozen=True)
class Row:
    """A clock row as an edge gives it."""

    pathway: str
    release: str
    clock: str
    branch: str
    organisation: str
    period_start: date
    state: str
    days: int | None
    waited: int | None = None


def make_rows(patients: int, seed: int = 1) -> Iterator[Row]:
    """Four clocks for each patient over two years at three hospitals; three in four are treated in this pathway."""
    chance = random.Random(seed)
    for _ in range(patients):
        start = date(2020, 5, 1) + timedelta(days=chance.randrange(730))
        release = f"no.demo.normverk.brystkreft#{'1.0.0' if start < date(2021, 5, 1) else '2.0.0'}"
        hospital = chance.choices(_HOSPITALS, (42, 35, 23))[0]
        branch = chance.choices(("kirurgi", "medikamentell"), (75, 25))[0]
        treated = chance.random() < 0.73
        for clock, limit in _LIMITS.items():
            days = int(chance.gammavariate(6, limit / 7.5))
            named = branch if clock in {"OF3", "OF4"} else ""
            state = ("met" if days <= limit else "late") if treated or clock == "OF1" else "not-applicable"
            yield Row("brystkreft", release, clock, named, hospital, start, state, days)


def main(patients: int) -> None:
    """Prints the figures as JSON."""
    from django.core.management import call_command
    from django.test import Client

    from benchmarks.norms import publish_breast_cancer
    from normverk.base.policy import Actor, Grant, Role
    from normverk.learn.actions import Histogram, receive_histogram
    from normverk.learn.histogram import build, summarise
    from normverk.learn.queries import measured

    call_command("migrate", verbosity=0)
    publish_breast_cancer()
    rows = list(make_rows(patients))
    figures: dict[str, float | int] = {"patients": patients, "rows": len(rows)}

    def timed(name: str, begun: float) -> None:
        figures[name] = round(time.perf_counter() - begun, 4)

    begun = time.perf_counter()
    cells = build(rows, site="bench")
    timed("counting_rows_s", begun)
    figures["cells"] = len(cells)
    begun = time.perf_counter()
    summarise(cell for cell in cells if cell.clock == "OF4")
    timed("exact_share_and_median_in_memory_s", begun)
    now = datetime(2022, 5, 1, tzinfo=UTC)
    itself = Actor("bench", "bench", frozenset({Grant(Role.SITE, "bench")}))
    begun = time.perf_counter()
    receive_histogram(histogram=Histogram("bench", date(2022, 4, 30), now, {}, cells), actor=itself, now=now)
    timed("receiving_the_delivery_s", begun)
    begun = time.perf_counter()
    for clock in _LIMITS:
        measured("brystkreft", clock)
    timed("protecting_four_clocks_s", begun)
    for attempt in ("first", "second"):
        begun = time.perf_counter()
        answer = Client().get("/indicators/brystkreft/OF4/")
        timed(f"{attempt}_page_s", begun)
        assert answer.status_code == 200
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "normverk.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NORMVERK_DATA"] = str(Path(folder))
        os.environ["NORMVERK_HOSTS"] = "testserver"
        import django

        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
