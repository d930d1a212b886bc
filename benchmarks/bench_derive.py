"""How well and how fast pathway codes are proposed from simulated records in FHIR R4, HL7 v2 and CSV.

Prints share found, precision, share found to the day, share that needs no typing, and clicks a patient against typing all
by hand; then how many facts a second are read and how many patients a second are derived from. What is counted as clicks
is written in normverk/sim/records/work.py.

Run: .venv/bin/python -m benchmarks.bench_derive [patients a hospital]
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def main(patients: int) -> None:
    """Prints the figures as JSON."""
    from normverk.sim.records.habits import RECORD_HABITS
    from normverk.sim.records.measure import derive, measure_all, read, send

    figures: dict[str, Any] = {"seed": 1, **measure_all(seed=1, patients=patients), "speed": []}
    for writes in RECORD_HABITS:
        sent = send(1, patients, writes)
        begun = time.perf_counter()
        facts = read(sent, writes)
        reading = time.perf_counter() - begun
        begun = time.perf_counter()
        derive(facts)
        deriving = time.perf_counter() - begun
        people = len({fact.patient for fact in facts})
        figures["speed"].append(
            {
                "form": writes.form,
                "facts": len(facts),
                "facts_read_per_s": round(len(facts) / reading),
                "patients_derived_per_s": round(people / deriving),
            }
        )
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "normverk.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NORMVERK_DATA"] = str(Path(folder))
        import django

        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
