"""How long the page of what is to be mended before reporting takes where very many patients are held, and what keeping it
ready costs the intake.

Run: .venv/bin/python -m benchmarks.bench_reporting_page [patients]
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from benchmarks.bench_reporting import CANCER, HOSPITALS

NOW: Final = datetime(2024, 2, 1, tzinfo=UTC)
ASKED: Final = (
    "/patients/report/",
    "/patients/report/?code=102",
    "/patients/report/?standing=unknown&page=40",
    "/patients/report/?first=2021-08-01&last=2021-08-31",
    f"/patients/report/?hospital={HOSPITALS[0]}&page=7",
)
CALLS: Final = 7


def make_file(patients: int, seed: int = 1) -> bytes:
    """Courses in the pathway for breast cancer, one code in twenty missing and one in twenty registered twice."""
    chance = random.Random(seed)
    lines: list[str] = []
    for number in range(patients):
        org, day = chance.choice(HOSPITALS), date(2021, 6, 1) + timedelta(days=chance.randrange(700))
        for letters in CANCER:
            day += timedelta(days=chance.randrange(12))
            for _ in range(chance.choices((0, 1, 2), (1, 18, 1))[0]):
                fields = {
                    "patient": f"p{number}",
                    "code": f"A01{letters}",
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
    return "\n".join(lines).encode()


def main(patients: int) -> None:
    """Prints the figures as JSON."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from tests.use.pathways.test_pages import sign_in

    from benchmarks.norms import publish_breast_cancer
    from normverk.base.policy import Role
    from normverk.use.reporting.actions import work_out_waiting

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    publish_breast_cancer()
    figures: dict[str, Any] = {"patients": patients}
    figures |= _taken(make_file(patients))
    client = Client()
    sign_in(client, Role.PATHWAY_COORDINATOR, "")
    figures["page_while_all_wait_seconds"] = _seconds(client, ASKED[0])
    begun = time.perf_counter()
    work_out_waiting(NOW)
    figures["working_out_seconds"] = round(time.perf_counter() - begun, 1)
    for address in ASKED:
        figures[address] = round(1000 * statistics.median(_seconds(client, address) for _ in range(CALLS)))
    _correct_one()
    figures["first_page_after_a_correction_seconds"] = _seconds(client, ASKED[0])
    print(json.dumps(figures, indent=1))


def _seconds(client: Any, address: str) -> float:
    begun = time.perf_counter()
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return round(time.perf_counter() - begun, 3)


def _taken(content: bytes) -> dict[str, float]:
    from normverk.base.policy import operator
    from normverk.use.pathways.actions import take_in
    from normverk.use.pathways.actions.after import AFTER_INTAKE
    from normverk.use.reporting.actions import follow_intake

    marking = 0.0

    def timed(patients: Sequence[Any], now: datetime, as_of: date | None) -> None:
        nonlocal marking
        begun = time.perf_counter()
        follow_intake(patients, now, as_of)
        marking += time.perf_counter() - begun

    AFTER_INTAKE[AFTER_INTAKE.index(follow_intake)] = timed
    begun = time.perf_counter()
    report = take_in(content=content, name="events", form="ndjson", actor=operator(), now=NOW, as_of=None)
    seconds = time.perf_counter() - begun
    AFTER_INTAKE[AFTER_INTAKE.index(timed)] = follow_intake
    return {
        "marking_seconds_of_intake": round(marking, 2),
        "lines": report.lines,
        "intake_seconds": round(seconds, 1),
        "intake_events_per_second": round(report.lines / seconds),
    }


def _correct_one() -> None:
    from normverk.base.policy import operator
    from normverk.use.pathways.actions import take_in

    first = json.loads(make_file(1).split(b"\n")[0]) | {"version": 2, "status": "amended"}
    take_in(content=json.dumps(first).encode(), name="one", form="ndjson", actor=operator(), now=NOW, as_of=None)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "normverk.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NORMVERK_DATA"] = str(Path(folder))
        import django

        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
