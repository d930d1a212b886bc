"""The figures of an indicator as a Parquet file, the same as the CSV, with types."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import duckdb
import msgspec

from normverk.learn.measured import Line

_COLUMNS: Final = {
    "pathway": "VARCHAR",
    "clock": "VARCHAR",
    "branch": "VARCHAR",
    "organisation": "VARCHAR",
    "period": "VARCHAR",
    "counted_standing": "VARCHAR",
    "counted": "INTEGER",
    "within_limit": "INTEGER",
    "share_low": "DOUBLE",
    "share_high": "DOUBLE",
    "median": "INTEGER",
    "lower_quartile": "INTEGER",
    "upper_quartile": "INTEGER",
}


def parquet(pathway: str, clock: str, lines: Iterable[Line]) -> bytes:
    """All figures as Parquet. `counted_standing` is exact, few (under 3) or hidden, and `counted` empty unless exact."""
    rows = (
        (
            pathway, clock, line.branch, line.organisation, line.period, line.n.standing, line.n.value, line.met,
            line.share.low, line.share.high, line.median, *(line.quartiles or (None, None)),
        )
        for line in lines
    )  # fmt: skip
    return write_parquet(_COLUMNS, rows)


def write_parquet(columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as a Parquet file; `columns` gives names and DuckDB's types.

    DuckDB reads and writes in a folder of its own, which is gone afterwards.
    """
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config={"threads": 1}) as base:
        given, made = Path(folder) / "figures.ndjson", Path(folder) / "figures.parquet"
        with given.open("wb") as file:
            file.writelines(msgspec.json.encode(dict(zip(columns, row, strict=True))) + b"\n" for row in rows)
        base.read_json(str(given), format="newline_delimited", columns=dict(columns)).write_parquet(
            str(made), compression="zstd"
        )
        return made.read_bytes()
