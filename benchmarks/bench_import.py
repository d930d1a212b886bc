"""How long it takes, and how much memory, to read 20,000 infobits in, and to read the same again.

Run: .venv/bin/python -m benchmarks.bench_import [number]
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path


def main() -> None:
    """Prints one line of JSON."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(NORMVERK_DATA=folder, DJANGO_SETTINGS_MODULE="normverk.config.settings")
        os.environ.pop("NORMVERK_DATABASE", None)
        print(json.dumps(_measure(number, Path(folder))))


def _measure(number: int, folder: Path) -> dict[str, float]:
    import django

    django.setup()
    from benchmarks.infobits import infobits
    from normverk.base.backup import shape
    from normverk.base.policy import operator
    from normverk.publish.library.importing import import_files
    from normverk.publish.library.models import NodeRevision

    shape.migrate()
    path = folder / "alle.ndjson"
    with path.open("w", encoding="utf-8") as handle:
        for one in infobits(number):
            handle.write(json.dumps(one, ensure_ascii=False) + "\n")
    figures: dict[str, float] = {"infobits": number, "megabytes": round(path.stat().st_size / 1e6, 1)}
    before = _peak()
    for name in ("first", "again"):
        begun, worked = time.perf_counter(), time.process_time()
        run = import_files(paths=[path], source=name, actor=operator(), now=lambda: datetime.now(UTC))
        figures[f"{name}_seconds"] = round(time.perf_counter() - begun, 1)
        figures[f"{name}_processor_seconds"] = round(time.process_time() - worked, 1)
        if run.counts.get("refused") or NodeRevision.objects.count() != number:
            raise SystemExit(f"{run.counts}: not everything came in once")
    figures["peak_megabytes"] = round(_peak(), 0)
    figures["of_which_before"] = round(before, 0)
    figures["database_megabytes"] = round((folder / "normverk.sqlite3").stat().st_size / 1e6, 1)
    return figures


def _peak() -> float:
    """Most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    main()
