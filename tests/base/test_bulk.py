"""Very many rows at once: they are stored as the ORM stores them, on either database, and all of them or none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from normverk.base.bulk import erase, pour, read, read_for, stored_instant, stored_key
from normverk.base.jobs.models import Job

AT = datetime(2026, 3, 2, 9, 0, 0, 250, tzinfo=timezone(timedelta(hours=1)))
FIELDS = ("kind", "state", "run_after", "attempts", "lease_token", "last_error", "created_at", "payload", "key")


def row(number: int) -> tuple[str | int | None, ...]:
    """A job as plain values."""
    at = stored_instant(AT + timedelta(minutes=number))
    return ("x", "waiting", at, number, "", "", at, f'{{"n": {number}}}', f"k{number}")


@pytest.mark.django_db
@pytest.mark.parametrize("many", [0, 1, 199, 200, 1001])
def test_what_is_poured_is_what_the_orm_would_have_written(many: int) -> None:
    with transaction.atomic():
        assert pour(Job, FIELDS, map(row, range(many))) == many
    assert Job.objects.count() == many
    for number in {0, many - 1} & set(range(many)):
        poured = Job.objects.get(key=f"k{number}")
        at = AT + timedelta(minutes=number)
        held = Job.objects.create(kind="x", run_after=at, attempts=number, created_at=at, payload={"n": number})
        fields = ("kind", "state", "run_after", "attempts", "lease_until", "lease_token", "created_at", "payload")
        assert [getattr(poured, name) for name in fields] == [getattr(held, name) for name in fields]
        table = read("SELECT run_after || '', created_at || '' FROM jobs_job WHERE id IN (?, ?)", [poured.pk, held.pk])
        assert len(set(table)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_refused_takes_the_whole_transaction_with_it() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        pour(Job, FIELDS, [*map(row, range(500)), row(3)])
    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_rows_are_read_and_erased_by_many_keys() -> None:
    pour(Job, FIELDS, map(row, range(1200)))
    keys = [f"k{number}" for number in range(0, 1200, 2)]
    found = list(read_for("SELECT attempts FROM jobs_job WHERE kind = ? AND key IN (keys)", keys, ("x",)))
    assert sorted(number for (number,) in found) == list(range(0, 1200, 2))
    erase(Job, "key", keys)
    assert sorted(Job.objects.values_list("attempts", flat=True)) == list(range(1, 1200, 2))


def test_a_key_is_written_as_the_database_writes_it() -> None:
    key = UUID("01234567-89ab-cdef-0123-456789abcdef")
    assert stored_key(key) == (str(key) if connection.vendor == "postgresql" else key.hex)


def test_an_instant_is_written_in_utc() -> None:
    doubled = datetime(2022, 10, 30, 2, 30, tzinfo=ZoneInfo("Europe/Oslo"))
    assert [stored_instant(doubled.replace(fold=fold))[11:16] for fold in (0, 1)] == ["00:30", "01:30"]
    assert datetime.fromisoformat(stored_instant(AT)).replace(tzinfo=UTC) == AT
