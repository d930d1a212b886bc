"""Copying a PostgreSQL database as text inside one read-only transaction, and putting a copy back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def still_moment() -> Iterator[None]:
    """A transaction that sees one moment while writers go on."""
    with transaction.atomic(durable=True):
        _execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def tables() -> list[str]:
    """The tables there are, also those of apps that this role does not have."""
    with connection.cursor() as cursor:
        return sorted(info.name for info in connection.introspection.get_table_list(cursor) if info.type in {"t", "p"})


def dump(table: str) -> Iterator[bytes]:
    """A table's rows as lines, the first naming the columns."""
    columns = _rows(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
        "AND attgenerated = '' ORDER BY attnum",
        _quoted(table),
    )
    names = [column for (column,) in columns]
    yield ("\t".join(names) + "\n").encode()
    with connection.cursor() as cursor, cursor.copy(f"COPY {_table(table, names)} TO STDOUT") as lines:
        for block in lines:
            yield bytes(block)


def load(table: str, content: Iterable[bytes]) -> None:
    """Fills an empty table with what `dump` made."""
    blocks, first = iter(content), b""
    while b"\n" not in first:
        first += next(blocks)
    names, rest = first.split(b"\n", 1)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {_table(table, names.decode().split(chr(9)))} FROM STDIN") as lines,
    ):
        lines.write(rest)
        for block in blocks:
            lines.write(block)


def sequences() -> dict[str, int | None]:
    """The last number each sequence gave out, None when it has given none."""
    return dict(_rows("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()"))


def set_sequences(values: dict[str, int | None]) -> None:
    """Lets sequences go on from where they were."""
    for name, value in values.items():
        _execute("SELECT setval(%s::regclass, %s, %s)", _quoted(name), value or 1, value is not None)


def replace(*, make_tables: Callable[[], None], fill: Callable[[], None]) -> None:
    """Drops what is there, makes tables anew and fills them: all of it, or nothing at all."""
    with transaction.atomic(durable=True):
        _drop()
        # Making tables wants no constraint to be pending, filling them wants all to be.
        _execute("SET CONSTRAINTS ALL IMMEDIATE")
        make_tables()
        _execute("SET CONSTRAINTS ALL DEFERRED")
        _execute(f"TRUNCATE {', '.join(map(_quoted, tables()))} CASCADE")
        fill()


def _drop() -> None:
    """Drops the schema's tables and the functions of their triggers."""
    there = tables()
    if not there:
        return
    functions = _rows(
        "SELECT DISTINCT tgfoid::regprocedure::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
    )
    _execute(f"DROP TABLE {', '.join(map(_quoted, there))} CASCADE")
    for (function,) in functions:
        _execute(f"DROP FUNCTION IF EXISTS {function} CASCADE")


def _table(table: str, columns: list[str]) -> str:
    return f"{_quoted(table)} ({', '.join(map(_quoted, columns))})"


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def _rows(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
