"""Row images: the state a governed row has after an event, so that the tables can be replayed from the log."""

from __future__ import annotations

import hashlib
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


def key(row: models.Model) -> str:
    """The name of a row in the log: its table and primary key."""
    return f"{row._meta.label}/{row.pk}"


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
