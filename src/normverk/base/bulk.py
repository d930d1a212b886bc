"""Writing and reading very many rows of one table: some hundred to a statement on SQLite, COPY on PostgreSQL.

Values are what both databases read alike: text, whole numbers, None, and days and keys as text. Row by row through the ORM
the same takes five times as long, most of it in turning each value into what it was before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, Final
from uuid import UUID

from django.db import connection, models

Plain = str | int | None

_SQLITE_VALUES: Final = 32_000
"""SQLite takes 32,766 values in a statement (SQLITE_MAX_VARIABLE_NUMBER since 3.32)."""
_ROWS: Final = 200
"""More rows to a statement make it no faster."""
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
