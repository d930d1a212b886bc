"""How long it takes, and how much memory, to read a catalogue file of 20,000 rows, to read it again, and to ask it.

Run: .venv/bin/python -m benchmarks.bench_applicability [rows]
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from typing import Any

ROWS_OF_A_NORM = 5


def main() -> None:
    """Prints one line of JSON."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(NORMVERK_DATA=folder, DJANGO_SETTINGS_MODULE="normverk.config.settings")
        os.environ.pop("NORMVERK_DATABASE", None)
        print(json.dumps(_measure(rows)))


def _measure(number: int) -> dict[str, float]:
    import django

    django.setup()
    from normverk.base.backup import shape
    from normverk.base.policy import operator
    from normverk.govern.applicability.actions import import_catalogue
    from normverk.govern.applicability.kinds import actor_kinds
    from normverk.govern.applicability.models import ApplicabilityRow
    from normverk.govern.applicability.queries import ask
    from normverk.norm.applicability import Action

    shape.migrate()
    content = json.dumps(_file(number, list(actor_kinds())[:ROWS_OF_A_NORM])).encode()
    figures: dict[str, float] = {"rows": number, "megabytes": round(len(content) / 1e6, 1)}
    before = _peak()
    for name in ("first", "again"):
        begun, worked = time.perf_counter(), time.process_time()
        import_catalogue(content=content, name="bench.json", actor=operator(), now=datetime.now(UTC))
        figures[f"{name}_seconds"] = round(time.perf_counter() - begun, 1)
        figures[f"{name}_processor_seconds"] = round(time.process_time() - worked, 1)
        figures[f"{name}_rows_a_second"] = round(number / (time.process_time() - worked))
        if ApplicabilityRow.objects.count() != number:
            raise SystemExit(f"{ApplicabilityRow.objects.count()} rows: not everything came in once")
    worked = time.process_time()
    found = ask(actor=next(iter(actor_kinds())), action=Action.USE, on=date(2026, 1, 1), known_on=datetime.now(UTC))
    figures["answer_rows"], figures["answer_seconds"] = len(found), round(time.process_time() - worked, 2)
    figures["peak_megabytes"], figures["of_which_before"] = round(_peak()), round(before)
    return figures


def _file(number: int, actors: list[str]) -> dict[str, Any]:
    """Invented norms of one version, each recommended for as many kinds of actor as there are rows of a norm."""
    norms = [
        {
            "id": f"norm-{at}",
            "title": f"Norm {at}",
            "number": f"N {at}",
            "kind": "standard",
            "theme": f"Tema {at % 20}",
            "versions": [
                {
                    "label": "1.0",
                    "applies": [
                        {"actor": actor, "action": "use", "level": "recommended", "from": "2024-01-01"}
                        for actor in actors
                    ],
                }
            ],
        }
        for at in range(number // len(actors))
    ]
    return {"format": "normverk-catalogue/1", "source": {"title": "Invented"}, "norms": norms}


def _peak() -> float:
    """Most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    main()
