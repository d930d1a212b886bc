"""Files of record events read into one table, and which of their versions hold.

A file is NDJSON or Parquet with the columns of the events' own form (docs/architecture-clocks.md). What is written by
`write_settled` is settled already: then nothing has to be compared again, and its patients are numbered, because a database
tells whole numbers apart faster than words.
"""

# ruff: noqa: S608 (statements are made of words that stand here; the names of files are quoted)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import duckdb

from normverk.norm.days import parse_moment
from normverk.use.pathways.engine.events import LIVE, RecordEvent, Status, settle
from normverk.use.pathways.report.bad_lines import first_bad_line

_WIRE: Final = {
    "patient": "VARCHAR",
    "code": "VARCHAR",
    "time": "VARCHAR",
    "org": "VARCHAR",
    "source": "VARCHAR",
    "source_id": "VARCHAR",
    "version": "BIGINT",
    "recorded": "VARCHAR",
    "status": "VARCHAR",
    "responsible_org": "VARCHAR",
    "treatment": "VARCHAR",
    "episode": "VARCHAR",
}
_OPTIONAL: Final = ("responsible_org", "treatment", "episode")
_KEPT: Final = ("patient", "code", "time", "org", "responsible_org", "source", "source_id", "treatment", "episode")
_SETTLED: Final = frozenset({*_KEPT, "day", "number"})
_DAY: Final = (
    "CASE WHEN length(time) = 10 THEN CAST(time AS DATE)"
    " ELSE CAST(CAST(time AS TIMESTAMPTZ) AT TIME ZONE 'Europe/Oslo' AS DATE) END"
)
_LIVE: Final = ", ".join(f"'{status}'" for status in sorted(LIVE))


class Unreadable(Exception):  # noqa: N818
    """A file that is not one of record events, with its name and what is wrong."""


@dataclass(frozen=True)
class Settled:
    """What became of the files: rows read, registrations that hold, and whether the files said so themselves."""

    rows: int
    held: int
    already: bool


def open_events(base: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> Settled:
    """Makes the view `held` of the versions that hold; raises Unreadable, and then nothing is made.

    `held` has the columns of the events without version, status and moment of recording; `day`, the date in Norway; and `person`,
    which tells patients apart: their number in the one settled file, else their pseudonym.
    """
    readers = [_reader(base, file) for file in files]
    settled = {is_settled for _, is_settled in readers}
    if len(settled) > 1:
        raise Unreadable("some files are settled and some are not; settle all of them together")
    union = " UNION ALL BY NAME ".join(f"SELECT * FROM {reader}" for reader, _ in readers)
    try:
        if settled == {True}:
            # Numbers of several files are not of the same patients.
            person = "number" if len(files) == 1 else "patient"
            base.execute(
                f"CREATE OR REPLACE TEMP VIEW held AS SELECT * EXCLUDE (number), {person} AS person FROM ({union})"
            )
            rows = _count(base, "held")
            return Settled(rows, rows, True)
        base.execute(f"CREATE OR REPLACE TEMP TABLE given AS SELECT {_wire(base, union)} FROM ({union})")
        _check(base)
        _settle(base)
        base.execute("CREATE OR REPLACE TEMP VIEW held AS SELECT *, patient AS person FROM holding")
    except (duckdb.Error, ValueError) as wrong:  # a day that does not exist is found by us where two versions conflict
        where = first_bad_line(files) or f"{', '.join(file.name for file in files)}: {_first_line(wrong)}"
        raise Unreadable(where) from None
    return Settled(_count(base, "given"), _count(base, "held"), False)


def write_settled(base: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Writes `held` as Parquet, by patient, so that a report can be made of it at once."""
    base.execute(
        "CREATE OR REPLACE TEMP TABLE numbered AS SELECT patient, CAST(row_number() OVER () AS INTEGER) AS number"
        " FROM (SELECT DISTINCT patient FROM held ORDER BY patient)"
    )
    base.execute(
        "COPY (SELECT held.* EXCLUDE (person), number FROM held JOIN numbered USING (patient) ORDER BY number, day)"
        f" TO {quoted(file)} (FORMAT parquet, COMPRESSION zstd)"
    )


def event_of(row: Sequence[Any]) -> RecordEvent:
    """A row of `held`, in the order of `COLUMNS`, as an event; its version no longer matters."""
    patient, code, time, org, responsible, source, source_id, treatment, episode = (part or "" for part in row)
    return RecordEvent(
        patient,
        code,
        parse_moment(time),
        org,
        source,
        source_id,
        1,
        _LONG_AGO,
        "final",
        responsible,
        treatment,
        episode,
    )


COLUMNS: Final = ", ".join(_KEPT)
_LONG_AGO: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _reader(base: duckdb.DuckDBPyConnection, file: Path) -> tuple[str, bool]:
    """How the file is read, and whether it is settled."""
    if not file.is_file():
        raise Unreadable(f"{file.name} is not there, or is no file")
    if file.suffix.lower() != ".parquet":
        columns = ", ".join(f"'{name}': '{kind}'" for name, kind in _WIRE.items())
        return f"read_json({quoted(file)}, format = 'newline_delimited', columns = {{{columns}}})", False
    reader = f"read_parquet({quoted(file)})"
    try:
        names = {row[0] for row in base.execute(f"DESCRIBE SELECT * FROM {reader}").fetchall()}
    except duckdb.Error as wrong:
        raise Unreadable(f"{file.name} is not a Parquet file: {_first_line(wrong)}") from None
    if names == _SETTLED:
        return reader, True
    if missing := set(_WIRE) - {*_OPTIONAL, "recorded"} - names:
        raise Unreadable(f"{file.name} lacks {', '.join(sorted(missing))}")
    return reader, False


def _wire(base: duckdb.DuckDBPyConnection, union: str) -> str:
    """The columns of the events, with nothing where no file has any of an optional one."""
    held = {row[0] for row in base.execute(f"DESCRIBE {union}").fetchall()}
    return ", ".join(
        f"coalesce(CAST({name} AS {kind}), '') AS {name}" if name in held and name in (*_OPTIONAL, "recorded")
        else f"CAST({name} AS {kind}) AS {name}" if name in held
        else f"'' AS {name}"
        for name, kind in _WIRE.items()
    )  # fmt: skip


def _check(base: duckdb.DuckDBPyConnection) -> None:
    """Refuses rows that lack what an event must have; which they are is what intake tells."""
    must = [name for name in _WIRE if name not in (*_OPTIONAL, "recorded")]
    lacking = base.execute(f"SELECT count(*) FROM given WHERE {' OR '.join(f'{name} IS NULL' for name in must)}")
    if number := lacking.fetchone()[0]:  # type: ignore[index]
        raise Unreadable(
            f"{number} rows lack one of {', '.join(must)}; normverk pathway intake says which and what is wrong"
        )


def _settle(base: duckdb.DuckDBPyConnection) -> None:
    """The highest version of each registration, unless it is voided. Most registrations have one version, and are not
    compared with anything."""
    base.execute(
        "CREATE OR REPLACE TEMP TABLE several AS"
        " SELECT source, source_id, max(version) AS version FROM given GROUP BY source, source_id HAVING count(*) > 1"
    )
    base.execute(
        f"CREATE OR REPLACE TEMP TABLE holding AS SELECT {COLUMNS}, {_DAY} AS day FROM given"
        f" ANTI JOIN several USING (source, source_id) WHERE status IN ({_LIVE})"
    )
    base.execute(
        f"CREATE OR REPLACE TEMP TABLE newest AS SELECT DISTINCT {', '.join(f'given.{name}' for name in _WIRE)}"
        " FROM given JOIN several USING (source, source_id, version)"
    )
    base.execute(
        "CREATE OR REPLACE TEMP TABLE doubtful AS"
        " SELECT source, source_id FROM newest GROUP BY source, source_id HAVING count(*) > 1"
    )
    base.execute(
        f"INSERT INTO holding SELECT {COLUMNS}, {_DAY} AS day FROM newest"
        f" ANTI JOIN doubtful USING (source, source_id) WHERE status IN ({_LIVE})"
    )
    _settle_doubtful(base)


def _settle_doubtful(base: duckdb.DuckDBPyConnection) -> None:
    """Of contents that claim the same version, the one that holds everywhere else too."""
    columns = ", ".join(f"newest.{name}" for name in _WIRE)
    rows = base.execute(f"SELECT {columns} FROM newest JOIN doubtful USING (source, source_id)").fetchall()
    held = settle(_version(row) for row in rows)
    values = [[str(getattr(event, name)) for event in held] for name in _KEPT]
    values[_KEPT.index("time")] = [event.time.isoformat() for event in held]
    listed = ", ".join(f"unnest(CAST(? AS VARCHAR[])) AS {name}" for name in _KEPT)
    base.execute(f"INSERT INTO holding SELECT {COLUMNS}, {_DAY} AS day FROM (SELECT {listed})", values)


def _version(row: Sequence[Any]) -> RecordEvent:
    patient, code, time, org, source, source_id, version, recorded, status, responsible, treatment, episode = row
    at = datetime.fromisoformat(recorded) if recorded else _LONG_AGO
    told: Status = status
    return RecordEvent(
        patient, code, parse_moment(time), org, source, source_id, version, at, told, responsible, treatment, episode
    )


def _count(base: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(base.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # type: ignore[index]


def quoted(file: Path) -> str:
    """The file's name as a statement has it."""
    return "'" + str(file).replace("'", "''") + "'"


def _first_line(wrong: Exception) -> str:
    return str(wrong).splitlines()[0]
