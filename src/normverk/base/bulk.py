"""Writing and reading very many rows of one table: some hundred to a statement on SQLite, COPY on PostgreSQL.

Values are what both databases read alike: text, whole numbers, None, and days and keys as text. Row by row through the ORM
the same takes five times as long, most of it in turning each value into what it was before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import chain, islice
from typing import Any, Final
from uuid import UUID

from django.db import connection, models

from normverk.base.beside import scribe

Plain = str | int | None

_SQLITE_VALUES: Final = 32_000
"""SQLite takes 32,766 values in a statement (SQLITE_MAX_VARIABLE_NUMBER since 3.32)."""
_ROWS: Final = 200
"""More rows to a statement make it no faster, where the same thread makes the next rows."""
_ROWS_BESIDE: Final = 500
"""For a thread beside this one some more are better, since the two take turns between statements; still more cost time."""
_KEYS: Final = 500
"""Keys asked for in one statement."""


@cache
def is_postgresql() -> bool:
    """Which of the two databases it is. Asked of every value, and the connection is slow to say."""
    return connection.vendor == "postgresql"


def pour(model: type[models.Model], fields: Sequence[str], rows: Iterable[tuple[Plain, ...]]) -> int:
    """Inserts rows, with values in the order of `fields` (names in the model), in the caller's transaction.

    Fields that are left out must be the key that the database gives, or have no default in the model. Returns how many.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(_column(model, name) for name in fields)
    if is_postgresql():
        return _copy(f"COPY {table} ({columns}) FROM STDIN", rows)
    return _insert(f"INSERT INTO {table} ({columns}) VALUES ", len(fields), rows)  # noqa: S608  (names of our own models)


def stored_instant(moment: datetime) -> str:
    """An instant as the ORM would have stored it, so that both may write the same column: in UTC."""
    return _written(moment.astimezone(UTC))


@lru_cache(maxsize=65536)
def _written(moment: datetime) -> str:
    """Kept only for instants in UTC: in Norway the two of the doubled hour equal each other as keys."""
    plain = moment.replace(tzinfo=None).isoformat(" ")
    return f"{plain}+00:00" if is_postgresql() else plain


@contextmanager
def refilled(models_: Sequence[type[models.Model]]) -> Iterator[None]:
    """Empties tables for whoever fills them anew inside, in the caller's transaction: others see the old rows until it ends.

    On SQLite the tables are taken away and made again, and their indexes are made from all rows at the end: to remove a
    million rows of a table that points at another it would look at each of them. On PostgreSQL tables and indexes stay:
    taking one away would keep readers out.
    """
    tables = [model._meta.db_table for model in models_]
    if is_postgresql():
        for table in tables:
            read(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608  (names of our own tables)
        yield
        return
    asked = "SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name IN (keys)"
    made = list(read_for(asked, tables))
    with _left_for_new_rows():
        _drop(tables)
    for sql in (sql for kind, sql in made if kind == "table"):
        read(sql)
    yield
    for sql in (sql for kind, sql in made if kind != "table"):
        read(sql)


def _drop(tables: Sequence[str]) -> None:
    """Row keys go on from where they were: a page that still names an old one must not find another row under it."""
    last = list(read_for("SELECT name, seq FROM sqlite_sequence WHERE name IN (keys)", tables))
    for table in tables:
        read(f"DROP TABLE {connection.ops.quote_name(table)}")
    for name, number in last:
        read("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [name, number])


@contextmanager
def _left_for_new_rows() -> Iterator[None]:
    """Some builds of SQLite write noughts over every page that comes free. Here new rows are written over them at once, so
    meanwhile only what is free inside a page that stays is written over."""
    ((held,),) = read("PRAGMA secure_delete")
    if held == 1:
        read("PRAGMA secure_delete = FAST")
    try:
        yield
    finally:
        if held == 1:
            read("PRAGMA secure_delete = ON")


def _column(model: type[models.Model], name: str) -> str:
    return connection.ops.quote_name(
        next(field.column for field in model._meta.concrete_fields if field.name == name and field.column)
    )


def _insert(statement: str, width: int, rows: Iterable[tuple[Plain, ...]]) -> int:
    """By the connection itself: Django's cursor would look for its own placeholders in every statement anew.

    Where a thread writes beside this one it is given the statements instead.
    """
    one = f"({', '.join('?' * width)})"
    writing = scribe()
    many = min(_ROWS_BESIDE if writing else _ROWS, _SQLITE_VALUES // width)
    full = statement + ", ".join([one] * many)
    source, written = iter(rows), 0
    connection.ensure_connection()
    with connection.wrap_database_errors:
        execute = writing.hand_over if writing else connection.connection.execute
        while some := list(islice(source, many)):
            sql = full if len(some) == many else statement + ", ".join([one] * len(some))
            execute(sql, list(chain.from_iterable(some)))
            written += len(some)
    return written


def _copy(statement: str, rows: Iterable[tuple[Plain, ...]]) -> int:
    written = 0
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as into:
        for row in rows:
            into.write_row(row)
            written += 1
    return written


def stored_key(key: UUID) -> str:
    """A UUID as the ORM would have stored it."""
    return str(key) if is_postgresql() else key.hex


def read(statement: str, values: Sequence[Plain] = ()) -> list[tuple[Any, ...]]:
    """The rows of a statement whose values stand as «?», without the ORM's turning of each value into another."""
    connection.ensure_connection()
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("?", "%s"), values)
            return list(cursor.fetchall()) if cursor.description else []
    with connection.wrap_database_errors:
        if (writing := scribe()) is not None:
            writing.settle()
        return list(connection.connection.execute(statement, values))


def read_for(statement: str, keys: Sequence[Plain], before: Sequence[Plain] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement in which «(keys)» stands for the keys, some hundred at a time, after the values `before`."""
    for place in range(0, len(keys), _KEYS):
        some = keys[place : place + _KEYS]
        yield from read(statement.replace("(keys)", f"({', '.join('?' * len(some))})"), [*before, *some])


def erase(model: type[models.Model], field: str, keys: Sequence[str]) -> None:
    """Removes the rows whose column of `field` holds one of `keys`, in the caller's transaction."""
    table = connection.ops.quote_name(model._meta.db_table)
    for _ in read_for(f"DELETE FROM {table} WHERE {_column(model, field)} IN (keys)", keys):  # noqa: S608  (names of our own models)
        raise AssertionError("a statement that removes rows gives none")
