"""Row images: the state a governed row has after an event, so that the tables can be replayed from the log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import models

Image = dict[str, Any]


@dataclass(frozen=True)
class Governed:
    """A table whose every change stands in the log. Fields in `personal` are logged as digests, so they can be erased."""

    model: type[models.Model]
    personal: frozenset[str]


_MANY: Final = 10
"""So many rows of one table are read again together; fewer are read one by one."""
_AT_ONCE: Final = 500
"""Rows in one question; SQLite takes no more than 999 values in one."""

GOVERNED: Final[dict[str, Governed]] = {}


def govern(model: type[models.Model], *, personal: frozenset[str] = frozenset()) -> None:
    """Declares a table as governed; called from the app's `apps.py` when it is ready."""
    GOVERNED[model._meta.label] = Governed(model, personal)


def image(row: models.Model) -> Image:
    """The governed row as plain data, with personal fields as digests; KeyError when its table is not governed."""
    personal = GOVERNED[row._meta.label].personal
    fields: Image = {}
    for field in row._meta.concrete_fields:
        value = _plain(getattr(row, field.attname))
        fields[field.attname] = _digest(value) if field.attname in personal else value
    return fields


def defaults(model: type[models.Model]) -> Image:
    """What the fields of a table hold when nobody has said anything: a column that came after an event holds this."""
    return {field.attname: _plain(field.get_default()) for field in model._meta.concrete_fields if field.has_default()}


def key(row: models.Model) -> str:
    """The name of a row in the log: its table and primary key."""
    return f"{row._meta.label}/{row.pk}"


def refreshed(rows: Iterable[models.Model]) -> list[models.Model]:
    """The rows as the database holds them now, for many of a table with few questions. Raises DoesNotExist."""
    held = list(rows)
    by_table: dict[type[models.Model], list[models.Model]] = {}
    for row in held:
        by_table.setdefault(type(row), []).append(row)
    for table, several in by_table.items():
        if len(several) < _MANY:
            for row in several:
                row.refresh_from_db()
        else:
            _refresh(table, several)
    return held


def _refresh(table: type[models.Model], rows: list[models.Model]) -> None:
    for some in _pieces(rows, _AT_ONCE):
        found = table._base_manager.in_bulk([row.pk for row in some])
        for row in some:
            if row.pk not in found:
                raise table.DoesNotExist(key(row))  # type: ignore[attr-defined]
            for field in table._meta.concrete_fields:
                setattr(row, field.attname, getattr(found[row.pk], field.attname))


def _pieces(rows: list[models.Model], many: int) -> Iterator[list[models.Model]]:
    for start in range(0, len(rows), many):
        yield rows[start : start + many]


def _digest(value: Any) -> str:
    return "sha256:" + hashlib.sha256(str(value).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return "sha256:" + hashlib.sha256(bytes(value)).hexdigest()
    return value
